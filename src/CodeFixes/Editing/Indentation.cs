using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SocketAnalyzers.CodeFixes.Editing;

/// <summary>How deep a line is indented, and how to put code one level deeper without formatting what somebody else wrote.</summary>
internal static class Indentation
{
    /// <summary>The white space before the first token of the line that <paramref name="node"/> begins.</summary>
    public static string Of(SyntaxNode node)
    {
        var text = node.SyntaxTree.GetText();
        var line = text.Lines.GetLineFromPosition(node.SpanStart).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }

    /// <summary>What one level is: what a block's first statement has more than the line of the block, else four spaces.</summary>
    public static string UnitOf(SyntaxNode outer, SyntaxNode? inner)
    {
        var deep = inner is null ? string.Empty : Of(inner);
        var flat = Of(outer);
        return deep.Length > flat.Length && deep.StartsWith(flat, System.StringComparison.Ordinal) ? deep.Substring(flat.Length) : "    ";
    }

    /// <summary>The node one level deeper. Lines inside a token (a string) and those without indentation (a directive) stay.</summary>
    public static T Deepen<T>(T node, string unit, SyntaxNode? tracked = null, SyntaxAnnotation? mark = null)
        where T : SyntaxNode =>
        node.ReplaceSyntax(
            tracked is null ? Enumerable.Empty<SyntaxNode>() : new[] { tracked },
            (_, current) => current.WithAdditionalAnnotations(mark!),
            node.DescendantTokens(),
            (original, token) => token.WithLeadingTrivia(Deepen(original.LeadingTrivia, unit)),
            Enumerable.Empty<SyntaxTrivia>(),
            (_, trivia) => trivia);

    private static IEnumerable<SyntaxTrivia> Deepen(SyntaxTriviaList list, string unit)
    {
        for (var i = 0; i < list.Count; i++)
        {
            var isIndentation = list[i].IsKind(SyntaxKind.WhitespaceTrivia) && (i == 0 || EndsLine(list[i - 1]));
            var isEmptyLine = i + 1 < list.Count && list[i + 1].IsKind(SyntaxKind.EndOfLineTrivia);
            yield return isIndentation && !isEmptyLine && IsAtLineStart(list[i]) ? SyntaxFactory.Whitespace(unit + list[i]) : list[i];
        }
    }

    private static bool EndsLine(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.EndOfLineTrivia) || trivia.IsDirective || trivia.IsKind(SyntaxKind.DisabledTextTrivia) || trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia);

    // The first trivia of a token may also stand behind another token.
    private static bool IsAtLineStart(SyntaxTrivia trivia)
    {
        if (trivia.SyntaxTree is not { } tree)
            return true;
        var line = tree.GetText().Lines.GetLineFromPosition(trivia.SpanStart);
        return line.Start == trivia.SpanStart;
    }
}
