using System.Text.RegularExpressions;
using SocketAnalyzers.Configuration;
using Xunit;

namespace SocketAnalyzers.Tests.Docs;

/// <summary>What the pages say is what the analyzers do.</summary>
public sealed partial class RulePagesTests
{
    public static TheoryData<string> Pages() => [.. RepositoryFiles.Find("docs/rules", "SOCK*.md")];

    // SOCK090 is about code of a size that no page should have.
    public static TheoryData<string> PagesWithCode() => [.. RepositoryFiles.Find("docs/rules", "SOCK*.md").Where(page => !page.EndsWith("SOCK090.md", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(PagesWithCode))]
    public void A_page_shows_the_wrong_and_the_right(string page)
    {
        var blocks = CodeBlock.Read(page);
        var id = Path.GetFileNameWithoutExtension(page);
        Assert.Contains(blocks, block => block.Section == "Example" && MarkedIn(block).Any(finding => finding.Id == id));
        Assert.Contains(blocks, block => block.Section == "How to mend it");
        Assert.All(blocks.Where(block => block.Section == "How to mend it"), block => Assert.Empty(MarkedIn(block)));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Exactly_the_marked_lines_are_reported(string page)
    {
        var marked = new List<Finding>();
        var reported = new List<Finding>();
        foreach (var block in CodeBlock.Read(page).Where(block => block.IsChecked))
        {
            marked.AddRange(MarkedIn(block).Select(block.OnPage));
            reported.AddRange((await AnalyseAsync(block)).Select(block.OnPage));
        }

        Findings.AssertEqual(marked, reported);
    }

    [Fact]
    public void Every_option_that_a_page_names_exists()
    {
        // Not docs/configuration.md: it has tests of its own, and shows a wrong key.
        var pages = RepositoryFiles.Find("docs/rules", "*.md").Append("README.md");
        var wrong =
            from page in pages
            from line in RepositoryFiles.Read(page).Split('\n')
            where !Findings.MarkedIn(page, line).Any()
            from Match match in OptionKey().Matches(line)
            where KnownOptions.Find(match.Value) is null
            select $"{page}: {match.Value}";
        Assert.Empty(wrong);
    }

    private static IEnumerable<Finding> MarkedIn(CodeBlock block) => Findings.MarkedIn("block", block.Text);

    private static Task<IReadOnlyList<Finding>> AnalyseAsync(CodeBlock block) => block.Language switch
    {
        "csharp" => DocsAnalysis.ReportedAsync([("block.cs", block.Text)]),
        "ini" => DocsAnalysis.ReportedAsync([("empty.cs", "")], editorConfig: block.Text),
        _ => throw new InvalidDataException($"{block.Page}({block.FirstLine}): a block in '{block.Section}' is csharp or ini, not '{block.Language}'."),
    };

    [GeneratedRegex(@"socket_analyzers\.[a-z_]+")]
    private static partial Regex OptionKey();
}
