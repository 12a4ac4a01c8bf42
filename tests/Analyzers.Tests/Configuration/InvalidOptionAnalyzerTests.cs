using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Configuration;

public class InvalidOptionAnalyzerTests
{
    private const string EditorConfig = "/.editorconfig";

    private static DiagnosticResult Problem(string message) => CSharpAnalyzerVerifier<InvalidOptionAnalyzer>.Diagnostic().WithMessage(message);

    private static DiagnosticResult ProblemAt(string path, int line, int column, int endColumn, string message) =>
        Problem(message).WithSpan(path, line, column, line, endColumn);

    /// <summary>Each file counts for the compiler and is handed over as the package's targets do it.</summary>
    private static Task VerifyAsync((string Path, string Content)[] files, params DiagnosticResult[] expected) => VerifyAsync(files, files, expected);

    private static Task VerifyAsync((string Path, string Content)[] files, (string Path, string Content)[] handedOver, params DiagnosticResult[] expected)
    {
        var test = new CSharpAnalyzerTest<InvalidOptionAnalyzer>
        {
            TestState = { Sources = { "class A { }", "class B { }" } },
        };
        test.TestState.AnalyzerConfigFiles.AddRange(files);
        test.TestState.AdditionalFiles.AddRange(handedOver);
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }

    private static Task VerifyEditorConfigAsync(string content, params DiagnosticResult[] expected) => VerifyAsync([(EditorConfig, content)], expected);

    [Theory]
    [InlineData("somaxconn", "0", "allowed is a whole number from 1 to 2147483647; the default, 4096, is used")]
    [InlineData("runtime_sets_reuse_address", "maybe", "allowed is true or false; the default, decided from the target framework, is used")]
    [InlineData("allow_port_sharing", "yes", "allowed is true or false; the default, false, is used")]
    [InlineData("ownership_methods", "Handle()", "allowed is a comma-separated list of names such as Handle or Namespace.Type.Method; the default, an empty list, is used")]
    [InlineData("helper", "1", "allowed is auto, never or always; the default, auto, is used")]
    public Task AWrongValueIsReportedAtItsLine(string name, string value, string problem)
    {
        var line = $"socket_analyzers.{name} = {value}";
        return VerifyEditorConfigAsync(
            $"root = true\n\n[*.cs]\nindent_size = 4\n{line}\n",
            ProblemAt(EditorConfig, 5, 1, line.Length + 1, $"'{line}' is not valid: {problem}"));
    }

    [Fact]
    public Task ValidOptionsAreSilent() => VerifyEditorConfigAsync("""
        root = true
        # socket_analyzers.somaxconn = many
        [*.cs]
        socket_analyzers.somaxconn = 1024 # as on our hosts
        SOCKET_ANALYZERS.Allow_Port_Sharing : TRUE
        socket_analyzers.runtime_sets_reuse_address = unset
        socket_analyzers.ownership_methods = Handle, Chat.Server.Run ; these close it
        socket_analyzers.helper = Never
        socket_analyzers_not_ours = 5
        """);

    [Fact]
    public Task AnUnknownKeyIsReportedWithTheKeysThatThereAre() => VerifyEditorConfigAsync(
        "[*]\nsocket_analyzers.queue = 5\n",
        ProblemAt(
            EditorConfig,
            2,
            1,
            27,
            "'socket_analyzers.queue = 5' is not valid: there is no such option; the options are socket_analyzers.somaxconn, "
            + "socket_analyzers.runtime_sets_reuse_address, socket_analyzers.allow_port_sharing, socket_analyzers.ownership_methods, socket_analyzers.helper"));

    [Theory]
    [InlineData("socket_analyzers.somaxcon", "socket_analyzers.somaxconn")]
    [InlineData("socket_analyzer.somaxconn", "socket_analyzers.somaxconn")]
    [InlineData("SocketAnalyzers.allow_port_sharing", "socket_analyzers.allow_port_sharing")]
    [InlineData("socket-analyzers.helper", "socket_analyzers.helper")]
    [InlineData("socket_analysers.ownership_method", "socket_analyzers.ownership_methods")]
    public Task AKeyThatIsAlmostRightIsReportedWithTheRightOne(string key, string meant) => VerifyEditorConfigAsync(
        $"[*.cs]\n{key} = 5\n",
        ProblemAt(EditorConfig, 2, 1, key.Length + 5, $"'{key} = 5' is not valid: there is no such option; did you mean {meant}?"));

    [Theory]
    [InlineData("SOCK05", "did you mean SOCK005?")]
    [InlineData("SockO03", "did you mean SOCK003?")]
    [InlineData("SOCKET003", "did you mean SOCK003?")]
    [InlineData("SOCKETS", "the rules are SOCK000, SOCK001, ")]
    [InlineData("SOCK999", "the rules are SOCK000, SOCK001, ")]
    public async Task ASeverityOfARuleThatDoesNotExistIsReported(string id, string instead)
    {
        foreach (var (path, head) in new[] { (EditorConfig, "[*.cs]"), ("/.globalconfig", "is_global = true") })
        {
            var line = $"dotnet_diagnostic.{id}.severity = error";
            var found = Assert.Single(await ReportedAsync(path, $"{head}\n{line}\n"));

            Assert.StartsWith($"'{line}' is not valid: there is no rule {id}; {instead}", found.GetMessage(null), StringComparison.Ordinal);
            Assert.Equal(1, found.Location.GetLineSpan().StartLinePosition.Line);
        }
    }

    [Fact]
    public Task SeveritiesOfRulesThatExistAndOfOthersAreSilent() => VerifyEditorConfigAsync("""
        [*.cs]
        dotnet_diagnostic.SOCK003.severity = error
        dotnet_diagnostic.sock090.severity = suggestion
        dotnet_diagnostic.SA1000.severity = none
        dotnet_diagnostic.XSOCK1.severity = none
        dotnet_analyzer_diagnostic.category-Reliability.severity = warning
        socks_proxy.port = 5
        my_sockets.somaxconn = 5
        """);

    [Theory]
    [InlineData("[*.vb]\ndotnet_diagnostic.SOCK02.severity = error\n")]
    [InlineData("[*.vb]\nsocket_analyzer.somaxconn = 5\n")]
    public async Task AMisspelledLineThatTheCompilerDoesNotUseIsSilent(string content) => Assert.Empty(await ReportedAsync(EditorConfig, content));

    /// <summary>As the compiler does it: options and severities of the one file.</summary>
    private static async Task<IReadOnlyList<Diagnostic>> ReportedAsync(string path, string content)
    {
        var tree = CSharpSyntaxTree.ParseText("class A { }", path: "/A.cs");
        var set = AnalyzerConfigSet.Create(new[] { AnalyzerConfig.Parse(content, path) });
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary).WithSyntaxTreeOptionsProvider(new Severities(set));
        var compilation = CSharpCompilation.Create("Test", [tree], options: options);
        var provider = new CountingOptionsProvider(new DictionaryOptions((InvalidOptionAnalyzer.FilesAreHandedOver, "additional")), new DictionaryOptions([.. set.GetOptionsForSourcePath("/A.cs").AnalyzerOptions.Select(option => (option.Key, option.Value))]));
        var run = await AnalyzerRunner.RunAsync(compilation, [new InvalidOptionAnalyzer()], new AnalyzerOptions([new TextFile(path, content)], provider));
        return run.Analyzers;
    }

    private sealed class Severities(AnalyzerConfigSet set) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            set.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            set.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
    }

    [Fact]
    public Task SpaceColonCaseCommentAndWindowsLineEndsAreUnderstood() => VerifyEditorConfigAsync(
        "[*.cs]\r\n  Socket_Analyzers.Somaxconn:  Many  # later\r\n",
        ProblemAt(EditorConfig, 2, 3, 36, "'Socket_Analyzers.Somaxconn = Many' is not valid: allowed is a whole number from 1 to 2147483647; the default, 4096, is used"));

    [Fact]
    public Task AnEmptyValueIsReported() => VerifyEditorConfigAsync(
        "[*.cs]\nsocket_analyzers.somaxconn =\n",
        ProblemAt(EditorConfig, 2, 1, 29, "'socket_analyzers.somaxconn = ' is not valid: allowed is a whole number from 1 to 2147483647; the default, 4096, is used"));

    [Fact]
    public Task AListCutByItsSemicolonIsReported() => VerifyEditorConfigAsync(
        "[*.cs]\nsocket_analyzers.ownership_methods = Handle;Run\n",
        ProblemAt(
            EditorConfig,
            2,
            1,
            44,
            "'socket_analyzers.ownership_methods = Handle' is not valid: ';' starts a comment here, so the rest of the line is not read; "
            + "allowed is a comma-separated list of names such as Handle or Namespace.Type.Method"));

    [Fact]
    public Task ALineBeforeTheFirstSectionHasNoEffectAndIsReported() => VerifyEditorConfigAsync(
        "root = true\nsocket_analyzers.somaxconn = 128\n[*.cs]\n",
        ProblemAt(
            EditorConfig,
            2,
            1,
            33,
            "'socket_analyzers.somaxconn = 128' is not valid: it stands before the first section, such as [*.cs], and has no effect; the default, 4096, is used"));

    [Fact]
    public Task EachWrongLineIsReportedOnceInEachFile() => VerifyAsync(
        [(EditorConfig, "[*.cs]\nsocket_analyzers.somaxconn = a\n"), ("/0/.editorconfig", "[*0.cs]\nsocket_analyzers.somaxconn = b\n")],
        ProblemAt(EditorConfig, 2, 1, 31, "'socket_analyzers.somaxconn = a' is not valid: allowed is a whole number from 1 to 2147483647; the default, 4096, is used"),
        ProblemAt("/0/.editorconfig", 2, 1, 31, "'socket_analyzers.somaxconn = b' is not valid: allowed is a whole number from 1 to 2147483647; the default, 4096, is used"));

    [Fact]
    public Task AGlobalConfigNeedsNoSection() => VerifyAsync(
        [("/.globalconfig", "is_global = true\nsocket_analyzers.allow_port_sharing = true\nsocket_analyzers.somaxconn = a\n")],
        ProblemAt("/.globalconfig", 3, 1, 31, "'socket_analyzers.somaxconn = a' is not valid: allowed is a whole number from 1 to 2147483647; the default, 4096, is used"));

    [Theory]
    [InlineData("[*.vb]\nsocket_analyzers.somaxconn = a\n")]
    [InlineData("[*.cs]\nsocket_analyzers.somaxconn = a\nsocket_analyzers.somaxconn = 5\n")]
    public Task ALineThatTheCompilerDoesNotUseIsSilent(string content) => VerifyEditorConfigAsync(content);

    [Theory]
    [InlineData("[*.cs]\nsocket_analyzers.somaxconn = a\n")]
    [InlineData("socket_analyzers.somaxconn = 5\n")]
    public Task AFileAboveTheRootIsSilent(string content) => VerifyAsync([(EditorConfig, content), ("/0/.editorconfig", "root = true\n")]);

    [Fact]
    public Task AnotherAdditionalFileIsNotSearched() => VerifyAsync([], [("/0/notes.txt", "[*.cs]\nsocket_analyzers.somaxconn = a\n")]);

    [Theory]
    [InlineData(EditorConfig, "[*.cs]\nsocket_analyzers.somaxconn = a\n")]
    [InlineData("/.globalconfig", "is_global = true\nsocket_analyzers.somaxconn = a\n")]
    public Task AFileThatWasNotHandedOverIsReportedWithoutAPlace(string path, string content) => VerifyAsync(
        [(path, content)],
        [],
        Problem("'socket_analyzers.somaxconn = a' in an .editorconfig or .globalconfig is not valid: allowed is a whole number from 1 to 2147483647; the default, 4096, is used"));

    [Theory]
    [InlineData("5", 0)]
    [InlineData("a", 1)]
    public async Task WithThePackagesTargetsNoTreeIsLookedAtUnlessALineIsWrong(string value, int lookUps)
    {
        var provider = new CountingOptionsProvider(
            new DictionaryOptions((InvalidOptionAnalyzer.FilesAreHandedOver, "additional")),
            new DictionaryOptions(("socket_analyzers.somaxconn", value)));
        var file = new TextFile(EditorConfig, $"[*.cs]\nsocket_analyzers.somaxconn = {value}\n");
        var compilation = CSharpCompilation.Create("Test", [CSharpSyntaxTree.ParseText("class A { }"), CSharpSyntaxTree.ParseText("class B { }")]);

        var run = await AnalyzerRunner.RunAsync(compilation, [new InvalidOptionAnalyzer()], new AnalyzerOptions([file], provider));

        Assert.Equal(lookUps, run.Analyzers.Length);
        Assert.Equal(lookUps, provider.LookUps);
    }

    private sealed class TextFile(string path, string content) : AdditionalText
    {
        public override string Path => path;

        public override Microsoft.CodeAnalysis.Text.SourceText GetText(CancellationToken cancellationToken = default) =>
            Microsoft.CodeAnalysis.Text.SourceText.From(content);
    }
}
