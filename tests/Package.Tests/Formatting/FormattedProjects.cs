using System.Text;

namespace SocketAnalyzers.Package.Tests;

/// <summary>A solution of 200 files: built, formatted without <c>--diagnostics</c>, built again, and formatted again by our fixes.</summary>
public sealed class FormattedProjects : Workspace
{
    internal FormattedProjects(PackageFixture package)
        : base(package, "formatted", FormatProjects.All)
    {
        Run("restore", Solution).Succeeds();
        (FindingsBefore, Before) = (Build(), Sources());
        Directory.CreateDirectory(Unfixed);
        foreach (var file in Directory.GetFiles(OutputOf(FormatProjects.Programs)))
            File.Copy(file, Path.Combine(Unfixed, Path.GetFileName(file)));
        Format = FormatSolution();
        (FindingsAfter, After) = (Build(), Sources());
        // Alone: the SDK's fixes may have something to do where ours wrote an await (CA1835).
        FormatSolution(["--diagnostics", .. FixedById.Ids]);
        Again = Sources();
    }

    /// <summary>What the first of the two runs printed.</summary>
    public CommandResult Format { get; }

    /// <summary>The sources by "project/file", with their byte order marks.</summary>
    public IReadOnlyDictionary<string, string> Before { get; }

    public IReadOnlyDictionary<string, string> After { get; }

    /// <summary>After the second run.</summary>
    public IReadOnlyDictionary<string, string> Again { get; }

    /// <summary>What the builds found, by "project/framework".</summary>
    public IReadOnlyDictionary<string, Finding[]> FindingsBefore { get; }

    public IReadOnlyDictionary<string, Finding[]> FindingsAfter { get; }

    /// <summary>The programs of the first build.</summary>
    public string Unfixed => Path.Combine(Folder, "unfixed");

    public string OutputOf(string project) => Path.Combine(FolderOf(project), "bin", "Debug", "net10.0");

    private CommandResult FormatSolution(params string[] ids) => Run(["format", "analyzers", Solution, "--severity", "info", "--no-restore", "--verbosity", "normal", .. ids]);

    private Dictionary<string, Finding[]> Build()
    {
        Run("build", Solution, "--no-restore", "--nologo").Succeeds();
        return FormatProjects.All
            .SelectMany(project => project.Frameworks.Split(';').Select(framework => (project.Name, Framework: framework)))
            .ToDictionary(key => $"{key.Name}/{key.Framework}", key => InSarif(key.Name, key.Framework));
    }

    private Dictionary<string, string> Sources() => FormatProjects.All
        .SelectMany(project => Directory.GetFiles(FolderOf(project.Name), "*.cs").Select(file => (Name: $"{project.Name}/{Path.GetFileName(file)}", Path: file)))
        .ToDictionary(file => file.Name, file => Encoding.UTF8.GetString(File.ReadAllBytes(file.Path)));
}
