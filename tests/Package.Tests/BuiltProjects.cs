namespace SocketAnalyzers.Package.Tests;

/// <summary>A folder with the test projects, restored from the packed file into a package cache of its own, and built.</summary>
public sealed class BuiltProjects
{
    private readonly string _cache;

    internal BuiltProjects(PackageFixture package)
    {
        Folder = Directory.CreateDirectory(Path.Combine(package.Folder, "projects")).FullName;
        _cache = Path.Combine(package.Folder, "cache");
        WriteSettings(package);
        foreach (var project in TestProjects.All)
            project.WriteTo(Folder);

        Write("All.slnx", $"<Solution>{string.Concat(TestProjects.All.Select(project => $"<Project Path=\"{project.Name}/{project.Name}.csproj\" />"))}</Solution>");
        Restore = Run("restore", "All.slnx").Succeeds();
        Build = Run("build", "All.slnx", "--no-restore", "--nologo").Succeeds();
    }

    public string Folder { get; }

    public CommandResult Restore { get; }

    public CommandResult Build { get; }

    public CommandResult Run(params string[] arguments) => DotNet.Run(Folder, _cache, arguments);

    /// <summary>Builds one project again, whatever is up to date.</summary>
    public CommandResult Rebuild(string project, params string[] arguments) =>
        Run(["build", project, "--no-restore", "--no-incremental", "--no-dependencies", "--nologo", .. arguments]);

    public string FolderOf(string project) => Path.Combine(Folder, project) + Path.DirectorySeparatorChar;

    /// <summary>The diagnostics of ours in the log of the build.</summary>
    public Finding[] InSarif(string project, string framework = "net10.0") => Findings.InSarif(Path.Combine(FolderOf(project), framework + ".sarif"));

    /// <summary>What the build printed for this project.</summary>
    public Finding[] OnConsole(string project) => Findings.OnConsole(Build.Output, FolderOf(project));

    private void WriteSettings(PackageFixture package)
    {
        // Nothing of the folders above may count here.
        Write(".editorconfig", "root = true\n");
        Write("Directory.Packages.props", "<Project />");
        Write("Directory.Build.props", $"""
            <Project>
              <PropertyGroup>
                <PackedVersion>{package.Version}</PackedVersion>
                <NuGetAudit>false</NuGetAudit>
                <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
              </PropertyGroup>
            </Project>
            """);
        Write("Directory.Build.targets", """
            <Project>
              <PropertyGroup>
                <ErrorLog Condition="'$(ErrorLog)' == ''">$(MSBuildProjectDirectory)/$(TargetFramework).sarif,version=2.1</ErrorLog>
              </PropertyGroup>
            </Project>
            """);

        // The inherited sources stay; what is restored already on this machine is read and not downloaded again.
        Write("nuget.config", $"""
            <configuration>
              <packageSources><add key="packed" value="{Path.GetDirectoryName(package.File)}" /></packageSources>
              <fallbackPackageFolders><add key="restored" value="{Repository.PackageFolder}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(Folder, name), content);
}
