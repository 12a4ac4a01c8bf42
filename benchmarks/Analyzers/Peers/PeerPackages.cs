using SocketAnalyzers.Benchmarks.Measuring;
using SocketAnalyzers.Scan;

namespace SocketAnalyzers.Benchmarks.Peers;

/// <summary>The analyzers that people already have, from their packages: the project file names versions and copies them.</summary>
internal static class PeerPackages
{
    /// <summary>The packages' names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Folder.EnumerateDirectories().Select(static peer => peer.Name.Split(' ')[0]).Order(StringComparer.Ordinal)];

    private static DirectoryInfo Folder => new(Path.Combine(AppContext.BaseDirectory, "peers"));

    /// <summary>The analyzers of a package; its other DLLs are fixes, and what these need.</summary>
    public static Contender Load(string package)
    {
        // The folder's name has the version too.
        var peer = Folder.EnumerateDirectories(package + " *").Single();
        var files = peer.EnumerateFiles("*Analyzer*.dll")
            .Where(static file => !file.Name.StartsWith("Roslynator_", StringComparison.Ordinal) && !file.Name.Contains("CodeFix", StringComparison.Ordinal))
            .Select(static file => file.FullName);
        return Contender.FromSet(peer.Name, AnalyzerSet.Load([.. files.Order(StringComparer.Ordinal)], withBuiltIn: false));
    }
}
