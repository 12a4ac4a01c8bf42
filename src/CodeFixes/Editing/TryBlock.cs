using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>Puts the statements of a block into a try; they move one level in and are otherwise left as they are.</summary>
internal static class TryBlock
{
    /// <summary>The block with one try in it, behind <paramref name="before"/>; <paramref name="catches"/> are written without indentation.</summary>
    public static BlockSyntax Around(BlockSyntax block, string catches, StatementSyntax? before = null, StatementSyntax? tracked = null, SyntaxAnnotation? mark = null)
    {
        var outer = Indentation.Of(block.Parent is null ? block : FirstOfLine(block));
        var unit = Indentation.UnitOf(FirstOfLine(block), block.Statements.FirstOrDefault());
        var isOnOneLine = block.GetLocation().GetLineSpan() is var lines && lines.StartLinePosition.Line == lines.EndLinePosition.Line;
        var inner = isOnOneLine ? OnLines(Tracked(block, tracked, mark), outer + unit + unit) : Indentation.Deepen(block, unit, tracked, mark);
        var shell = Shell(catches, outer + unit, unit, block);
        shell = shell.WithBlock(shell.Block
            .WithStatements(inner.Statements)
            .WithCloseBraceToken(WithCommentsOf(inner.CloseBraceToken, shell.Block.CloseBraceToken)));
        var content = before is null
            ? SyntaxFactory.SingletonList<StatementSyntax>(shell)
            : SyntaxFactory.List(new[] { before.WithLeadingTrivia(SyntaxFactory.Whitespace(outer + unit)), shell });
        var open = block.OpenBraceToken;
        return block
            .WithOpenBraceToken(isOnOneLine ? open.WithTrailingTrivia(NewCode.LineEnd) : open)
            .WithStatements(content)
            .WithCloseBraceToken(block.CloseBraceToken.WithLeadingTrivia(SyntaxFactory.Whitespace(outer)));
    }

    private static BlockSyntax OnLines(BlockSyntax block, string indentation) =>
        block.WithStatements(SyntaxFactory.List(block.Statements.Select(statement =>
            statement.WithLeadingTrivia(SyntaxFactory.Whitespace(indentation)).WithTrailingTrivia(NewCode.LineEnd))));

    // Comments in front of the closing brace belong to the statements before it.
    private static SyntaxToken WithCommentsOf(SyntaxToken old, SyntaxToken brace)
    {
        var comments = old.LeadingTrivia;
        if (!comments.Any(trivia => trivia.IsDirective || trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)))
            return brace;
        var kept = comments.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? comments.RemoveAt(comments.Count - 1) : comments;
        return brace.WithLeadingTrivia(kept.AddRange(brace.LeadingTrivia));
    }

    private static BlockSyntax Tracked(BlockSyntax block, StatementSyntax? tracked, SyntaxAnnotation? mark) =>
        tracked is null ? block : block.ReplaceNode(tracked, tracked.WithAdditionalAnnotations(mark!));

    private static TryStatementSyntax Shell(string catches, string indentation, string unit, BlockSyntax like)
    {
        var opensOnOwnLine = FirstOfLine(like) == like;
        var text = "try" + Brace(opensOnOwnLine, indentation) + indentation + "}";
        var depth = 0;
        foreach (var line in catches.Split('\n'))
        {
            if (line.Length == 0)
                continue;
            if (line == "{")
            {
                text += Brace(opensOnOwnLine, indentation);
                depth++;
            }
            else if (line == "}")
            {
                text += indentation + "}";
                depth--;
            }
            else
            {
                text += depth > 0 ? indentation + unit + line + "\r\n" : (opensOnOwnLine ? "\r\n" + indentation : " ") + line;
            }
        }

        var shell = (TryStatementSyntax)SyntaxFactory.ParseStatement(text);
        return NewCode.MarkNames(shell).WithLeadingTrivia(SyntaxFactory.Whitespace(indentation)).WithTrailingTrivia(NewCode.LineEnd);
    }

    private static string Brace(bool onOwnLine, string indentation) => onOwnLine ? "\r\n" + indentation + "{\r\n" : " {\r\n";

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
