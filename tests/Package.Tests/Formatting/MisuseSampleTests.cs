using System.Text.RegularExpressions;
using Xunit;

namespace SocketAnalyzers.Package.Tests;

/// <summary><c>samples/Misuse</c>, formatted: what is marked in its files is fixed, but for the places listed here.</summary>
[Collection(PackageCollection.Name)]
public partial class MisuseSampleTests(PackageFixture package)
{
    // File, id, the line as it is written, and why there is no safe rewrite.
    private static readonly (string File, string Id, string Line, string Why)[] WithoutFix =
    [
    ];

    [Fact]
    public void OnlyWhatIsDeclaredIsLeft()
    {
        var left = package.Formatted.FindingsAfter["Misuse/net10.0"].Select(finding => $"{finding.File} {finding.Id} {LineOf(finding)}");

        Assert.Equal(WithoutFix.Select(place => $"{place.File} {place.Id} {place.Line}").Order(StringComparer.Ordinal), left.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryOtherFileIsFixed()
    {
        var marked = Directory.GetFiles(Path.Combine(Repository.Root, "samples", "Misuse"), "Sock*.cs").SelectMany(file => Mark().Matches(File.ReadAllText(file))).Count();

        Assert.Equal(marked, package.Formatted.FindingsBefore["Misuse/net10.0"].Count(finding => finding.Id != "SOCK000"));
    }

    private string LineOf(Finding finding)
    {
        var text = finding.File.EndsWith(".cs", StringComparison.Ordinal)
            ? package.Formatted.After["Misuse/" + finding.File]
            : File.ReadAllText(Path.Combine(package.Formatted.FolderOf("Misuse"), finding.File));
        var line = text.Split('\n')[finding.Line - 1];
        return line.Split("//")[0].Trim();
    }

    [GeneratedRegex(@"(?<=//.*)SOCK\d{3}(?=.*$)", RegexOptions.Multiline)]
    private static partial Regex Mark();
}
