using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>Adds an element to "{ A = 1, B = 2 }" in the layout that the list has: on one line, or one line each.</summary>
internal static class InitializerList
{
    public static InitializerExpressionSyntax Add(InitializerExpressionSyntax initializer, ExpressionSyntax added)
    {
        var elements = initializer.Expressions;
        if (elements.Count == 0)
            return initializer.WithExpressions(SyntaxFactory.SingletonSeparatedList(added.WithTrailingTrivia(SyntaxFactory.Space)));
        var last = elements.Last();
        var layout = initializer.Expressions[0].GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        if (elements.SeparatorCount == elements.Count)
        {
            // A comma stands behind the last one already, with the end of its line.
            var end = elements.GetSeparators().Last().TrailingTrivia;
            var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(end);
            return initializer.WithExpressions(SyntaxFactory.SeparatedList<ExpressionSyntax>(
                elements.GetWithSeparators().Add(added.WithLeadingTrivia(layout)).Add(comma)));
        }

        // What stands behind the last element (a comment, the end of the line) stays behind it.
        var behind = last.GetTrailingTrivia();
        var isOwnLine = behind.Any(SyntaxKind.EndOfLineTrivia);
        var separator = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(isOwnLine ? behind : SyntaxFactory.TriviaList(SyntaxFactory.Space));
        var tail = isOwnLine ? SyntaxFactory.TriviaList(behind.Last(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))) : behind;
        IEnumerable<SyntaxNodeOrToken> list = elements.Replace(last, last.WithoutTrailingTrivia()).GetWithSeparators();
        return initializer.WithExpressions(SyntaxFactory.SeparatedList<ExpressionSyntax>(
            list.Append(separator).Append(added.WithLeadingTrivia(isOwnLine ? layout : Enumerable.Empty<SyntaxTrivia>()).WithTrailingTrivia(tail))));
    }
}
