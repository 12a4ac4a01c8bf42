using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>Takes a statement away with its line, and leaves the comments and directives above and behind it.</summary>
internal static class StatementRemoval
{
    public static SyntaxNode? Remove(SyntaxNode root, SyntaxNode statement)
    {
        var kept = new List<SyntaxTrivia>();
        var above = statement.GetLeadingTrivia();
        var indentation = above.Count > 0 && above.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? above.Last() : default;
        if (HasText(above))
            kept.AddRange(indentation == default ? above : above.Take(above.Count - 1));
        if (HasText(statement.GetTrailingTrivia()))
        {
            // A statement of a program has no indentation.
            if (indentation != default)
                kept.Add(indentation);
            kept.AddRange(statement.GetTrailingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));
        }

        var next = statement.GetLastToken().GetNextToken();
        var tracked = root.TrackNodes(statement, next.Parent!);
        var token = tracked.FindToken(next.SpanStart);
        tracked = tracked.ReplaceToken(token, token.WithLeadingTrivia(kept.Concat(token.LeadingTrivia)));
        return tracked.GetCurrentNode(statement) is { } current ? tracked.RemoveNode(current, SyntaxRemoveOptions.KeepNoTrivia) : null;
    }

    private static bool HasText(SyntaxTriviaList trivia) =>
        trivia.Any(t => t.IsDirective || !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia));
}
