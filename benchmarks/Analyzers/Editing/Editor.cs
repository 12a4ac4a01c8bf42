using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using SocketAnalyzers.Benchmarks.Editing.Sources;
using SocketAnalyzers.Benchmarks.Measuring;

namespace SocketAnalyzers.Benchmarks.Editing;

/// <summary>
/// An editor with one open document and one contender's analyzers. Each contender has its own, so that none finds something bound or
/// parsed that another one has paid for.
/// </summary>
internal sealed class Editor(Side side, string text) : IDisposable
{
    // Made once: an editor keeps them from edit to edit.
    private readonly ImmutableArray<DiagnosticAnalyzer> _analyzers = side.Contender.Create(static _ => { });
    private readonly EditorProject _project = new([new SourceFile(OpenFile.Path, text)]);
    private Document? _document;

    public async Task OpenAsync()
    {
        await _project.CompileAsync();
        _document = _project.Solution.GetDocument(_project.IdOf(OpenFile.Path));
    }

    /// <summary>The time from the edit to the diagnostics of the open document.</summary>
    public async Task<TimeSpan> EditAsync(TextChange change)
    {
        // What another editor has left behind is not to be collected in this one's time.
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        var before = await _document!.GetTextAsync();
        _document = _document.WithText(before.WithChanges(change));
        var compilation = (await _document.Project.GetCompilationAsync())!;
        var model = compilation.GetSemanticModel((await _document.GetSyntaxTreeAsync())!);
        var diagnostics = await AnalyseAsync(compilation, model);
        var time = Stopwatch.GetElapsedTime(start);

        Throw.IfErrors(model.GetDiagnostics().Concat(diagnostics));
        foreach (var rule in side.Finds)
        {
            if (diagnostics.Count(diagnostic => diagnostic.Id == rule) != 1)
                throw new InvalidOperationException($"{side.Name} should have found one {rule} after {change}.");
        }

        return time;
    }

    public void Dispose() => _project.Dispose();

    private async Task<ImmutableArray<Diagnostic>> AnalyseAsync(Compilation compilation, SemanticModel model)
    {
        // On one core, as Roslyn's own editor host lets it.
        var settings = new CompilationWithAnalyzersOptions(
            _document!.Project.AnalyzerOptions, onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true, reportSuppressedDiagnostics: true);
        var driver = compilation.WithAnalyzers(_analyzers, settings);
        var syntax = await driver.GetAnalysisResultAsync(model.SyntaxTree, filterSpan: null, CancellationToken.None);
        var semantic = await driver.GetAnalysisResultAsync(model, filterSpan: null, CancellationToken.None);
        return [.. syntax.GetAllDiagnostics(), .. semantic.GetAllDiagnostics()];
    }
}
