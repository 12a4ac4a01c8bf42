using Xunit;

namespace SocketAnalyzers.Package.Tests;

/// <summary>Deep code in a real build: nothing ends the compiler, no analyzer fails, and what stands around the deep place is reported.</summary>
[Collection(PackageCollection.Name)]
public class DeepBuildTests(PackageFixture package)
{
    public static TheoryData<string> Files => [.. DeepPrograms.Files.Select(static file => file.Name)];

    [Theory]
    [MemberData(nameof(Files))]
    public void What_stands_before_and_behind_is_reported(string file)
    {
        var expected = DeepPrograms.Expected(file);
        Assert.Equal(2, expected.Length);

        Assert.Equal(expected, package.Projects.InSarif(DeepPrograms.Project).Where(finding => finding.File == file));
        Assert.Equal(expected, package.Projects.OnConsole(DeepPrograms.Project).Where(finding => finding.File == file));
    }

    [Fact]
    public void No_analyzer_fails_or_is_left_out()
    {
        Assert.DoesNotContain("AD0001", package.Projects.Build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("CS8032", package.Projects.Build.Output, StringComparison.Ordinal);
    }
}
