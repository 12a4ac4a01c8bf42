namespace SocketAnalyzers.Package.Tests;

/// <summary>A solution whose diagnostics are fixed one id after the other, then built.</summary>
public sealed class FixedById : Workspace
{
    internal FixedById(PackageFixture package)
        : base(package, "fixed-by-id", FormatProjects.Few)
    {
        // The first run restores by itself.
        Run("format", "analyzers", Solution, "--diagnostics", "SOCK001");
        WithDefaultSeverity = Sources();
        foreach (var id in Ids)
        {
            Run("format", "analyzers", Solution, "--no-restore", "--diagnostics", id, "--severity", "info");
            Steps[id] = Sources();
        }

        Run("build", Solution, "--no-restore", "--nologo").Succeeds();
    }

    public static string[] Ids { get; } = Regions.IdsOf(FormatProjects.Before);

    /// <summary>The sources by file name after <c>--diagnostics SOCK001</c> alone, with which suggestions stay.</summary>
    public IReadOnlyDictionary<string, string> WithDefaultSeverity { get; }

    /// <summary>The sources by file name after the run with this id, the runs with the ids before it already made.</summary>
    public Dictionary<string, IReadOnlyDictionary<string, string>> Steps { get; } = [];

    private Dictionary<string, string> Sources() => FormatProjects.Few
        .SelectMany(project => Directory.GetFiles(FolderOf(project.Name), "Server*.cs"))
        .ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
}
