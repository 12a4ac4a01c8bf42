using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Xunit;

namespace SocketAnalyzers.Package.Tests;

[Collection(PackageCollection.Name)]
public partial class PackageContentTests(PackageFixture package)
{
    private const string Analyzers = "analyzers/dotnet/cs/SocketAnalyzers.dll";
    private const string CodeFixes = "analyzers/dotnet/cs/SocketAnalyzers.CodeFixes.dll";

    // The floor (design §3): with anything above, an older host refuses the DLL (CS8032, CS9057).
    private static readonly Dictionary<string, Version> Ceiling = new()
    {
        ["netstandard"] = new Version(2, 0, 0, 0),
        ["Microsoft.CodeAnalysis"] = new Version(4, 5, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp"] = new Version(4, 5, 0, 0),
        ["System.Collections.Immutable"] = new Version(6, 0, 0, 0),
    };

    // A compiler has no workspaces: only the DLL that it never looks into may refer to them. Our own lies beside it.
    private static readonly Dictionary<string, Version> CeilingOfCodeFixes = new(Ceiling)
    {
        ["SocketAnalyzers"] = new Version(int.MaxValue, 0),
        ["Microsoft.CodeAnalysis.Workspaces"] = new Version(4, 5, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp.Workspaces"] = new Version(4, 5, 0, 0),
    };

    /// <summary>After a wanted change: run with UPDATE_SNAPSHOTS=1 and commit the file.</summary>
    [Fact]
    public void TheEntriesAreTheCommittedOnes()
    {
        using var packed = package.Open();
        packed.HasTheEntriesOf("PackageContents.txt");
    }

    /// <summary>A page must be in the package; a folder of samples may stay in the repository.</summary>
    [Fact]
    public void EveryLinkBetweenThePagesLeadsToAPage()
    {
        using var packed = package.Open();
        var dead = new List<string>();
        var links = 0;
        foreach (var page in packed.Zip.Entries.Where(entry => entry.FullName.EndsWith(".md", StringComparison.Ordinal)))
        {
            using var text = new StreamReader(page.Open());
            foreach (var target in RelativeLink().Matches(text.ReadToEnd()).Select(match => match.Groups["path"].Value))
            {
                links++;
                var path = new Uri(new Uri("pack:///" + page.FullName), target).AbsolutePath[1..];
                if (packed.Zip.GetEntry(path) is null && (path.EndsWith(".md", StringComparison.Ordinal) || !Path.Exists(Path.Combine(Repository.Root, path))))
                    dead.Add($"{page.FullName}: {target}");
            }
        }

        Assert.Empty(dead);
        Assert.NotEqual(0, links);
    }

    /// <summary>No dependency is packed: what the two need, every host has.</summary>
    [Fact]
    public void OurTwoDllsAreTheOnlyOnes() => Assert.Equal([CodeFixes, Analyzers], Dlls().Select(dll => dll.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void TheDllsReferToNothingAboveTheFloor()
    {
        foreach (var (name, reader) in Dlls())
        {
            var ceiling = name == CodeFixes ? CeilingOfCodeFixes : Ceiling;
            foreach (var reference in reader.GetMetadataReader().AssemblyReferences.Select(reader.GetMetadataReader().GetAssemblyReference))
            {
                var assembly = reader.GetMetadataReader().GetString(reference.Name);
                Assert.True(ceiling.TryGetValue(assembly, out var highest), $"{name} refers to {assembly}, which not every host has");
                Assert.True(reference.Version <= highest, $"{name} refers to {assembly} {reference.Version}; the floor is {highest}");
            }
        }
    }

    [Fact]
    public void TheDllsCarryNoPathOfTheMachine()
    {
        foreach (var (name, reader) in Dlls())
        {
            var documents = PackedFile.SourcesOf(reader);

            Assert.Contains(documents, document => document.EndsWith(name == CodeFixes ? "Fix.cs" : "Analyzer.cs", StringComparison.Ordinal));
            Assert.All(documents, document => Assert.True(document.StartsWith("/_/", StringComparison.Ordinal), $"{name}: {document}"));
        }
    }

    [Fact]
    public void TheManifestSaysDevelopmentDependencyAndNothingElseIsNeeded()
    {
        using var packed = package.Open();
        var manifest = packed.Manifest("SocketAnalyzers.nuspec");
        string? Value(string name) => manifest.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

        Assert.Equal("SocketAnalyzers", Value("id"));
        Assert.Equal(package.Version, Value("version"));
        Assert.Equal("true", Value("developmentDependency"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal("icon.png", Value("icon"));
        Assert.Null(Value("dependencies"));
    }

    [Fact]
    public void ASecondPackIsTheSameFile()
    {
        var second = Path.Combine(package.Pack("src/Package", "second", "--no-build"), Path.GetFileName(package.File));

        Assert.Equal(File.ReadAllBytes(package.File), File.ReadAllBytes(second));
    }

    [GeneratedRegex(@"\]\((?<path>[^)#:\s]+)(#[^)]*)?\)")]
    private static partial Regex RelativeLink();

    private ImmutableArray<(string Name, PEReader Reader)> Dlls()
    {
        using var packed = package.Open();
        return packed.Dlls();
    }
}
