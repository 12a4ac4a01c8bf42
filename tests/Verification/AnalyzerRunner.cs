using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketAnalyzers.Verification;

/// <summary>An exception that left an analyzer: AD0001 in a build.</summary>
public sealed record AnalyzerCrash(string Analyzer, Exception Exception)
{
    public override string ToString() => $"AD0001: {Analyzer} threw {Exception}";
}

/// <summary>All that came out of one run.</summary>
public sealed record AnalyzerRun(ImmutableArray<Diagnostic> Compiler, ImmutableArray<Diagnostic> Analyzers, ImmutableArray<AnalyzerCrash> Crashes)
{
    /// <summary>What the analyzers reported, with all places, in an order that does not depend on the run: for a comparison.</summary>
    public List<string> Texts() =>
        [.. Analyzers.Select(static found => $"{found} {string.Join(" ", found.AdditionalLocations)}").Order(StringComparer.Ordinal)];
}

/// <summary>Runs analyzers as the compiler does, and keeps the exceptions in place of swallowing them.</summary>
public static class AnalyzerRunner
{
    /// <summary>A new instance of every analyzer in <paramref name="assembly"/>.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> AnalyzersOf(Assembly assembly) =>
    [
        .. assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type, nonPublic: true)!),
    ];

    public static async Task<AnalyzerRun> RunAsync(
        Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, AnalyzerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var crashes = new ConcurrentQueue<AnalyzerCrash>();
        var withAnalyzers = compilation.WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(
            options ?? new AnalyzerOptions([]),
            onAnalyzerException: (exception, analyzer, _) => crashes.Enqueue(new AnalyzerCrash(analyzer.GetType().Name, exception)),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: false));

        // One call for both kinds binds every body once instead of twice.
        var all = await withAnalyzers.GetAllDiagnosticsAsync(cancellationToken).ConfigureAwait(false);
        return new AnalyzerRun(
            [.. all.Where(IsCompilers)],
            [.. all.Where(diagnostic => !IsCompilers(diagnostic))],
            [.. crashes]);
    }

    public static async Task<AnalyzerRun> RunAsync(Solution solution, Func<ImmutableArray<DiagnosticAnalyzer>> analyzers, CancellationToken cancellationToken)
    {
        var result = new AnalyzerRun([], [], []);
        foreach (var project in solution.Projects)
        {
            var compilation = await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false);
            var run = await RunAsync(compilation!, analyzers(), project.AnalyzerOptions, cancellationToken).ConfigureAwait(false);
            result = new AnalyzerRun(result.Compiler.AddRange(run.Compiler), result.Analyzers.AddRange(run.Analyzers), result.Crashes.AddRange(run.Crashes));
        }

        return result;
    }

    private static bool IsCompilers(Diagnostic diagnostic) => diagnostic.Descriptor.Category == "Compiler";
}
