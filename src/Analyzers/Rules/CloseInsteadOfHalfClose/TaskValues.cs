using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Rules;

/// <summary>What a variable that holds tasks was given: one task, or those of a list.</summary>
internal static class TaskValues
{
    /// <summary>The expressions with which the variable was filled; <c>IsElement</c>: one task of several.</summary>
    public static IEnumerable<(ExpressionSyntax Value, bool IsElement)> Of(RuleContext context, SemanticModel model, ILocalSymbol local)
    {
        if (local.DeclaringSyntaxReferences.Length != 1 || local.DeclaringSyntaxReferences[0].GetSyntax(context.Cancellation) is not VariableDeclaratorSyntax declaration)
            yield break;
        if (declaration.Initializer is { Value: { } initial })
            yield return (initial, false);
        foreach (var (name, value, isElement) in context.Texts.Around(declaration).GivenTo(local.Name))
        {
            context.Step();
            if (SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, context.Cancellation).Symbol, local))
                yield return (value, isElement);
        }
    }

    /// <summary>What an assignment, an element's assignment or an <c>Add</c> to the variable at this place gives it.</summary>
    public static IEnumerable<(ExpressionSyntax Value, bool IsElement)> GivenAt(IdentifierNameSyntax name)
    {
        switch (name.Parent)
        {
            case AssignmentExpressionSyntax assignment when assignment.Left == name:
                yield return (assignment.Right, false);
                break;
            case ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } element when element.Expression == name && assignment.Left == element:
                yield return (assignment.Right, true);
                break;
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "AddRange", Parent: InvocationExpressionSyntax call } member when member.Expression == name && call.Expression == member:
                foreach (var argument in call.ArgumentList.Arguments)
                    yield return (argument.Expression, true);
                break;
        }
    }
}
