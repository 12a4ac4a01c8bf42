namespace SocketAnalyzers.Package.Tests;

/// <summary>A project that a user could have.</summary>
internal sealed record TestProject(string Name, string Frameworks)
{
    public const string Misuse = "Misuse.cs";
    public const string Nothing = "Nothing.cs";
    public const string UnixOnly = "UnixOnly.cs";

    /// <summary>A place of each rule that has a fix.</summary>
    public const string EveryFix = "Format/Server000.cs";

    /// <summary>As <c>dotnet add package</c> writes it.</summary>
    public const string Reference = """
        <PackageReference Include="SocketAnalyzers" Version="$(PackedVersion)">
              <IncludeAssets>runtime; build; native; contentfiles; analyzers; buildtransitive</IncludeAssets>
              <PrivateAssets>all</PrivateAssets>
            </PackageReference>
        """;

    /// <summary>Files of the folder Sources.</summary>
    public string[] Sources { get; init; } = [Misuse];

    /// <summary>Files that are written for this project.</summary>
    public (string Name, string Text)[] Files { get; init; } = [];

    public string Properties { get; init; } = "";

    public string EditorConfig { get; init; } = "";

    public string GlobalConfig { get; init; } = "";

    public string Items { get; init; } = Reference;

    public void WriteTo(string workspace)
    {
        var folder = Directory.CreateDirectory(Path.Combine(workspace, Name)).FullName;
        var frameworks = Frameworks.Contains(';') ? $"<TargetFrameworks>{Frameworks}</TargetFrameworks>" : $"<TargetFramework>{Frameworks}</TargetFramework>";
        File.WriteAllText(Path.Combine(folder, Name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                {frameworks}
                {Properties}
              </PropertyGroup>
              <ItemGroup>
                {Items}
              </ItemGroup>
            </Project>
            """);
        foreach (var source in Sources)
            File.Copy(Findings.SourcePath(source), Path.Combine(folder, Path.GetFileName(source)));
        foreach (var (name, text) in Files)
            File.WriteAllText(Path.Combine(folder, name), text);
        if (EditorConfig.Length > 0)
            File.WriteAllText(Path.Combine(folder, ".editorconfig"), EditorConfig);
        if (GlobalConfig.Length > 0)
            File.WriteAllText(Path.Combine(folder, ".globalconfig"), GlobalConfig);
    }
}

/// <summary>All that the end-to-end tests build, in one solution: one restore and one build serve every test that must not fail.</summary>
internal static class TestProjects
{
    private const string PlainReference = """<PackageReference Include="SocketAnalyzers" Version="$(PackedVersion)" />""";
    private const string ReferenceToLeaky = """<ProjectReference Include="../Leaky/Leaky.csproj" />""";
    private const string WrongOption = "[*.cs]\nsocket_analyzers.somaxconn = many\n";

    public static readonly TestProject[] All =
    [
        new("Net10", "net10.0") { Sources = [TestProject.Misuse, TestProject.UnixOnly] },
        new("Net8", "net8.0") { Sources = [TestProject.Misuse, TestProject.UnixOnly] },
        new("Net472", "net472"),
        new("NetStandard20", "netstandard2.0"),
        new("Multi", "net10.0;netstandard2.0"),

        new("Strict", "net10.0") { Properties = Preset("strict") },
        new("None", "net10.0") { Properties = Preset("none"), EditorConfig = WrongOption },
        new("StrictEdited", "net10.0")
        {
            Properties = Preset("Strict"),
            EditorConfig = "[*.cs]\ndotnet_diagnostic.SOCK001.severity = suggestion\ndotnet_diagnostic.SOCK003.severity = none\n",
        },
        new("NoneEdited", "net10.0") { Properties = Preset("none"), EditorConfig = "[*.cs]\ndotnet_diagnostic.SOCK003.severity = warning\n" },

        new("Level01", "net10.0") { Sources = [TestProject.EveryFix], Properties = Level("0.1") },
        new("Level01Strict", "net10.0") { Sources = [TestProject.EveryFix], Properties = Level("0.1") + Preset("strict") },
        new("Level01Edited", "net10.0") { Sources = [TestProject.EveryFix], Properties = Level("0.1"), EditorConfig = "[*.cs]\ndotnet_diagnostic.SOCK020.severity = warning\n" },
        new("LevelLatest", "net10.0") { Sources = [TestProject.EveryFix], Properties = Level(" Latest ") },

        // Line 1 of the first file has no section above it, line 3 has a wrong value, line 4 a wrong key, line 6 a rule that does not exist; line 5 is right.
        new("WrongOptions", "net10.0")
        {
            Sources = [TestProject.Nothing],
            EditorConfig = "socket_analyzers.somaxconn = 128\n" + WrongOption + "socket_analyzers.port_sharing = true\nsocket_analyzers.ownership_methods = Handle\ndotnet_diagnostic.SOCK05.severity = error\n",
            GlobalConfig = "is_global = true\nsocket_analyzers.allow_port_sharing = yes\ndotnet_diagnostic.SOCK999.severity = error\n",
            Items = PlainReference,
        },
        new("OtherOptions", "net10.0") { EditorConfig = "[*.cs]\nsocket_analyzers.somaxconn = 70000\nsocket_analyzers.allow_port_sharing = true\n" },

        new("Leaky", "net10.0") { Sources = [TestProject.Nothing], Items = PlainReference },
        new("ConsumerOfPrivate", "net10.0") { Items = """<ProjectReference Include="../Net10/Net10.csproj" />""", EditorConfig = WrongOption },
        new("ConsumerOfLeaky", "net10.0") { Items = ReferenceToLeaky, EditorConfig = WrongOption, Properties = Preset("nonsense") },
        new("ConsumerThatAsks", "net10.0") { Items = ReferenceToLeaky, EditorConfig = WrongOption, Properties = "<SocketAnalyzersDirect>true</SocketAnalyzersDirect>" },

        new("Preset", "net10.0") { Sources = [TestProject.Nothing], EditorConfig = WrongOption, Properties = Preset("none") },

        new(DeepPrograms.Project, "net10.0") { Sources = [], Files = DeepPrograms.Files },

        // What the analyzers see of these is checked in the file that the compiler gets.
        new("UnixLibrary", "net10.0") { Sources = [TestProject.Nothing], Properties = "<RuntimeIdentifiers Condition=\"'$(MSBuildRestoreSessionId)' == ''\">linux-x64;osx-arm64</RuntimeIdentifiers>" },
    ];

    private static string Level(string name) => $"<SocketAnalyzersLevel>{name}</SocketAnalyzersLevel>";

    private static string Preset(string name) => $"<SocketAnalyzersPreset>{name}</SocketAnalyzersPreset>";
}
