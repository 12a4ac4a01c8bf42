using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>Puts statements of a block into a try; they move one level in and are otherwise left as they are.</summary>
internal static class TryBlock
{
    /// <summary>The block with <paramref name="count"/> statements from <paramref name="start"/> on in a try; <paramref name="catches"/> are written without indentation.</summary>
    public static BlockSyntax Around(BlockSyntax block, int start, int count, string catches) => Around(block, start, count, catches, inFinally: 0);

    /// <summary>The same with a finally, for the <paramref name="inFinally"/> statements that come next.</summary>
    public static BlockSyntax WithFinally(BlockSyntax block, int start, int count, int inFinally) => Around(block, start, count, "finally\n{\n}\n", inFinally);

    private static BlockSyntax Around(BlockSyntax block, int start, int count, string catches, int inFinally)
    {
        var outer = Indentation.Of(FirstOfLine(block));
        var unit = Indentation.UnitOf(FirstOfLine(block), block.Statements.FirstOrDefault());
        var isOnOneLine = block.GetLocation().GetLineSpan() is var lines && lines.StartLinePosition.Line == lines.EndLinePosition.Line;
        var deep = isOnOneLine ? OnLines(block, outer + unit + unit) : Indentation.Deepen(block, unit);
        var flat = isOnOneLine ? OnLines(block, outer + unit) : block;
        var inner = deep.Statements.Skip(start).Take(count).ToList();
        var above = SyntaxTriviaList.Empty;
        if (start > 0 && inner.Count > 0)
            (above, inner[0]) = WithoutEmptyLines(inner[0]);
        var shell = CatchText.Try(catches, outer + unit, unit, FirstOfLine(block) == block);
        var end = start + count + inFinally;
        var reachesEnd = end == block.Statements.Count;
        shell = shell
            .WithLeadingTrivia(above.AddRange(shell.GetLeadingTrivia()))
            .WithBlock(With(shell.Block, inner, reachesEnd && inFinally == 0 ? deep : null));
        if (shell.Finally is { } last && inFinally > 0)
            shell = shell.WithFinally(last.WithBlock(With(last.Block, WithoutEmptyLines(deep.Statements.Skip(start + count).Take(inFinally)), reachesEnd ? deep : null)));
        return block
            .WithOpenBraceToken(isOnOneLine ? block.OpenBraceToken.WithTrailingTrivia(NewCode.LineEnd) : block.OpenBraceToken)
            .WithStatements(SyntaxFactory.List(flat.Statements.Take(start).Append(shell).Concat(flat.Statements.Skip(end))))
            .WithCloseBraceToken(reachesEnd || isOnOneLine ? block.CloseBraceToken.WithLeadingTrivia(SyntaxFactory.Whitespace(outer)) : block.CloseBraceToken);
    }

    /// <param name="end">The block that the last of <paramref name="statements"/> ends; null where others follow them.</param>
    private static BlockSyntax With(BlockSyntax shell, IEnumerable<StatementSyntax> statements, BlockSyntax? end) => shell
        .WithStatements(SyntaxFactory.List(statements))
        .WithCloseBraceToken(end is null ? shell.CloseBraceToken : WithCommentsOf(end.CloseBraceToken, shell.CloseBraceToken));

    /// <summary>Whether a directive in or behind the statements would be torn from its pair.</summary>
    public static bool TearsDirectives(BlockSyntax block, int start, int count)
    {
        if (start == 0 && count == block.Statements.Count)
            return false;
        for (var i = start; i < start + count; i++)
        {
            if (block.Statements[i].ContainsDirectives)
                return true;
        }

        return (start + count < block.Statements.Count ? block.Statements[start + count].GetLeadingTrivia() : block.CloseBraceToken.LeadingTrivia).Any(trivia => trivia.IsDirective);
    }

    private static BlockSyntax OnLines(BlockSyntax block, string indentation) =>
        block.WithStatements(SyntaxFactory.List(block.Statements.Select(statement =>
            statement.WithLeadingTrivia(SyntaxFactory.Whitespace(indentation)).WithTrailingTrivia(NewCode.LineEnd))));

    private static IEnumerable<StatementSyntax> WithoutEmptyLines(IEnumerable<StatementSyntax> statements) =>
        statements.Select((statement, i) => i == 0 ? WithoutEmptyLines(statement).First : statement);

    // An empty line parts the try from what is above it.
    private static (SyntaxTriviaList Above, StatementSyntax First) WithoutEmptyLines(StatementSyntax first)
    {
        var leading = first.GetLeadingTrivia();
        var count = leading.TakeWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)).Count();
        return (SyntaxFactory.TriviaList(leading.Take(count)), first.WithLeadingTrivia(leading.Skip(count)));
    }

    // Comments in front of the closing brace belong to the statements before it.
    private static SyntaxToken WithCommentsOf(SyntaxToken old, SyntaxToken brace)
    {
        var comments = old.LeadingTrivia;
        if (!comments.Any(trivia => trivia.IsDirective || trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)))
            return brace;
        var kept = comments.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? comments.RemoveAt(comments.Count - 1) : comments;
        return brace.WithLeadingTrivia(kept.AddRange(brace.LeadingTrivia));
    }

    // The node that begins the line of the opening brace: the block itself, or the "while (...) {" before it.
    private static SyntaxNode FirstOfLine(BlockSyntax block)
    {
        SyntaxNode first = block;
        var lines = block.SyntaxTree.GetText().Lines;
        var line = lines.GetLineFromPosition(block.SpanStart);
        while (first.Parent is { } parent && parent.SpanStart >= line.Start && parent is not CompilationUnitSyntax)
            first = parent;
        if (first == block && lines.GetLineFromPosition(block.SpanStart).ToString().TrimStart().StartsWith("{", System.StringComparison.Ordinal))
            return block;
        // "foo(x => {": the line begins in the middle of an outer node.
        return first == block && block.Parent is { } around ? around.FirstAncestorOrSelf<StatementSyntax>() ?? around : first;
    }
}
