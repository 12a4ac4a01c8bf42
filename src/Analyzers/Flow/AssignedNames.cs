using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>The names that a piece of code assigns, or lets others assign. Found once for each type or member, however many of its variables are asked for. Thread-safe.</summary>
internal static class AssignedNames
{
    // By name the plain assignments; null where it is given a value in another way too: by reference, in a tuple, by an operator.
    private static readonly ConditionalWeakTable<SyntaxNode, Dictionary<string, List<AssignmentExpressionSyntax>?>> s_names = new();

    public static bool Contain(SyntaxNode scope, string name) => Of(scope).ContainsKey(name);

    /// <summary>The assignments to that name; null where it gets its values in other ways too, or has none.</summary>
    public static IReadOnlyList<AssignmentExpressionSyntax>? Assignments(SyntaxNode scope, string name) =>
        Of(scope).TryGetValue(name, out var assignments) ? assignments : null;

    private static Dictionary<string, List<AssignmentExpressionSyntax>?> Of(SyntaxNode scope) => s_names.GetValue(scope, static code => Find(code));

    private static Dictionary<string, List<AssignmentExpressionSyntax>?> Find(SyntaxNode scope)
    {
        var names = new Dictionary<string, List<AssignmentExpressionSyntax>?>(StringComparer.Ordinal);
        var targets = new Stack<ExpressionSyntax>();
        foreach (var node in scope.DescendantNodes())
        {
            if (TargetOf(node) is not { } target)
                continue;
            if (target is IdentifierNameSyntax variable && node.IsKind(SyntaxKind.SimpleAssignmentExpression))
            {
                AddAssignment((AssignmentExpressionSyntax)node, variable.Identifier.ValueText, names);
                continue;
            }

            targets.Push(target);
            while (targets.Count > 0)
                Add(targets.Pop(), names, targets);
        }

        return names;
    }

    private static ExpressionSyntax? TargetOf(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left,
        PrefixUnaryExpressionSyntax prefix when prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression) || prefix.IsKind(SyntaxKind.AddressOfExpression) => prefix.Operand,
        PostfixUnaryExpressionSyntax postfix => postfix.Operand,
        ArgumentSyntax argument when !argument.RefKindKeyword.IsKind(SyntaxKind.None) => argument.Expression,
        RefExpressionSyntax reference => reference.Expression,
        _ => null,
    };

    private static void AddAssignment(AssignmentExpressionSyntax assignment, string name, Dictionary<string, List<AssignmentExpressionSyntax>?> names)
    {
        if (!names.TryGetValue(name, out var known))
            names[name] = new List<AssignmentExpressionSyntax> { assignment };
        else
            known?.Add(assignment);
    }

    private static void Add(ExpressionSyntax target, Dictionary<string, List<AssignmentExpressionSyntax>?> names, Stack<ExpressionSyntax> targets)
    {
        switch (target)
        {
            case IdentifierNameSyntax identifier:
                names[identifier.Identifier.ValueText] = null;
                break;
            case MemberAccessExpressionSyntax member:
                names[member.Name.Identifier.ValueText] = null;
                break;
            case TupleExpressionSyntax tuple:
                foreach (var argument in tuple.Arguments)
                    targets.Push(argument.Expression);
                break;
        }
    }
}
