using System.Text.RegularExpressions;

namespace SocketAnalyzers.Package.Tests;

/// <summary>The parts of a source between <c>#region SOCKnnn</c> and its end.</summary>
internal static partial class Regions
{
    /// <summary>The ids that have a region, in order.</summary>
    public static string[] IdsOf(string text) => [.. Region().Matches(text).Select(match => match.Groups["id"].Value)];

    /// <summary>The text with the regions of these ids as they are in another one.</summary>
    public static string With(string text, string other, params string[] ids)
    {
        var others = Region().Matches(other).ToDictionary(match => match.Groups["id"].Value, match => match.Value);
        return Region().Replace(text, match => ids.Contains(match.Groups["id"].Value) ? others[match.Groups["id"].Value] : match.Value);
    }

    [GeneratedRegex(@"#region (?<id>SOCK\d{3})\r?\n.*?#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();
}
