using System.Text.RegularExpressions;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.CodeFixes.Tests;

/// <summary>The source that tests/Package.Tests formats: a <c>#region</c> for each fix, before and after.</summary>
internal static partial class FormatSource
{
    public static string Before { get; } = Read("Server000.cs");

    public static string After { get; } = Read("Server000.fixed.cs");

    /// <summary>The rules that have a region, in its order.</summary>
    public static IEnumerable<string> Ids => Region().Matches(Before).Select(match => match.Groups["id"].Value);

    /// <summary>With the fix of one rule made.</summary>
    public static string With(string id) => Before.Replace(RegionOf(Before, id), RegionOf(After, id), StringComparison.Ordinal);

    private static string RegionOf(string text, string id) =>
        Region().Matches(text).Select(match => match.Value).Single(region => region.StartsWith("#region " + id, StringComparison.Ordinal));

    private static string Read(string name) => File.ReadAllText(Repository.PathOf("tests", "Package.Tests", "Sources", "Format", name));

    [GeneratedRegex(@"#region (?<id>SOCK\d{3})\n.*?#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();
}
