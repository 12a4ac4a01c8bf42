using System.Text.RegularExpressions;
using Xunit;

namespace SocketAnalyzers.Tests.Docs;

/// <summary>An id at a line of a file; lines count from 1.</summary>
internal readonly record struct Finding(string File, int Line, string Id)
{
    public override string ToString() => $"{File}({Line}): {Id}";
}

/// <summary>Marked places, and how they compare with what was reported.</summary>
internal static partial class Findings
{
    /// <summary>What trailing comments such as <c>// SOCK001, SOCK006</c> (in configuration files <c># SOCK000</c>) announce.</summary>
    public static IEnumerable<Finding> MarkedIn(string file, string text) =>
        from line in text.Split('\n').Select((content, index) => (Content: content, Number: index + 1))
        let match = Mark().Match(line.Content)
        where match.Success
        from id in match.Groups["ids"].Value.Split(',', StringSplitOptions.TrimEntries)
        select new Finding(file, line.Number, id);

    public static void AssertEqual(IEnumerable<Finding> marked, IEnumerable<Finding> reported)
    {
        // As lists, not as sets: the same id twice on one line is a mistake too.
        var missing = marked.ToList();
        var unexpected = reported.Where(finding => !missing.Remove(finding)).ToList();
        Assert.True(
            missing.Count == 0 && unexpected.Count == 0,
            $"Marked, but not reported: {ListOf(missing)}\nReported, but not marked: {ListOf(unexpected)}");
    }

    private static string ListOf(List<Finding> findings) =>
        findings.Count == 0 ? "none" : string.Concat(findings.Select(finding => $"\n  {finding}"));

    [GeneratedRegex(@"(?://|#) *(?<ids>SOCK\d{3}(?: *, *SOCK\d{3})*) *$")]
    private static partial Regex Mark();
}
