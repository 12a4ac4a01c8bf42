using Xunit;

namespace SocketAnalyzers.Package.Tests;

/// <summary>Presets and options, by way of the package's targets.</summary>
[Collection(PackageCollection.Name)]
public class ConfigurationTests(PackageFixture package)
{
    private BuiltProjects Projects => package.Projects;

    private static Finding[] Sites => Findings.Expected(TestProject.Misuse);

    [Fact]
    public void StrictMakesSuggestionsWarnings()
    {
        Finding[] expected = [.. Sites.Select(site => site with { Level = "warning" }).Order()];

        Assert.Equal(expected, Projects.InSarif("Strict"));
        Assert.Equal(expected, Projects.OnConsole("Strict"));
    }

    [Fact]
    public void NoneSilencesEverything()
    {
        Assert.Empty(Projects.InSarif("None"));
        Assert.Empty(Projects.OnConsole("None"));
    }

    [Fact]
    public void AnEditorConfigBeatsStrict() => Assert.Equal(Sites.Where(site => site.Id != "SOCK003"), Projects.InSarif("StrictEdited"));

    [Fact]
    public void AnEditorConfigBeatsNone() => Assert.Equal(Sites.Where(site => site.Id == "SOCK003"), Projects.InSarif("NoneEdited"));

    [Fact]
    public void AChangedPresetCompilesAgain()
    {
        var before = Projects.Run("build", "Preset", "--no-restore", "--nologo").Succeeds();
        var none = Projects.Run("build", "Preset", "--no-restore", "--nologo", "-p:SocketAnalyzersPreset=none").Succeeds();
        var strict = Projects.Run("build", "Preset", "--no-restore", "--nologo", "-p:SocketAnalyzersPreset=strict").Succeeds();

        Assert.Contains("0 Warning(s)", before.Output, StringComparison.Ordinal);
        Assert.Empty(Findings.OnConsole(none.Output, Projects.FolderOf("Preset")));
        Assert.Equal([new Finding(".editorconfig", 2, "SOCK000", "warning")], Findings.OnConsole(strict.Output, Projects.FolderOf("Preset")));
    }

    [Fact]
    public void AWrongPresetIsAnErrorThatSaysWhatIsAllowed()
    {
        var result = Projects.Run("build", "Preset", "--no-restore", "--nologo", "-p:SocketAnalyzersPreset=stricter");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            Path.Combine(Projects.Folder, "Preset", "Preset.csproj") + " : error SOCK000: The property SocketAnalyzersPreset is 'stricter'. Allowed values: default, strict, none.",
            result.Output,
            StringComparison.Ordinal);
    }

    /// <summary>SOCK013, SOCK020 and what came with them are of 0.2; the levels are made from the rules' pages, so a new rule needs no line here.</summary>
    [Fact]
    public void ALevelHasTheRulesOfItsRelease()
    {
        var all = Findings.Expected(TestProject.EveryFix);
        Finding[] early = [.. all.Where(site => IsOfFirstRelease(site.Id))];

        Assert.Contains(all, site => site.Id == "SOCK020");
        Assert.Equal(all, Projects.InSarif("LevelLatest"));
        Assert.Equal(early, Projects.InSarif("Level01"));
    }

    [Fact]
    public void APresetBringsNoRuleBackThatCameLater() => Assert.Equal(
        Findings.Expected(TestProject.EveryFix).Where(site => IsOfFirstRelease(site.Id)).Select(site => site with { Level = "warning" }).Order(),
        Projects.InSarif("Level01Strict"));

    [Fact]
    public void AnEditorConfigBeatsALevel() =>
        Assert.Equal(Findings.Expected(TestProject.EveryFix).Where(site => IsOfFirstRelease(site.Id) || site.Id == "SOCK020"), Projects.InSarif("Level01Edited"));

    [Fact]
    public void AChangedLevelCompilesAgain()
    {
        var early = Projects.Run("build", "LevelLatest", "--no-restore", "--nologo", "-p:SocketAnalyzersLevel=0.1").Succeeds();
        var late = Projects.Run("build", "LevelLatest", "--no-restore", "--nologo", "-p:SocketAnalyzersLevel=0.2").Succeeds();

        Assert.DoesNotContain(Findings.OnConsole(early.Output, Projects.FolderOf("LevelLatest")), finding => finding.Id == "SOCK020");
        Assert.Contains(Findings.OnConsole(late.Output, Projects.FolderOf("LevelLatest")), finding => finding.Id == "SOCK020");
    }

    [Theory]
    [InlineData("0.3")]
    [InlineData("0.1.0")]
    [InlineData("../presets/none")]
    public void AWrongLevelIsAnErrorThatSaysWhatIsAllowed(string level)
    {
        var result = Projects.Run("build", "Preset", "--no-restore", "--nologo", "-p:SocketAnalyzersLevel=" + level);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            Path.Combine(Projects.Folder, "Preset", "Preset.csproj") + $" : error SOCK000: The property SocketAnalyzersLevel is '{level}'. Allowed values: 0.1, 0.2, latest.",
            result.Output,
            StringComparison.Ordinal);
    }

    private static bool IsOfFirstRelease(string id) => string.CompareOrdinal(id, "SOCK009") < 0;

    [Fact]
    public void WrongOptionsAreReportedAtFileAndLine()
    {
        Finding[] expected =
        [
            new(".editorconfig", 1, "SOCK000", "warning"),
            new(".editorconfig", 3, "SOCK000", "warning"),
            new(".editorconfig", 4, "SOCK000", "warning"),
            new(".editorconfig", 6, "SOCK000", "warning"),
            new(".globalconfig", 2, "SOCK000", "warning"),
            new(".globalconfig", 3, "SOCK000", "warning"),
        ];

        Assert.Equal(expected, Projects.InSarif("WrongOptions"));
        Assert.Equal(expected, Projects.OnConsole("WrongOptions"));
        Assert.Contains(
            Projects.FolderOf("WrongOptions") + ".editorconfig(3,1): warning SOCK000: 'socket_analyzers.somaxconn = many' is not valid: "
            + "allowed is a whole number from 1 to 2147483647; the default, 4096, is used",
            Projects.Build.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void RightOptionsDecide() => Assert.Equal(Sites.Where(site => site.Id is not ("SOCK005" or "SOCK007")), Projects.InSarif("OtherOptions"));

    [Fact]
    public void AListOfRuntimeIdentifiersReachesTheAnalyzersWhole()
    {
        var file = Directory.GetFiles(Projects.FolderOf("UnixLibrary"), "*.GeneratedMSBuildEditorConfig.editorconfig", SearchOption.AllDirectories).Single();

        Assert.Contains("build_property.SocketAnalyzersRuntimeIdentifiers = linux-x64,osx-arm64", File.ReadAllLines(file));
    }

    [Theory]
    [InlineData("Net472", ".NETFramework", "v4.7.2")]
    [InlineData("NetStandard20", ".NETStandard", "v2.0")]
    [InlineData("Net8", ".NETCoreApp", "v8.0")]
    public void TheTargetFrameworkReachesTheAnalyzers(string project, string identifier, string version)
    {
        var lines = File.ReadAllLines(Directory.GetFiles(Projects.FolderOf(project), "*.GeneratedMSBuildEditorConfig.editorconfig", SearchOption.AllDirectories).Single());

        Assert.Contains("build_property.TargetFrameworkIdentifier = " + identifier, lines);
        Assert.Contains("build_property.TargetFrameworkVersion = " + version, lines);
    }
}

/// <summary>The package is for the project that refers to it, and for no other.</summary>
[Collection(PackageCollection.Name)]
public class ConsumerTests(PackageFixture package)
{
    [Theory]
    [InlineData("ConsumerOfPrivate")]
    [InlineData("ConsumerOfLeaky")]
    public void AReferringProjectGetsNoDiagnostics(string project)
    {
        Assert.Empty(package.Projects.InSarif(project));
        Assert.Empty(package.Projects.OnConsole(project));
    }

    /// <summary>Without this one the test above would also pass if NuGet passed nothing on.</summary>
    [Fact]
    public void AReferringProjectCanAskForThem() =>
        Assert.Equal(
            [new Finding(".editorconfig", 2, "SOCK000", "warning"), .. Findings.Expected(TestProject.Misuse)],
            package.Projects.InSarif("ConsumerThatAsks"));
}
