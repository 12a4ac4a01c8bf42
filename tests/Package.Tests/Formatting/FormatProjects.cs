namespace SocketAnalyzers.Package.Tests;

/// <summary>The projects that <c>dotnet format</c> goes over. Most of their files are one source, which has a region for each fix, under other names.</summary>
internal static class FormatProjects
{
    public const string NoFix = "NoFix";
    public const string Single = "Single";
    public const string Multi = "Multi";
    public const string Programs = "Programs";
    public const string Misuse = "Misuse";

    /// <summary>In <see cref="Single"/>, and by a link in <see cref="Multi"/>.</summary>
    public const string Linked = "Server000.cs";

    /// <summary>With a byte order mark, CRLF and tabs.</summary>
    public const string Windows = "Server196.cs";

    /// <summary>An .editorconfig switches SOCK003 off for it.</summary>
    public const string Legacy = "Server197.cs";

    public const string Suppressed = "Server198.cs";

    public const string Generated = "Server199.g.cs";

    private const string Silence = "[" + Legacy + "]\ndotnet_diagnostic.SOCK003.severity = none\n";

    private const string LoudSuggestions = "is_global = true\ndotnet_diagnostic.SOCK001.severity = warning\n";

    /// <summary>A place for each fix, in the regions that bear their names.</summary>
    public static string Before { get; } = File.ReadAllText(Findings.SourcePath("Format/Server000.cs"));

    /// <summary>The same with every fix made.</summary>
    public static string After { get; } = File.ReadAllText(Findings.SourcePath("Format/Server000.fixed.cs"));

    /// <summary>200 copies in two projects, programs that run, a sample, and what is not to be fixed in the project that is asked first.</summary>
    public static TestProject[] All { get; } =
    [
        WithoutFixes,
        new(Single, "net10.0")
        {
            Sources = [],
            Files =
            [
                .. Copies(0, 120),
                (Windows, AsWindows(Before.Numbered(196))),
                (Legacy, Before.Numbered(197)),
                (Suppressed, "#pragma warning disable\n" + Before.Numbered(198)),
                (Generated, Before.Numbered(199)),
            ],
            EditorConfig = Silence,
            GlobalConfig = LoudSuggestions,
        },
        new(Multi, "net10.0;net472")
        {
            Sources = ["Format/PerFramework.cs"],
            Files = [.. Copies(120, 76)],
            Items = TestProject.Reference + $"""<Compile Include="../{Single}/{Linked}" Link="Linked.cs" />""",
        },
        new(Programs, "net10.0") { Sources = ["Format/Programs.cs"], Properties = "<OutputType>Exe</OutputType>" },
        new(Misuse, "net10.0")
        {
            Sources = [],
            Files = [.. Directory.GetFiles(MisuseFolder, "*.cs").Select(file => (Path.GetFileName(file), File.ReadAllText(file)))],
            EditorConfig = File.ReadAllText(Path.Combine(MisuseFolder, ".editorconfig")),
            Properties = "<OutputType>Exe</OutputType><Nullable>enable</Nullable>",
        },
    ];

    /// <summary>Fewer copies, for runs with one id each.</summary>
    public static TestProject[] Few { get; } =
    [
        WithoutFixes,
        new(Single, "net10.0") { Sources = [], Files = [.. Copies(0, 3), (Legacy, Before.Numbered(197))], EditorConfig = Silence, GlobalConfig = LoudSuggestions },
        new("Quiet", "net10.0") { Sources = [], Files = [.. Copies(3, 2)] },
    ];

    /// <summary>A copy of the text: "000" in its names is that number.</summary>
    public static string Numbered(this string text, int number) => text.Replace("000", $"{number:000}", StringComparison.Ordinal);

    public static string AsWindows(string text) => "\uFEFF" + text.Replace("    ", "\t", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);

    // dotnet format asks a fixer about the first diagnostic alone: this project stands first in the solution.
    private static TestProject WithoutFixes => new(NoFix, "net10.0") { Sources = ["Format/NoFix.cs"] };

    private static string MisuseFolder => Path.Combine(Repository.Root, "samples", "Misuse");

    private static IEnumerable<(string Name, string Text)> Copies(int first, int count) =>
        Enumerable.Range(first, count).Select(number => ($"Server{number:000}.cs", Before.Numbered(number)));
}
