using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>Where a piece of source stands: in which member, at the end of which block, behind which name, and in which order.</summary>
internal static class SyntaxExtensions
{
    /// <summary>The member around it; of top-level statements the file.</summary>
    public static SyntaxNode? MemberAround(this SyntaxNode node) =>
        node.FirstAncestorOrSelf<SyntaxNode>(static n => n is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax);

    /// <summary>The last statement of a block, or the statement itself.</summary>
    public static StatementSyntax LastStatement(this StatementSyntax statement)
    {
        while (statement is BlockSyntax { Statements: { Count: > 0 } statements })
            statement = statements[statements.Count - 1];
        return statement;
    }

    /// <summary>The expression that the name ends: <c>a.Name</c>, the <c>.Name</c> of <c>a?.Name</c>, or the name itself.</summary>
    public static ExpressionSyntax NamedExpression(this SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax member when member.Name == name => member,
        MemberBindingExpressionSyntax binding => binding,
        _ => name,
    };

    /// <summary>The name of a variable or member as it stands last: <c>x</c> of <c>x</c>, of <c>this.x</c> and of <c>a.b.x</c>.</summary>
    public static string? LastName(this ExpressionSyntax? expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>The index of the first of <paramref name="items"/>, whose positions ascend, from <paramref name="position"/> on.</summary>
    public static int FirstFrom<T>(this List<T> items, int position, Func<T, int> positionOf)
    {
        var (low, high) = (0, items.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (positionOf(items[middle]) < position)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
