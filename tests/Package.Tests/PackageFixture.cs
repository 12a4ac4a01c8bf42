using System.IO.Compression;
using Xunit;

namespace SocketAnalyzers.Package.Tests;

/// <summary>Packs once for all tests of this assembly; the version is new in every run, so that no cache can answer with an old one.</summary>
public sealed class PackageFixture : IDisposable
{
    private readonly Lazy<BuiltProjects> _projects;
    private readonly Lazy<FormattedProjects> _formatted;
    private readonly Lazy<FixedById> _fixedById;

    public PackageFixture()
    {
        Folder = Directory.CreateTempSubdirectory("socket-analyzers-").FullName;
        Version = $"0.0.1-test.{DateTime.UtcNow.Ticks}";
        File = Path.Combine(Pack("packages"), $"SocketAnalyzers.{Version}.nupkg");
        _projects = new Lazy<BuiltProjects>(() => new BuiltProjects(this));
        _formatted = new Lazy<FormattedProjects>(() => new FormattedProjects(this));
        _fixedById = new Lazy<FixedById>(() => new FixedById(this));
    }

    public string Folder { get; }

    public string Version { get; }

    /// <summary>The package.</summary>
    public string File { get; }

    /// <summary>The projects that use it, built when a test first asks for them.</summary>
    public BuiltProjects Projects => _projects.Value;

    /// <summary>A solution that <c>dotnet format</c> has fixed.</summary>
    public FormattedProjects Formatted => _formatted.Value;

    /// <summary>A smaller one, fixed one rule after the other.</summary>
    public FixedById FixedById => _fixedById.Value;

    /// <summary>Packs into a folder of that name and gives its path.</summary>
    public string Pack(string name, params string[] arguments)
    {
        var output = Path.Combine(Folder, name);
        DotNet.Run(Repository.Root, null, ["pack", "src/Package", "-c", "Release", "-o", output, "-p:PackageVersion=" + Version, "--nologo", .. arguments]).Succeeds();
        return output;
    }

    public ZipArchive Open() => ZipFile.OpenRead(File);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // On Windows the compiler server may still hold the analyzers; the folder is a temporary one.
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}

/// <summary>One package and one build for all classes that name the collection.</summary>
[CollectionDefinition(Name)]
public sealed class PackageCollection : ICollectionFixture<PackageFixture>
{
    public const string Name = "package";
}
