namespace SocketAnalyzers.Package.Tests.Runtime;

/// <summary>A fresh program that references both packages, published for this machine and trimmed.</summary>
public sealed class RuntimeConsumer : Workspace
{
    private static readonly TestProject Project = new("Consumer", "net10.0")
    {
        Sources = ["RuntimeConsumer.cs"],
        Items = TestProject.Reference + """
            <PackageReference Include="SocketAnalyzers.Runtime" Version="$(PackedVersion)" />
            <TrimmerRootAssembly Include="SocketAnalyzers.Runtime" />
            """,
        Properties = """
            <OutputType>Exe</OutputType>
            <Nullable>enable</Nullable>
            <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
            <PublishTrimmed>true</PublishTrimmed>
            <TrimmerSingleWarn>false</TrimmerSingleWarn>
            <SuppressTrimAnalysisWarnings>false</SuppressTrimAnalysisWarnings>
            <SocketAnalyzersPreset>strict</SocketAnalyzersPreset>
            """,
    };

    internal RuntimeConsumer(PackageFixture package)
        : base(package, "runtime", [Project])
    {
        // Packed before anybody restores it.
        _ = package.RuntimeFile;
        Publish = Run("publish", Project.Name, "-c", "Release", "-o", "out", "--nologo").Succeeds();
        Program = Path.Combine(Folder, "out", Project.Name + (OperatingSystem.IsWindows() ? ".exe" : ""));
    }

    public CommandResult Publish { get; }

    public string Program { get; }
}
