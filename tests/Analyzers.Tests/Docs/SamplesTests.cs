using System.CommandLine;
using Microsoft.CodeAnalysis;
using Xunit;

namespace SocketAnalyzers.Tests.Docs;

/// <summary>The samples as the analyzers see them; that a build prints it is checked by <c>.ci/run</c>.</summary>
public sealed class SamplesTests
{
    private const string Misuse = "samples/Misuse";
    private const string EchoServer = "samples/EchoServer";

    // SOCK000 is about options; its misuse is in the .editorconfig. SOCK090 is about code of a size that no sample should have.
    public static TheoryData<string> RulesWithMisuse() => [.. DocsAnalysis.RuleIds.Where(id => id is not ("SOCK000" or "SOCK090"))];

    [Theory]
    [MemberData(nameof(RulesWithMisuse))]
    public async Task Exactly_the_marked_lines_of_a_misuse_are_reported(string id)
    {
        var file = Assert.Single(RepositoryFiles.Find(Misuse, $"Sock{id[4..]}_*.cs"));
        var marked = Findings.MarkedIn(file, RepositoryFiles.Read(file)).ToList();
        Assert.Contains(marked, finding => finding.Id == id);

        var reported = await DocsAnalysis.ReportedAsync(SourcesIn(Misuse), OutputKind.ConsoleApplication);
        Findings.AssertEqual(marked, reported.Where(finding => finding.File == file));
    }

    [Fact]
    public async Task The_wrong_option_of_the_misuse_project_is_reported()
    {
        var text = RepositoryFiles.Read($"{Misuse}/.editorconfig");
        var marked = Findings.MarkedIn(".editorconfig", text).ToList();
        Assert.NotEmpty(marked);
        Findings.AssertEqual(marked, await DocsAnalysis.ReportedAsync([("empty.cs", "")], editorConfig: text));
    }

    [Fact]
    public async Task Nothing_else_is_reported_in_the_misuse_project()
    {
        var reported = await DocsAnalysis.ReportedAsync(SourcesIn(Misuse), OutputKind.ConsoleApplication);
        Assert.DoesNotContain(reported, finding => !Path.GetFileName(finding.File).StartsWith("Sock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_reported_in_the_echo_server() =>
        Findings.AssertEqual([], await DocsAnalysis.ReportedAsync(SourcesIn(EchoServer), OutputKind.ConsoleApplication, libraries: LibrariesOfEchoServer));

    private static IEnumerable<MetadataReference> LibrariesOfEchoServer =>
        new[] { typeof(SocketClosing), typeof(RootCommand) }.Select(type => MetadataReference.CreateFromFile(type.Assembly.Location));

    private static IEnumerable<(string, string)> SourcesIn(string folder) =>
        RepositoryFiles.Find(folder, "*.cs").Select(file => (file, RepositoryFiles.Read(file)));
}
