using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>Where a statement can be put beside another one: in a list of statements, or in one that is made for it.</summary>
internal static class StatementPlace
{
    /// <summary>The root with <paramref name="added"/> before the statement that <paramref name="inside"/> is in; null where there is no such place.</summary>
    public static SyntaxNode? InsertBefore(SyntaxNode root, SemanticModel model, SyntaxNode inside, params StatementSyntax[] added)
    {
        if (Find(inside) is not { } place)
            return null;
        if (place is ExpressionSyntax body)
            return ExpressionBody.ToBlock(root, model, body, added);
        var statement = (StatementSyntax)place;
        switch (statement.Parent)
        {
            case BlockSyntax or SwitchSectionSyntax:
                return root.ReplaceNode(statement, Before(statement, added));
            case GlobalStatementSyntax global:
                return root.ReplaceNode(global, Before(statement, added).Select(SyntaxFactory.GlobalStatement));
            case LabeledStatementSyntax or null:
                return null;
            default:
                return root.ReplaceNode(statement, BlockOf(statement, added));
        }
    }

    /// <summary>The root with <paramref name="statement"/>, which stands in a list, replaced by <paramref name="replacement"/> and what follows it.</summary>
    public static SyntaxNode InsertAfter(SyntaxNode root, StatementSyntax statement, StatementSyntax replacement, params StatementSyntax[] added)
    {
        var indentation = Indentation(statement.GetLeadingTrivia());
        return root.ReplaceNode(statement, added.Select(next => next.WithLeadingTrivia(indentation)).Prepend(replacement));
    }

    // The statement, or the expression that is the whole body of a member or lambda.
    private static SyntaxNode? Find(SyntaxNode inside)
    {
        for (var node = inside; node is not null; node = node.Parent)
        {
            if (node is StatementSyntax and not BlockSyntax)
                return node is LocalFunctionStatementSyntax ? null : node;
            if (node.Parent is ArrowExpressionClauseSyntax || (node is ExpressionSyntax && node.Parent is LambdaExpressionSyntax lambda && lambda.Body == node))
                return node;
            if (node is MemberDeclarationSyntax)
                return null;
        }

        return null;
    }

    // What stands above the statement (comments, the #endif of the lines before) stays above all of it.
    private static IEnumerable<StatementSyntax> Before(StatementSyntax statement, StatementSyntax[] added)
    {
        var above = statement.GetLeadingTrivia();
        for (var i = 0; i < added.Length; i++)
        {
            var leading = i == 0 ? above : Indentation(above);
            yield return added[i].WithLeadingTrivia(leading);
        }

        yield return statement.WithLeadingTrivia(Indentation(above));
    }

    /// <summary>The white space of the line that begins behind <paramref name="above"/>.</summary>
    public static SyntaxTriviaList Indentation(SyntaxTriviaList above) =>
        above.Count > 0 && above.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(above.Last()) : SyntaxTriviaList.Empty;

    // "if (x) s.Bind(e);" needs braces for a second statement.
    private static BlockSyntax BlockOf(StatementSyntax statement, StatementSyntax[] added)
    {
        var inner = statement.WithTrailingTrivia(NewCode.LineEnd);
        var block = SyntaxFactory.Block(added.Append(inner.WithLeadingTrivia(statement.GetLeadingTrivia())));
        return NewCode.Mark(block.WithTrailingTrivia(statement.GetTrailingTrivia()));
    }
}
