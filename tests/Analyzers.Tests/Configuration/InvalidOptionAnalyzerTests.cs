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
        "[*]\nsocket_analyzers.somaxcon = 5\n",
        ProblemAt(
            EditorConfig,
            2,
            1,
            30,
            "'socket_analyzers.somaxcon = 5' is not valid: there is no such option; the options are socket_analyzers.somaxconn, "
            + "socket_analyzers.runtime_sets_reuse_address, socket_analyzers.allow_port_sharing, socket_analyzers.ownership_methods, socket_analyzers.helper"));

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
