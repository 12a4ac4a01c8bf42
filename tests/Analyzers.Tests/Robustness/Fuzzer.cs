using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.Robustness;

/// <summary>Runs analyzers over damaged code and collects what must not happen: an exception, or no end.</summary>
internal static class Fuzzer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Every analyzer that ships, so that a new one is fuzzed without a word here.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> ShippedAnalyzers { get; } = AnalyzerRunner.AnalyzersOf(typeof(SocketFlowAnalyzer).Assembly);

    public static bool IsShipped(DiagnosticAnalyzer analyzer) => analyzer.GetType().Assembly == typeof(SocketFlowAnalyzer).Assembly;

    public static async Task<IReadOnlyCollection<string>> RunAsync(
        Compilation compilation, AnalyzerOptions options, IEnumerable<Mutant> mutants, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var failures = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(mutants, async (mutant, cancellationToken) =>
        {
            // The first few say what is wrong; a broken analyzer would fill the screen with thousands.
            if (failures.Count >= 5)
                return;
            var failure = await FailureOf(mutant, mutant.Apply(compilation), options, analyzers, cancellationToken);
            if (failure is not null)
                failures.Enqueue(failure);
        });
        return failures;
    }

    private static async Task<string?> FailureOf(
        Mutant mutant, Compilation compilation, AnalyzerOptions options, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellationToken)
    {
        var crashes = new ConcurrentQueue<AnalyzerCrash>();
        var withAnalyzers = compilation.WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(
            options,
            onAnalyzerException: (exception, analyzer, _) => crashes.Enqueue(new AnalyzerCrash(analyzer.GetType().Name, exception)),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false));
        try
        {
            await withAnalyzers.GetAnalyzerDiagnosticsAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return $"{mutant}\n  no end after {Patience.TotalSeconds} s";
        }

        return crashes.IsEmpty ? null : $"{mutant}\n  {crashes.First()}";
    }
}
