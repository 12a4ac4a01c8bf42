using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Benchmarks.Editing.Sources;
using SocketAnalyzers.Benchmarks.Measuring;
using SocketAnalyzers.CodeFixes;

namespace SocketAnalyzers.Benchmarks.Editing;

/// <summary>The time from a diagnostic to the changed solution, for every fix, on the code of samples/Misuse among 200 other files.</summary>
internal static class FixLatency
{
    private const int WarmUpRuns = 20;

    public static async Task<IReadOnlyList<FixCosts>> MeasureAsync(int runs)
    {
        var samples = Samples();
        using var project = new EditorProject(samples);
        await project.CompileAsync();
        var costs = new List<FixCosts>();
        foreach (var fix in Fixes())
        {
            var rule = fix.FixableDiagnosticIds.Single();
            var sample = samples.Single(file => Path.GetFileName(file.Path).StartsWith(rule + "_", StringComparison.OrdinalIgnoreCase));
            var document = project.Solution.GetDocument(project.IdOf(sample.Path))!;
            costs.Add(await MeasureAsync(rule, new LightBulb(fix, document), await FindAsync(document, rule), runs));
        }

        return costs;
    }

    private static async Task<FixCosts> MeasureAsync(string rule, LightBulb bulb, ImmutableArray<Diagnostic> places, int runs)
    {
        // A place may have no safe rewrite, which is no failure as long as others have one.
        var mendable = new List<Diagnostic>();
        foreach (var place in places)
        {
            if ((await bulb.PressAsync(place)).Actions > 0)
                mendable.Add(place);
        }

        if (mendable.Count == 0)
            throw new InvalidOperationException($"The fix of {rule} offers nothing for its sample.");
        for (var run = 0; run < WarmUpRuns; run++)
            await bulb.PressAsync(mendable[run % mendable.Count]);
        var costs = new FixCosts(rule, places.Length, mendable.Count);
        for (var run = 0; run < runs; run++)
        {
            var (time, actions) = await bulb.PressAsync(mendable[run % mendable.Count]);
            costs.Add(time, actions);
        }

        return costs;
    }

    private static async Task<ImmutableArray<Diagnostic>> FindAsync(Document document, string rule)
    {
        var compilation = (await document.Project.GetCompilationAsync())!;
        var driver = compilation.WithAnalyzers(Contender.Ours.Create(static _ => { }), document.Project.AnalyzerOptions);
        var model = compilation.GetSemanticModel((await document.GetSyntaxTreeAsync())!);
        var found = await driver.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, CancellationToken.None);
        Throw.IfErrors(found);
        return [.. found.Where(diagnostic => diagnostic.Id == rule)];
    }

    private static IReadOnlyList<SourceFile> Samples() =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "samples")).Select(static file => new SourceFile("Misuse/" + Path.GetFileName(file), File.ReadAllText(file)))];

    private static IEnumerable<CodeFixProvider> Fixes() => typeof(SocketCodeFixProvider).Assembly.GetExportedTypes()
        .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))
        .Select(static type => (CodeFixProvider)Activator.CreateInstance(type)!)
        .OrderBy(static fix => fix.FixableDiagnosticIds.Single(), StringComparer.Ordinal);
}
