using SocketAnalyzers.Package.Tests.Runtime;
using Xunit;

namespace SocketAnalyzers.Package.Tests;

/// <summary>Packs once for all tests of this assembly; the version is new in every run, so that no cache can answer with an old one.</summary>
public sealed class PackageFixture : IDisposable
{
    private readonly Lazy<BuiltProjects> _projects;
    private readonly Lazy<FormattedProjects> _formatted;
    private readonly Lazy<FixedById> _fixedById;
    private readonly Lazy<string> _runtimeFile;
    private readonly Lazy<RuntimeConsumer> _runtimeConsumer;

    public PackageFixture()
    {
        Folder = Directory.CreateTempSubdirectory("socket-analyzers-").FullName;
        Version = $"0.0.1-test.{DateTime.UtcNow.Ticks}";
        File = Path.Combine(Pack("src/Package", "packages"), $"SocketAnalyzers.{Version}.nupkg");
        _projects = new Lazy<BuiltProjects>(() => new BuiltProjects(this));
        _formatted = new Lazy<FormattedProjects>(() => new FormattedProjects(this));
        _fixedById = new Lazy<FixedById>(() => new FixedById(this));
        _runtimeFile = new Lazy<string>(() => Path.Combine(Pack("src/Runtime", "packages"), $"SocketAnalyzers.Runtime.{Version}.nupkg"));
        _runtimeConsumer = new Lazy<RuntimeConsumer>(() => new RuntimeConsumer(this));
    }

    public string Folder { get; }

    public string Version { get; }

    /// <summary>The package of the analyzers.</summary>
    public string File { get; }

    /// <summary>That of the runtime library, in the same folder.</summary>
    public string RuntimeFile => _runtimeFile.Value;

    /// <summary>The projects that use it, built when a test first asks for them.</summary>
    public BuiltProjects Projects => _projects.Value;

    /// <summary>A solution that <c>dotnet format</c> has fixed.</summary>
    public FormattedProjects Formatted => _formatted.Value;

    /// <summary>A smaller one, fixed one rule after the other.</summary>
    public FixedById FixedById => _fixedById.Value;

    /// <summary>A program with both packages, published.</summary>
    public RuntimeConsumer RuntimeConsumer => _runtimeConsumer.Value;

    /// <summary>Packs a project into a folder of that name and gives its path.</summary>
    public string Pack(string project, string name, params string[] arguments)
    {
        var output = Path.Combine(Folder, name);
        DotNet.Run(Repository.Root, null, ["pack", project, "-c", "Release", "-o", output, "-p:PackageVersion=" + Version, "--nologo", .. arguments]).Succeeds();
        return output;
    }

    public PackedFile Open() => new(File);

    public PackedFile OpenRuntime() => new(RuntimeFile);

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
