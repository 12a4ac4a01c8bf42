using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Whether a condition between a shutdown and a write asks something that the code on the way has changed to a value that the flow does
/// not know: a counter, an event that was set, a set from which the connection was taken, a token that was cancelled. Then the
/// condition may be there to keep the write from happening.
/// </summary>
internal sealed class ChangedGuards
{
    // "bool CanSend => IsOpen && !_ended;"
    private const int MaxQuestions = 3;

    private readonly FlowContext _context;
    private readonly BodyAnalysis _body;
    private readonly CancellationToken _cancellation;

    // What stands in a function is read once, for all its writes.
    private readonly Dictionary<SyntaxNode, GuardText> _texts = new();
    private readonly Dictionary<SyntaxNode, List<(IdentifierNameSyntax, ISymbol?)>> _names = new();
    private readonly Action<int> _spend;
    private bool? _calleeCancels;

    public ChangedGuards(FlowContext context, BodyAnalysis body, Action<int> spend, CancellationToken cancellation)
    {
        _context = context;
        _body = body;
        _spend = spend;
        _cancellation = cancellation;
    }

    /// <summary>Whether such a condition decides if <paramref name="write"/> runs.</summary>
    public bool Decide(FlowEvent write)
    {
        var operation = write.Operation.Syntax;
        if (operation.FirstAncestorOrSelf<SyntaxNode>(FlagGuards.IsFunction) is not { } function)
            return false;
        var shutdown = write.Witness?.Syntax;
        if (shutdown is not null && !function.Span.Contains(shutdown.Span))
            shutdown = null;
        if (!_texts.TryGetValue(function, out var text))
            _texts[function] = text = new GuardText(_context, function, _cancellation);
        var question = new Question(text, operation.SpanStart, write);
        for (var node = operation; node != function && node.Parent is not null; node = node.Parent)
        {
            // What was asked before the shutdown says nothing about it.
            if (ConditionFor(node) is { } condition && (shutdown is null || !node.Span.Contains(shutdown.Span)) && AsksChanged(question, condition))
                return true;
        }

        var from = shutdown?.Span.End ?? function.SpanStart;
        for (var i = text.FirstLeaving(from); i < text.Leaving.Count && text.Leaving[i].Position < operation.SpanStart; i++)
        {
            if (AsksChanged(question, text.Leaving[i].Condition))
                return true;
        }

        return write.Inner is { } inner && IsCancelled(question) && ThrowsIfCancelled(inner.Syntax);
    }

    // "Write() { _token.ThrowIfCancellationRequested(); _socket.Send(data); }"
    private static bool ThrowsIfCancelled(SyntaxNode write)
    {
        foreach (var node in write.FirstAncestorOrSelf<SyntaxNode>(FlagGuards.IsFunction)?.DescendantNodes() ?? Array.Empty<SyntaxNode>())
        {
            if (node.SpanStart >= write.SpanStart)
                break;
            if (node is IdentifierNameSyntax { Identifier.ValueText: "ThrowIfCancellationRequested" })
                return true;
        }

        return false;
    }

    // Here, or in what was called on the way.
    private bool IsCancelled(Question question)
    {
        return question.Text.IsCancelled(question.End) || (_calleeCancels ??= AnyCalleeCancels());
    }

    private bool AnyCalleeCancels()
    {
        foreach (var callee in _body.Called)
        {
            foreach (var reference in callee.DeclaringSyntaxReferences)
            {
                foreach (var node in reference.GetSyntax(_cancellation).DescendantNodes())
                {
                    if (node is IdentifierNameSyntax { Identifier.ValueText: "Cancel" or "CancelAsync" })
                        return true;
                }
            }
        }

        return false;
    }

    // Unlike a flag elsewhere, what a loop asks counts: "while (!token.IsCancellationRequested) Send();"
    private static ExpressionSyntax? ConditionFor(SyntaxNode child) => child.Parent switch
    {
        WhileStatementSyntax loop when loop.Statement == child => loop.Condition,
        ForStatementSyntax loop when loop.Statement == child => loop.Condition,
        // "_queue = new(); foreach (var data in _queue) Send(data);"
        CommonForEachStatementSyntax loop when loop.Statement == child => loop.Expression,
        _ => FlagGuards.ConditionFor(child),
    };

    private bool AsksChanged(Question question, SyntaxNode condition, int depth = 0)
    {
        _spend(1);
        _cancellation.ThrowIfCancellationRequested();
        foreach (var (name, symbol) in NamesIn(question, condition))
        {
            if (name.Identifier.ValueText is "IsCancellationRequested" or "ThrowIfCancellationRequested" && IsCancelled(question))
                return true;
            if (symbol is not null && IsChanged(question, symbol, name, depth))
                return true;
        }

        return false;
    }

    // Without those of which the flow knows what they come to.
    private List<(IdentifierNameSyntax Name, ISymbol? Symbol)> NamesIn(Question question, SyntaxNode condition)
    {
        if (_names.TryGetValue(condition, out var names))
            return names;
        _names[condition] = names = new List<(IdentifierNameSyntax, ISymbol?)>();
        var model = condition.SyntaxTree == question.Text.Model.SyntaxTree ? question.Text.Model : _context.Compilation.GetSemanticModel(condition.SyntaxTree);
        foreach (var node in condition.DescendantNodesAndSelf(n => !_body.Decided.Contains(n)))
        {
            if (node is IdentifierNameSyntax name && !_body.Decided.Contains(node))
                names.Add((name, model.GetSymbolInfo(name, _cancellation).Symbol));
        }

        return names;
    }

    private bool IsChanged(Question question, ISymbol symbol, IdentifierNameSyntax use, int depth)
    {
        switch (symbol)
        {
            case IFieldSymbol { IsConst: false } or IPropertySymbol when _context.Kinds.IsConnection(TypeOf(symbol)):
                return false;
            case IFieldSymbol { IsConst: false }:
            case IPropertySymbol property when _context.Compilation.Declares(property) && _context.Kinds.IsAutoProperty(property):
                return question.Text.IsTouched(symbol.Name, question.End) || IsAssignedByCallee(symbol) || IsSetWithConnection(question, symbol) || IsUnknownCall(symbol, use);
            case IPropertySymbol or IMethodSymbol when _context.Compilation.Declares(symbol):
                return depth < MaxQuestions && IsAnswerChanged(question, symbol, depth);
            case ILocalSymbol or IParameterSymbol:
                return IsUnknownCall(symbol, use) || (MayChangeInside(TypeOf(symbol)) && question.Text.IsCalled(symbol.Name, question.End));
            default:
                return false;
        }
    }

    // "if (isOpen(s))" with a delegate: it may ask the connection itself.
    private static bool IsUnknownCall(ISymbol symbol, IdentifierNameSyntax use) =>
        TypeOf(symbol)?.TypeKind == TypeKind.Delegate && use.Parent is InvocationExpressionSyntax or MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax };

    private bool IsAssignedByCallee(ISymbol symbol)
    {
        foreach (var callee in _body.Called)
        {
            if (_context.Reach.OfCall((IMethodSymbol)callee, _cancellation).Assigned.Contains(symbol.OriginalDefinition))
                return true;
        }

        return false;
    }

    // Who gives the type another connection says so with this flag.
    private bool IsSetWithConnection(Question question, ISymbol flag)
    {
        for (var i = 0; i < question.Write.Refs.Count; i++)
        {
            foreach (var field in _body.Places.FieldsHolding(question.Write.Refs[i].ObjectId))
            {
                if (field is IFieldSymbol or IPropertySymbol && _context.Fields.AreAssignedTogether(flag, field, _cancellation))
                    return true;
            }
        }

        return false;
    }

    // A getter or method of the project that asks: what it asks, by the text of its body.
    private bool IsAnswerChanged(Question question, ISymbol asked, int depth)
    {
        foreach (var reference in asked.DeclaringSyntaxReferences)
        {
            var body = reference.GetSyntax(_cancellation);
            if (!_context.Compilation.ContainsSyntaxTree(body.SyntaxTree))
                continue;
            foreach (var node in body.DescendantNodes())
            {
                if (node is IdentifierNameSyntax { Identifier.ValueText: "Connected" })
                    return true;
            }

            if (AsksChanged(question, body, depth + 1))
                return true;
        }

        return false;
    }

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };

    // A local's own value is followed, what is in its object is not.
    private bool MayChangeInside(ITypeSymbol? type) =>
        type is not (null or { IsValueType: true } or { SpecialType: SpecialType.System_String }) && !_context.Kinds.CanHoldConnection(type);

    private readonly struct Question
    {
        public Question(GuardText text, int end, FlowEvent write)
        {
            Text = text;
            End = end;
            Write = write;
        }

        public GuardText Text { get; }

        /// <summary>Where the write stands: what comes after it has not happened yet.</summary>
        public int End { get; }

        public FlowEvent Write { get; }
    }
}
