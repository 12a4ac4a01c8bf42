using Microsoft.CodeAnalysis;
using SocketAnalyzers.Loading;

namespace SocketAnalyzers.Scan;

/// <summary>What the command line asks for.</summary>
internal sealed record ScanSettings
{
    public required IReadOnlyList<ScanFolder> Folders { get; init; }

    public string? SarifFile { get; init; }

    /// <summary>Empty: all rules.</summary>
    public IReadOnlySet<string> Rules { get; init; } = new HashSet<string>();

    public DiagnosticSeverity LowestSeverity { get; init; } = DiagnosticSeverity.Info;

    public DiagnosticSeverity? FailOn { get; init; }

    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    public TargetFramework? Framework { get; init; }

    public IReadOnlyList<string> Defines { get; init; } = [];

    public bool AllFiles { get; init; }

    public bool ListUnbound { get; init; }

    public bool Timing { get; init; }

    public bool TimingPerProject { get; init; }
}

/// <summary>One PATH of the command line: as it was written, as it is, and what its files' paths begin with in SARIF.</summary>
internal sealed record ScanFolder(string Given, string Path, string Prefix)
{
    public string Relative(string file) => System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/');

    /// <summary>A path that works from where the user is.</summary>
    public string Display(string file) => Given is "." or "./" ? Relative(file) : System.IO.Path.Combine(Given, Relative(file));

    /// <summary>
    /// The folders to scan. One inside another is scanned with that one. The paths in SARIF begin where all folders have their
    /// common parent, so that each tells its folder; those of a single folder begin in it.
    /// </summary>
    public static IReadOnlyList<ScanFolder> From(IEnumerable<string> paths, Action<Problem> report)
    {
        var distinct = paths.Select(given => (Given: given, Full: System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(given)))).DistinctBy(path => path.Full).ToList();
        var outer = new List<(string Given, string Full)>();
        foreach (var path in distinct)
        {
            if (Directory.Exists(path.Full) && distinct.Find(other => other.Full != path.Full && IsInside(path.Full, other.Full)) is { Full: not null } around)
                report(new Problem(path.Full, $"is scanned with {around.Given}, which it is a part of", IsIncomplete: false));
            else
                outer.Add(path);
        }

        var parent = CommonParent(outer.ConvertAll(path => path.Full));
        return outer.ConvertAll(path => new ScanFolder(path.Given, path.Full, outer.Count == 1 ? "" : System.IO.Path.GetRelativePath(parent, path.Full).Replace('\\', '/') + "/"));
    }

    private static bool IsInside(string path, string folder) => path.StartsWith(System.IO.Path.TrimEndingDirectorySeparator(folder) + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal) || folder == System.IO.Path.GetPathRoot(path);

    private static string CommonParent(List<string> paths)
    {
        var parent = System.IO.Path.GetDirectoryName(paths[0]) ?? paths[0];
        while (System.IO.Path.GetDirectoryName(parent) is { } above && !paths.TrueForAll(path => IsInside(path, parent)))
            parent = above;
        return parent;
    }
}
