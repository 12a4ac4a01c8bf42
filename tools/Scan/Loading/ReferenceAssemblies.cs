using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Loading;

/// <summary>The reference assemblies of the .NET that this program runs on; where they are not installed, the assemblies of the runtime itself.</summary>
public static class ReferenceAssemblies
{
    private static readonly string[] Packs = ["Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref", "Microsoft.WindowsDesktop.App.Ref"];

    private static readonly Lazy<IReadOnlyList<MetadataReference>> LazyAll = new(Load);

    public static IReadOnlyList<MetadataReference> All => LazyAll.Value;

    private static List<MetadataReference> Load()
    {
        var runtime = RuntimeEnvironment.GetRuntimeDirectory();
        var packs = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "packs"));
        var folders = Packs.Select(pack => NewestOf(Path.Combine(packs, pack))).ToList();
        var files = folders[0] is null
            ? Directory.EnumerateFiles(runtime, "*.dll").Where(file => Path.GetFileName(file) is { } name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll") && !name.EndsWith(".Native.dll", StringComparison.Ordinal))
            : folders.OfType<string>().SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll"));
        return files.Order(StringComparer.Ordinal).Select(file => (MetadataReference)MetadataReference.CreateFromFile(file)).ToList();
    }

    // packs/Microsoft.NETCore.App.Ref/10.0.1/ref/net10.0
    private static string? NewestOf(string pack)
    {
        if (!Directory.Exists(pack))
            return null;
        return Directory.EnumerateDirectories(pack)
            .Select(folder => (Version: Version.TryParse(Path.GetFileName(folder), out var version) ? version : null, Path: Path.Combine(folder, "ref", TargetFramework.Installed.Moniker)))
            .Where(candidate => candidate.Version is not null && Directory.Exists(candidate.Path))
            .OrderByDescending(candidate => candidate.Version)
            .FirstOrDefault().Path;
    }
}
