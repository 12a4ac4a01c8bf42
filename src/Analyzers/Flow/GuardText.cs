using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>For <see cref="ChangedGuards"/>: where a function leaves on a condition, and where it first does something to a name. Read once.</summary>
internal sealed class GuardText
{
    private readonly FlowContext _context;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<string, int> _touched = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _called = new(StringComparer.Ordinal);
    private int _cancelled = int.MaxValue;

    public GuardText(FlowContext context, SyntaxNode function, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
        Model = context.Compilation.GetSemanticModel(function.SyntaxTree);
        foreach (var node in function.DescendantNodes())
            Read(node);
    }

    public SemanticModel Model { get; }

    /// <summary>The conditions on which it may go no further, in the order of the source.</summary>
    public List<(int Position, SyntaxNode Condition)> Leaving { get; } = new();

    public int FirstLeaving(int position) => Leaving.FirstFrom(position, static leaving => leaving.Position);

    /// <summary>Whether a value is assigned to the name before <paramref name="end"/>, or a method is called on it whose result nobody wants.</summary>
    public bool IsTouched(string name, int end) => _touched.TryGetValue(name, out var first) && first < end;

    /// <summary>Only the second.</summary>
    public bool IsCalled(string name, int end) => _called.TryGetValue(name, out var first) && first < end;

    /// <summary>A token is cancelled.</summary>
    public bool IsCancelled(int end) => _cancelled < end;

    private void Read(SyntaxNode node)
    {
        if (node is IdentifierNameSyntax { Identifier.ValueText: "Cancel" or "CancelAsync" })
            _cancelled = Math.Min(_cancelled, node.SpanStart);
        ReadLeaving(node);
        var receiver = NameOf(ReceiverOfStatement(node));
        var target = receiver ?? NameOf(node switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left,
            PrefixUnaryExpressionSyntax prefix when prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression) => prefix.Operand,
            PostfixUnaryExpressionSyntax postfix when postfix.IsKind(SyntaxKind.PostIncrementExpression) || postfix.IsKind(SyntaxKind.PostDecrementExpression) => postfix.Operand,
            ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => argument.Expression,
            _ => null,
        });
        if (target is not null && !_touched.ContainsKey(target))
            _touched.Add(target, node.SpanStart);
        if (receiver is not null && !_called.ContainsKey(receiver))
            _called.Add(receiver, node.SpanStart);
    }

    // "if (x) return;", "token.ThrowIfCancellationRequested();", "ThrowIfEnded();"
    private void ReadLeaving(SyntaxNode node)
    {
        switch (node)
        {
            case IfStatementSyntax branch when Leaves(branch.Statement) || NoReturn.IsCall(branch.Statement, Model, _cancellation):
                Leaving.Add((node.SpanStart, branch.Condition));
                break;
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ThrowIfCancellationRequested" } }:
                Leaving.Add((node.SpanStart, node));
                break;
            case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } when Model.GetSymbolInfo(call, _cancellation).Symbol is IMethodSymbol { ReturnsVoid: true } helper && (helper.MethodKind == MethodKind.LocalFunction || _context.Calls.IsCandidate(helper.OriginalDefinition)):
                if (BodyOf(helper.OriginalDefinition) is not { } body)
                    break;
                foreach (var condition in Questions.ThrowingConditions(body))
                    Leaving.Add((node.SpanStart, condition.Syntax));
                break;
        }
    }

    private IOperation? BodyOf(IMethodSymbol helper) =>
        helper.MethodKind == MethodKind.LocalFunction
            ? MethodBodies.OfLocalFunction(_context.Compilation, helper, _cancellation)
            : MethodBodies.Find(_context.Compilation, helper, _cancellation);

    private static bool Leaves(StatementSyntax statement) => statement switch
    {
        ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax => true,
        BlockSyntax { Statements: { Count: > 0 } statements } => statements[statements.Count - 1] is not BlockSyntax && Leaves(statements[statements.Count - 1]),
        _ => false,
    };

    private static ExpressionSyntax? ReceiverOfStatement(SyntaxNode node) => node switch
    {
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } } => call.Expression,
        ExpressionStatementSyntax { Expression: ConditionalAccessExpressionSyntax call } => call.Expression,
        _ => null,
    };

    private static string? NameOf(ExpressionSyntax? expression)
    {
        // "_done[1] = true"
        while (expression is ElementAccessExpressionSyntax element)
            expression = element.Expression;
        return expression.LastName();
    }
}
