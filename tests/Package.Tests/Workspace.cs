namespace SocketAnalyzers.Package.Tests;

/// <summary>A folder with projects that restore the packed file, into a package cache of its own.</summary>
public class Workspace
{
    public const string Solution = "All.slnx";

    private readonly string _cache;

    private protected Workspace(PackageFixture package, string name, IReadOnlyCollection<TestProject> projects)
    {
        Folder = Directory.CreateDirectory(Path.Combine(package.Folder, name)).FullName;
        _cache = Path.Combine(package.Folder, "cache");
        WriteSettings(package);
        foreach (var project in projects)
            project.WriteTo(Folder);

        Write(Solution, $"<Solution>{string.Concat(projects.Select(project => $"<Project Path=\"{project.Name}/{project.Name}.csproj\" />"))}</Solution>");
    }

    public string Folder { get; }

    public CommandResult Run(params string[] arguments) => DotNet.Run(Folder, _cache, arguments);

    public string FolderOf(string project) => Path.Combine(Folder, project) + Path.DirectorySeparatorChar;

    /// <summary>The diagnostics of ours in the log of the last build.</summary>
    public Finding[] InSarif(string project, string framework = "net10.0") => Findings.InSarif(Path.Combine(FolderOf(project), framework + ".sarif"));

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
