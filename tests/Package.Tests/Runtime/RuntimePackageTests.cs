using System.Xml.Linq;
using Xunit;

namespace SocketAnalyzers.Package.Tests.Runtime;

/// <summary>The package of the runtime library.</summary>
[Collection(PackageCollection.Name)]
public class RuntimePackageTests(PackageFixture package)
{
    /// <summary>After a wanted change: run with UPDATE_SNAPSHOTS=1 and commit the file.</summary>
    [Fact]
    public void TheEntriesAreTheCommittedOnes()
    {
        using var packed = package.OpenRuntime();
        packed.HasTheEntriesOf("RuntimePackageContents.txt");
    }

    /// <summary>On .NET itself nothing else is needed; .NET Standard 2.0 lacks two parts of the platform.</summary>
    [Fact]
    public void TheManifestNamesNoOtherDependencyThanThePlatforms()
    {
        using var packed = package.OpenRuntime();
        var manifest = packed.Manifest("SocketAnalyzers.Runtime.nuspec");
        var dependencies = Named(manifest, "group").SelectMany(group => Named(group, "dependency"), (group, dependency) => (group.Attribute("targetFramework")?.Value, dependency.Attribute("id")?.Value));

        Assert.Equal(package.Version, Named(manifest, "version").Single().Value);
        Assert.Equal("MIT", Named(manifest, "license").Single().Value);
        Assert.Equal(["net8.0", ".NETStandard2.0"], Named(manifest, "group").Select(group => group.Attribute("targetFramework")?.Value));
        Assert.Equal([(".NETStandard2.0", "System.Memory"), (".NETStandard2.0", "System.Threading.Tasks.Extensions")], dependencies);
    }

    [Fact]
    public void TheDllsCarryNoPathOfTheMachine()
    {
        using var packed = package.OpenRuntime();
        foreach (var (name, dll) in packed.Dlls())
        {
            var sources = PackedFile.SourcesOf(dll);

            Assert.Contains(sources, source => source.EndsWith("SocketClosing.cs", StringComparison.Ordinal));
            Assert.All(sources, source => Assert.True(source.StartsWith("/_/", StringComparison.Ordinal), $"{name}: {source}"));
        }
    }

    [Fact]
    public void ASecondPackIsTheSameFile()
    {
        var second = Path.Combine(package.Pack("src/Runtime", "second", "--no-build"), Path.GetFileName(package.RuntimeFile));

        Assert.Equal(File.ReadAllBytes(package.RuntimeFile), File.ReadAllBytes(second));
    }

    private static IEnumerable<XElement> Named(XElement element, string name) => element.Descendants().Where(descendant => descendant.Name.LocalName == name);
}
