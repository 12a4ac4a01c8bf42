using System.Text.RegularExpressions;
using System.Xml.Linq;
using CloseLab.Running;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tools.Tests;

/// <summary>
/// What the pages show of samples/CloseLab is what its experiments expect. That they see it is checked by <c>.ci/run</c>, which runs all.
/// </summary>
public sealed partial class CloseLabPagesTests
{
    private const int MostBytes = 60 * 1024;

    private static readonly string Root = Repository.Root;

    public static TheoryData<string> Experiments() => [.. Catalogue.All.Select(experiment => experiment.Name)];

    public static TheoryData<string> Pictures() => [.. Directory.GetFiles(Path.Combine(Root, "docs", "pictures")).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Experiments))]
    public void A_page_gives_the_command_and_the_outcome(string name)
    {
        var page = name.StartsWith("SOCK", StringComparison.Ordinal) ? $"docs/rules/{name}.md" : "docs/how-a-connection-ends.md";
        var shown = Shown(page).Where(block => block.Name == name).ToList();

        Assert.Equal(Find(name).Expected.Linux, Assert.Single(shown).Outcome);
    }

    [Fact]
    public void Every_command_of_the_pages_names_an_experiment()
    {
        var unknown = Pages().SelectMany(Shown).Where(block => Catalogue.All.All(experiment => experiment.Name != block.Name));
        Assert.Empty(unknown);
    }

    [Fact]
    public void Every_experiment_in_the_table_of_wrong_beliefs_exists()
    {
        var text = Read("docs/how-a-connection-ends.md");
        var rows = text[text.IndexOf("## Wrong beliefs", StringComparison.Ordinal)..].Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToList();
        Assert.Equal(13, rows.Count);
        Assert.All(rows, row => Assert.All(
            Code().Matches(row.Split('|')[^2]),
            match => Assert.Contains(Catalogue.All, experiment => experiment.Name == match.Groups[1].Value)));
        Assert.All(rows, row => Assert.NotEmpty(Code().Matches(row.Split('|')[^2])));
    }

    [Fact]
    public void Every_picture_that_a_page_shows_exists_and_every_picture_is_shown()
    {
        var shown = Pages().SelectMany(page => Picture().Matches(Read(page)).Select(match => match.Groups[1].Value)).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(Directory.GetFiles(Path.Combine(Root, "docs", "pictures")).Select(Path.GetFileName).Order(StringComparer.Ordinal), shown);
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_picture_states_the_outcome_and_is_readable_everywhere(string name)
    {
        var path = Path.Combine(Root, "docs", "pictures", name + ".svg");
        var svg = XDocument.Load(path).Root!;

        Assert.Equal(name, Element(svg, "title").Value);
        Assert.Equal(Find(name).Expected.Linux, Element(svg, "desc").Value);
        Assert.InRange(new FileInfo(path).Length, 1000, MostBytes);
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName is "script" or "image" or "foreignObject");
        Assert.Contains("prefers-color-scheme: dark", Element(svg, "style").Value, StringComparison.Ordinal);
        Assert.Contains(svg.Descendants(), element => element.Name.LocalName == "text" && (string?)element.Attribute("class") == "actor");
    }

    private static Experiment Find(string name) => Catalogue.All.Single(experiment => experiment.Name == name);

    private static XElement Element(XElement svg, string name) => svg.Elements().Single(element => element.Name.LocalName == name);

    private static IEnumerable<string> Pages() =>
        Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root, file)).Append("README.md");

    private static string Read(string page) => File.ReadAllText(Path.Combine(Root, page)).ReplaceLineEndings("\n");

    private static IEnumerable<(string Name, string Outcome)> Shown(string page) =>
        Command().Matches(Read(page)).Select(match => (match.Groups["name"].Value, match.Groups["outcome"].Value));

    [GeneratedRegex(@"^```sh\ndotnet run --project samples/CloseLab -- (?<name>\S+)\n```\n\n```text\n(?<outcome>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Command();

    [GeneratedRegex(@"!\[[^\]]+\]\([^)]*pictures/([^)]+)\)")]
    private static partial Regex Picture();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
