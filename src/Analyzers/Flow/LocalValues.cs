using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>The expressions that a local variable gets its values from, in the block that declares it.</summary>
internal sealed class LocalValues
{
    // What syntax says does not change, and several questions are about one variable.
    private static readonly ConditionalWeakTable<SyntaxNode, LocalValues> Known = new();
    private static readonly ConditionalWeakTable<SyntaxNode, LocalValues>.CreateValueCallback Collect = CollectFrom;

    // Where each name of a member is given a value: the member's text is read once, not for each of its variables.
    private static readonly ConditionalWeakTable<SyntaxNode, Dictionary<string, List<SyntaxNode>>> Changes = new();

    private readonly List<ExpressionSyntax> _values = new();

    private LocalValues()
    {
    }

    /// <summary>It is counted up or down.</summary>
    public bool IsCounted { get; private set; }

    /// <summary>It is given constants only, at more than one place: a flag, of which nobody knows who set it.</summary>
    public bool IsFlag
    {
        get
        {
            var constants = 0;
            foreach (var value in _values)
                constants += value is LiteralExpressionSyntax ? 1 : 0;
            return _values.Count == 0 || constants == _values.Count;
        }
    }

    /// <summary>Null for a variable that no declaration in source makes.</summary>
    public static LocalValues? Of(ILocalSymbol local, CancellationToken cancellation)
    {
        if (local.DeclaringSyntaxReferences.Length == 0)
            return null;
        return Known.GetValue(local.DeclaringSyntaxReferences[0].GetSyntax(cancellation), Collect);
    }

    // Nothing outside the block of its declaration can name it.
    private static LocalValues CollectFrom(SyntaxNode declaration)
    {
        var values = new LocalValues();
        values.AddDeclared(declaration);
        var scope = declaration.FirstAncestorOrSelf<SyntaxNode>(static node =>
            node is BlockSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or CompilationUnitSyntax or (MemberDeclarationSyntax and not GlobalStatementSyntax));
        var name = declaration switch
        {
            VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
            SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
            ForEachStatementSyntax loop => loop.Identifier.ValueText,
            _ => "",
        };
        if (scope is null || !Changes.GetValue(MemberAround(scope), FindChanges).TryGetValue(name, out var changes))
            return values;
        for (var i = changes.FirstFrom(scope.SpanStart, static change => change.SpanStart); i < changes.Count && changes[i].SpanStart < scope.Span.End; i++)
            values.AddChange(changes[i]);
        return values;
    }

    private static SyntaxNode MemberAround(SyntaxNode scope)
    {
        while (scope.Parent is not (null or TypeDeclarationSyntax or BaseNamespaceDeclarationSyntax))
            scope = scope.Parent;
        return scope;
    }

    // In the order of the source.
    private static Dictionary<string, List<SyntaxNode>> FindChanges(SyntaxNode member)
    {
        var changes = new Dictionary<string, List<SyntaxNode>>(StringComparer.Ordinal);
        foreach (var node in member.DescendantNodes())
        {
            var target = node switch
            {
                AssignmentExpressionSyntax assignment => assignment.Left,
                ArgumentSyntax { RefKindKeyword.RawKind: not 0, Parent.Parent: ExpressionSyntax } argument => argument.Expression,
                PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step => step.Operand,
                PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } step => step.Operand,
                _ => null,
            };
            if (target is TupleExpressionSyntax tuple && node is AssignmentExpressionSyntax)
            {
                foreach (var element in tuple.Arguments)
                    AddChange(changes, element.Expression, node);
            }
            else if (target is not null)
            {
                AddChange(changes, target, node);
            }
        }

        return changes;
    }

    private static void AddChange(Dictionary<string, List<SyntaxNode>> changes, ExpressionSyntax target, SyntaxNode change)
    {
        if (target is not IdentifierNameSyntax { Identifier.ValueText: var name })
            return;
        if (!changes.TryGetValue(name, out var list))
            changes[name] = list = new List<SyntaxNode>();
        list.Add(change);
    }

    public bool Any(Func<ExpressionSyntax, bool> predicate)
    {
        foreach (var value in _values)
        {
            if (predicate(value))
                return true;
        }

        return false;
    }

    private void AddDeclared(SyntaxNode declaration)
    {
        var value = declaration switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            ForEachStatementSyntax loop => loop.Expression,
            // "out var x", and a part of a pattern or a deconstruction: from the whole expression.
            SingleVariableDesignationSyntax => SourceOf(declaration),
            _ => null,
        };
        if (value is not null)
            _values.Add(value);
    }

    private void AddChange(SyntaxNode change)
    {
        switch (change)
        {
            case AssignmentExpressionSyntax assignment:
                _values.Add(assignment.Right);
                IsCounted |= !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression);
                break;
            case ArgumentSyntax { Parent.Parent: ExpressionSyntax call }:
                _values.Add(call);
                break;
            default:
                IsCounted = true;
                break;
        }
    }

    private static ExpressionSyntax? SourceOf(SyntaxNode designation)
    {
        for (var node = designation.Parent; node is not null and not StatementSyntax; node = node.Parent)
        {
            switch (node)
            {
                case IsPatternExpressionSyntax test:
                    return test.Expression;
                case AssignmentExpressionSyntax assignment:
                    return assignment.Right;
                case InvocationExpressionSyntax call:
                    return call;
                case SwitchExpressionSyntax choice:
                    return choice.GoverningExpression;
            }
        }

        return designation.FirstAncestorOrSelf<ForEachVariableStatementSyntax>()?.Expression;
    }
}
