using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Docs;

/// <summary>Compiles files as one net10.0 project and runs every analyzer of the assembly on it.</summary>
internal static class DocsAnalysis
{
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = AnalyzerRunner.AnalyzersOf(typeof(SocketFlowAnalyzer).Assembly);

    public static ImmutableArray<string> RuleIds { get; } =
        [.. Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(descriptor => descriptor.Id).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What is reported, at all severities; a compiler error or a crash of an analyzer fails the test.</summary>
    public static async Task<IReadOnlyList<Finding>> ReportedAsync(
        IEnumerable<(string File, string Text)> sources,
        OutputKind outputKind = OutputKind.DynamicallyLinkedLibrary,
        string? editorConfig = null,
        IEnumerable<MetadataReference>? libraries = null)
    {
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "Docs",
            "Docs",
            LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(outputKind, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest),
            metadataReferences: [.. ReferenceSets.Net100, .. libraries ?? []]));
        foreach (var (file, text) in sources)
            project = project.AddDocument(file, SourceText.From(text, Encoding.UTF8), filePath: "/" + file).Project;
        if (editorConfig is not null)
            project = AddEditorConfig(project, editorConfig);

        var compilation = await project.GetCompilationAsync();
        var run = await AnalyzerRunner.RunAsync(compilation!, Analyzers, project.AnalyzerOptions);
        Assert.DoesNotContain(run.Compiler, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Empty(run.Crashes);
        return [.. run.Analyzers.Select(FindingOf)];
    }

    // Twice, as in a build: for the compiler, and as the additional file in which the package's targets let SOCK000 search.
    private static Project AddEditorConfig(Project project, string text)
    {
        const string Path = "/.editorconfig";
        var content = SourceText.From(text, Encoding.UTF8);
        project = project.AddAdditionalDocument(".editorconfig", content, filePath: Path).Project;
        return project.AddAnalyzerConfigDocument(".editorconfig", content, filePath: Path).Project;
    }

    private static Finding FindingOf(Diagnostic diagnostic)
    {
        var span = diagnostic.Location.GetLineSpan();
        return new Finding((span.Path ?? "").TrimStart('/'), span.StartLinePosition.Line + 1, diagnostic.Id);
    }
}
