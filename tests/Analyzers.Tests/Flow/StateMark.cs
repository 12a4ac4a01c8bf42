using System.Text.RegularExpressions;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>One claim of a mark about one variable: <c>s = SendShut, some:ReuseOn</c>.</summary>
internal sealed record Claim(string Variable, IReadOnlyList<string> Terms);

/// <summary>
/// A comment between two statements that says what the engine must know there:
/// <c>/*state: s = SendOpen|SendShut, Connected; t = null*/</c>, <c>/*state: unreachable*/</c>, and
/// <c>/*state exceptional: ...*/</c> for the ways that only an exception takes.
/// </summary>
internal sealed record StateMark(int Number, string Text, int Line, bool IsExceptional, bool IsUnreachable, IReadOnlyList<Claim> Claims)
{
    private const string SamePrefix = "same:";

    private static readonly Regex Comment = new(@"/\*(?<text>.*?)\*/", RegexOptions.Singleline);
    private static readonly Regex Form = new(@"^\s*state(?<exceptional>\s+exceptional)?\s*:\s*(?<claims>.+?)\s*$", RegexOptions.Singleline);

    /// <summary>The class whose only method stands for a mark: it has no body and takes objects, so the engine sees nothing happen.</summary>
    public const string Declaration = "internal static class StateMarkHere { public static extern void At(int mark, params object[] values); }";
    public const string DeclaringType = "StateMarkHere";

    /// <summary>The expressions that the mark speaks of, each once.</summary>
    public IReadOnlyList<string> Expressions =>
    [
        .. Claims.Select(claim => claim.Variable)
            .Concat(Claims.SelectMany(claim => claim.Terms).Select(OtherVariable).OfType<string>())
            .Distinct(),
    ];

    /// <summary>The variable that a <c>same:</c> term compares with.</summary>
    public static string? OtherVariable(string term)
    {
        var plain = term.TrimStart('!');
        return plain.StartsWith(SamePrefix, StringComparison.Ordinal) ? plain[SamePrefix.Length..].Trim() : null;
    }

    /// <summary>Takes the marks out of <paramref name="source"/> and puts calls in their places.</summary>
    public static (string Code, IReadOnlyList<StateMark> Marks) Extract(string source)
    {
        var marks = new List<StateMark>();
        var code = Comment.Replace(source, match =>
        {
            var line = source.AsSpan(0, match.Index).Count('\n') + 1;
            var mark = Parse(marks.Count, match.Groups["text"].Value, line);
            marks.Add(mark);
            return $"{DeclaringType}.At({string.Join(", ", mark.Expressions.Prepend(mark.Number.ToString()))});";
        });
        return marks.Count > 0 ? (code, marks) : throw new VerificationException("The code has no state mark: nothing would be checked.");
    }

    private static StateMark Parse(int number, string text, int line)
    {
        // Any other comment is most likely a mark with a slip in it, which would check nothing.
        var form = Form.Match(text);
        if (!form.Success)
            throw new VerificationException($"Line {line}: '/*{text}*/' is no state mark; write '/*state: s = SendShut*/'.");
        var claims = form.Groups["claims"].Value;
        var isUnreachable = claims == "unreachable";
        return new StateMark(
            number, text.Trim(), line, form.Groups["exceptional"].Success, isUnreachable,
            isUnreachable ? [] : [.. claims.Split(';').Select(claim => ParseClaim(claim, line))]);
    }

    private static Claim ParseClaim(string text, int line)
    {
        var parts = text.Split('=', 2, StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || parts[0].Length == 0)
            throw new VerificationException($"Line {line}: '{text.Trim()}' is no claim; write 'variable = term, term'.");
        var terms = parts[1].Split(',', StringSplitOptions.TrimEntries);
        return Array.Exists(terms, term => term.Length == 0)
            ? throw new VerificationException($"Line {line}: '{text.Trim()}' has an empty term.")
            : new Claim(parts[0], terms);
    }
}
