using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Shipping;

/// <summary>A rule is a rule file, a test file, a page, a sample and a release line: none may be missing, none may be left over.</summary>
public partial class CompletenessTests
{
    public static TheoryData<string> Ids => DescriptorTests.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void There_is_a_page_under_the_rules_own_title(string id)
    {
        var page = Repository.PathOf("docs", "rules", $"{id}.md");

        Assert.True(File.Exists(page), $"docs/rules/{id}.md is missing.");
        Assert.Equal($"# {id}: {Of(id).Title}", File.ReadLines(page).First());
    }

    // SOCK090 is about code of a size that no sample should have.
    public static TheoryData<string> IdsWithSample => [.. ShippedRule.All.Select(rule => rule.Descriptor.Id).Distinct().Where(id => id != "SOCK090")];

    [Theory]
    [MemberData(nameof(IdsWithSample))]
    public void There_is_a_sample(string id)
    {
        // SOCK000 is about an .editorconfig: its sample is a file of any kind, the others show code.
        var folder = Repository.PathOf("samples", "Misuse");
        var candidates = id != "SOCK000"
            ? Repository.SourcesIn("samples/Misuse")
            : Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [];

        Assert.True(candidates.Any(file => File.ReadAllText(file).Contains(id, StringComparison.Ordinal)), $"No file in samples/Misuse names {id}.");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void There_is_a_file_or_folder_of_tests_named_by_the_rule(string id)
    {
        string[] names = [id, ShippedRule.ClassNameById[id]];
        var tests = Repository.SourcesIn("tests/Analyzers.Tests")
            .Select(file => Path.GetRelativePath(Repository.PathOf("tests", "Analyzers.Tests"), file))
            .Where(file => names.Any(name => file.Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith(name, StringComparison.OrdinalIgnoreCase))));

        Assert.True(tests.Any(), $"No file or folder in tests/Analyzers.Tests begins with {string.Join(" or ", names)}.");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void There_is_one_release_line_that_tells_the_truth(string id)
    {
        var line = Assert.Single(ReleaseLines(), line => line.Id == id);

        // "Disabled" is Roslyn's word for a rule that is off until somebody asks.
        Assert.Equal((Of(id).Category, Of(id).IsEnabledByDefault ? Of(id).DefaultSeverity.ToString() : "Disabled"), (line.Category, line.Severity));
        Assert.Contains(ShippedRule.All.First(rule => rule.Descriptor.Id == id).Analyzer.GetType().Name, line.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_no_page_without_a_rule()
    {
        var folder = Repository.PathOf("docs", "rules");
        var pages = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "SOCK*.md").Select(Path.GetFileNameWithoutExtension) : [];

        Assert.Empty(pages.Except(ShippedRule.All.Select(rule => rule.Descriptor.Id)));
    }

    [Fact]
    public void There_is_no_release_line_without_a_rule() =>
        Assert.Empty(ReleaseLines().Select(line => line.Id).Except(ShippedRule.All.Select(rule => rule.Descriptor.Id)));

    private static DiagnosticDescriptor Of(string id) => ShippedRule.All.First(rule => rule.Descriptor.Id == id).Descriptor;

    private static IEnumerable<(string Id, string Category, string Severity, string Notes)> ReleaseLines() =>
        Directory.EnumerateFiles(Repository.PathOf("src", "Analyzers"), "AnalyzerReleases.*.md")
            .SelectMany(File.ReadLines)
            .Select(line => ReleaseLine().Match(line))
            .Where(match => match.Success)
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value));

    [GeneratedRegex(@"^(SOCK\d+)\s*\|\s*(\w+)\s*\|\s*(\w+)\s*\|\s*(.*)$")]
    private static partial Regex ReleaseLine();
}
