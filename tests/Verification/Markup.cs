using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Verification;

/// <summary>One marked span: <c>[|...|]</c> has neither id nor key, <c>{|ID:...|}</c> an id, <c>{|#0:...|}</c> a key.</summary>
internal sealed record MarkupSpan(string? Id, int? Key, TextSpan Span);

/// <summary>Takes the markup out of a test source.</summary>
internal static partial class Markup
{
    public static (string Code, ImmutableArray<MarkupSpan> Spans) Parse(string text)
    {
        var code = new StringBuilder(text.Length);
        var open = new Stack<(string? Id, int? Key, int Start, char Bracket)>();
        var spans = ImmutableArray.CreateBuilder<MarkupSpan>();
        for (var i = 0; i < text.Length;)
        {
            if (Opening().Match(text, i) is { Success: true } match && match.Index == i)
            {
                open.Push((NullIfEmpty(match.Groups["id"].Value), KeyOf(match), code.Length, text[i]));
                i += match.Length;
            }
            else if (open.Count > 0 && IsClosing(text, i, open.Peek().Bracket))
            {
                var (id, key, start, _) = open.Pop();
                spans.Add(new MarkupSpan(id, key, TextSpan.FromBounds(start, code.Length)));
                i += 2;
            }
            else
            {
                code.Append(text[i++]);
            }
        }

        if (open.Count > 0)
            throw new VerificationException($"The markup of the test source is not closed: {open.Count} of [| or {{| have no |] or |}}.\n{text}");
        return (code.ToString(), spans.ToImmutable());
    }

    // Outside an open span a closing mark is ordinary text, so code never has to be escaped.
    private static bool IsClosing(string text, int i, char bracket) =>
        text[i] == '|' && i + 1 < text.Length && text[i + 1] == (bracket == '[' ? ']' : '}');

    private static string? NullIfEmpty(string value) => value.Length == 0 ? null : value;

    private static int? KeyOf(Match match) => match.Groups["key"].Success ? int.Parse(match.Groups["key"].Value) : null;

    [GeneratedRegex(@"\G(?:\[\||\{\|(?:#(?<key>\d+)|(?<id>[A-Za-z]\w*)):)")]
    private static partial Regex Opening();
}
