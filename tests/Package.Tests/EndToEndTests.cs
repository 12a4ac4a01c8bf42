using Xunit;

namespace SocketAnalyzers.Package.Tests;

/// <summary>What a user sees who adds the package and builds.</summary>
[Collection(PackageCollection.Name)]
public class EndToEndTests(PackageFixture package)
{
    private BuiltProjects Projects => package.Projects;

    public static TheoryData<string, string, string[]> Frameworks => new()
    {
        { "Net10", "net10.0", [TestProject.Misuse, TestProject.UnixOnly] },
        { "Net8", "net8.0", [TestProject.Misuse, TestProject.UnixOnly] },
        { "Net472", "net472", [TestProject.Misuse] },
        { "NetStandard20", "netstandard2.0", [TestProject.Misuse] },
        { "Multi", "net10.0", [TestProject.Misuse] },
        { "Multi", "netstandard2.0", [TestProject.Misuse] },
    };

    [Fact]
    public void RestorePrintsNoWarning() => Assert.DoesNotContain("warning", Projects.Restore.Output, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void TheBuildPrintsNoWarningButOurs()
    {
        var foreign = Projects.Build.Output.Split('\n').Where(line => line.Contains(": warning ", StringComparison.Ordinal) && !line.Contains(": warning SOCK", StringComparison.Ordinal));

        Assert.Empty(foreign);
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public void TheLogHasEachSiteAtItsLine(string project, string framework, string[] sources) =>
        Assert.Equal(Findings.Expected(sources), Projects.InSarif(project, framework));

    [Theory]
    [MemberData(nameof(Frameworks))]
    public void TheConsoleHasEachWarningAtItsLine(string project, string framework, string[] sources)
    {
        Assert.NotEmpty(framework);
        Assert.Equal(Findings.Expected(sources).Where(finding => finding.Level == "warning"), Projects.OnConsole(project));
    }

    [Fact]
    public void AWarningPrintsItsHelpLink()
    {
        var line = Projects.Build.Output.Split('\n').First(line => line.Contains("warning SOCK000", StringComparison.Ordinal));

        Assert.Contains("/docs/rules/SOCK000.md)", line, StringComparison.Ordinal);
    }

    [Fact]
    public void WarnAsErrorStopsTheBuild()
    {
        var result = Projects.Rebuild("Net10", "-warnaserror:SOCK003");
        var site = Findings.Expected(TestProject.Misuse).Single(finding => finding.Id == "SOCK003");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal([site with { Level = "error" }], Findings.OnConsole(result.Output, Projects.FolderOf("Net10")).Where(finding => finding.Level == "error"));
    }

    [Fact]
    public void ErrorLogOnTheCommandLineIsWritten()
    {
        var log = Path.Combine(Projects.FolderOf("WrongOptions"), "out.sarif");
        Projects.Rebuild("WrongOptions", "-p:ErrorLog=out.sarif%2cversion=2.1").Succeeds();

        Assert.Equal(Projects.InSarif("WrongOptions"), Findings.InSarif(log));
        Assert.NotEmpty(Findings.InSarif(log));
    }
}
