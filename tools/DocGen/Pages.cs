using System.Text.RegularExpressions;

namespace DocGen;

/// <summary>Checks that every rule has its page, and that the page says what the descriptor says.</summary>
internal static partial class Pages
{
    private const string Folder = "docs/rules";

    private static readonly string[] Sections =
    [
        "Cause", "What TCP does", "Example", "How to mend it", "When to suppress", "Options", "Known limits", "Related",
    ];

    public static IReadOnlyList<string> FindProblems(Repository repository, IReadOnlyList<Rule> rules)
    {
        var problems = rules.SelectMany(rule => ProblemsOf(repository, rule)).ToList();
        var known = rules.Select(rule => rule.Id + ".md").ToHashSet();
        foreach (var file in repository.FilesIn(Folder, "*.md").Where(file => !known.Contains(file)))
            problems.Add($"{Folder}/{file} is the page of no rule.");
        return problems;
    }

    /// <summary>The text of the first heading.</summary>
    public static string TitleOf(string page) =>
        page.Split('\n').FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim() ?? "(no title)";

    /// <summary>The release that brought the rule, as its page says; null where it says none.</summary>
    public static Version? IntroducedIn(string page) =>
        Introduced().Match(page) is { Success: true } match ? Version.Parse(match.Groups["version"].Value) : null;

    [GeneratedRegex(@"^\| Introduced in \| (?<version>\d+\.\d+\.\d+) \|$", RegexOptions.Multiline)]
    private static partial Regex Introduced();

    private static IEnumerable<string> ProblemsOf(Repository repository, Rule rule)
    {
        var path = $"{Folder}/{rule.Id}.md";
        var page = repository.ReadOrNull(path);
        if (page is null)
        {
            yield return $"{path} is missing: every rule has a page.";
            yield break;
        }

        var lines = page.Split('\n');
        string[] expected =
        [
            $"# {rule.Id}: {rule.Title}",
            $"| Category | {rule.Category} |",
            $"| Default severity | {rule.SeverityText} |",
            $"| Fix | {(rule.Fixes.Count == 0 ? "none" : string.Join("; or: ", rule.Fixes))} |",
            .. Sections.Select(section => "## " + section),
        ];
        if (lines[0] != expected[0])
            yield return $"{path}: the first line is '{lines[0]}', and the descriptor says '{expected[0]}'.";
        foreach (var line in expected.Skip(1).Where(line => !lines.Contains(line)))
            yield return $"{path}: the line '{line}' is missing.";
        if (IntroducedIn(page) is null)
            yield return $"{path}: the line '| Introduced in | MAJOR.MINOR.PATCH |' is missing.";
    }
}
