namespace SocketAnalyzers.Package.Tests.Runtime;

/// <summary>A fresh program that references both packages, published for this machine: trimmed, and by NativeAOT.</summary>
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

    private static readonly string ProgramName = Project.Name + (OperatingSystem.IsWindows() ? ".exe" : "");

    private readonly Lazy<CommandResult> _native;

    internal RuntimeConsumer(PackageFixture package)
        : base(package, "runtime", [Project])
    {
        // Packed before anybody restores it.
        _ = package.RuntimeFile;
        Publish = Run("publish", Project.Name, "-c", "Release", "-o", "out", "--nologo").Succeeds();
        Program = Path.Combine(Folder, "out", ProgramName);
        _native = new Lazy<CommandResult>(() => Run("publish", Project.Name, "-c", "Release", "-o", "native", "--nologo", "-p:PublishAot=true").Succeeds());
    }

    public CommandResult Publish { get; }

    public string Program { get; }

    /// <summary>Whether this machine has what NativeAOT links with.</summary>
    public static bool CanLink => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc")));

    public CommandResult PublishNative => _native.Value;

    public string NativeProgram => Path.Combine(Folder, "native", ProgramName);
}
