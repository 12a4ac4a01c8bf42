namespace SocketAnalyzers.Package.Tests;

/// <summary>The test projects, restored and built.</summary>
public sealed class BuiltProjects : Workspace
{
    internal BuiltProjects(PackageFixture package)
        : base(package, "projects", TestProjects.All)
    {
        Restore = Run("restore", Solution).Succeeds();
        Build = Run("build", Solution, "--no-restore", "--nologo").Succeeds();
    }

    public CommandResult Restore { get; }

    public CommandResult Build { get; }

    /// <summary>Builds one project again, whatever is up to date.</summary>
    public CommandResult Rebuild(string project, params string[] arguments) =>
        Run(["build", project, "--no-restore", "--no-incremental", "--no-dependencies", "--nologo", .. arguments]);

    /// <summary>What the build printed for this project.</summary>
    public Finding[] OnConsole(string project) => Findings.OnConsole(Build.Output, FolderOf(project));
}
