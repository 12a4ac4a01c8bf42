using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Scan;
using AnalyzerConfig = SocketAnalyzers.Scan.AnalyzerConfig;

namespace SocketAnalyzers.Benchmarks.Measuring;

/// <summary>Runs analyzers over a compilation as the compiler's driver does, on one thread, so that the figures do not depend on the cores.</summary>
internal sealed class AnalyzerRun
{
    private static readonly AnalyzerOptions Options = new([], new AnalyzerConfig(new Dictionary<string, string> { ["build_property.TargetFramework"] = "net10.0" }));

    private readonly ConcurrentQueue<FlowContext> _contexts = new();
    private Exception? _crash;

    /// <summary>One run. The driver works on a copy of the compilation, so that every run binds everything anew.</summary>
    /// <param name="timed">Whether the driver keeps account of the analyzers' time, which costs a little itself.</param>
    /// <param name="crashed">Called with the name of an analyzer that threw; without it, that ends the run.</param>
    public static RunCost Measure(Compilation compilation, Contender contender, bool timed, Action<string>? crashed = null)
    {
        var run = new AnalyzerRun();
        var analyzers = contender.Create(run._contexts.Enqueue);
        var settings = new CompilationWithAnalyzersOptions(
            Options,
            (exception, analyzer, _) =>
            {
                crashed?.Invoke(analyzer.GetType().Name + ": " + exception.GetType().Name);
                run._crash ??= exception;
            },
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: timed);
        var configured = contender.Configure(compilation, analyzers);
        // Whoever asks first would be charged for the compiler's own binding of the references.
        _ = configured.Assembly;
        GC.Collect();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        var result = configured.WithAnalyzers(analyzers, settings).GetAnalysisResultAsync(CancellationToken.None).GetAwaiter().GetResult();
        var wall = Stopwatch.GetElapsedTime(start);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        if (crashed is null && run._crash is { } crash)
            ExceptionDispatchInfo.Throw(crash);
        var time = timed ? result.AnalyzerTelemetryInfo.Values.Aggregate(TimeSpan.Zero, static (sum, info) => sum + info.ExecutionTime) : TimeSpan.Zero;
        return new RunCost(wall, time, bytes, FlowCounts.Of(run._contexts));
    }

    /// <summary>The cheapest of some runs, after one that is the JIT compiler's.</summary>
    public static RunCost MeasureLeast(Compilation compilation, Contender contender, bool timed, int runs)
    {
        Measure(compilation, contender, timed);
        var least = Measure(compilation, contender, timed);
        for (var i = 1; i < runs; i++)
            least = RunCost.Least(least, Measure(compilation, contender, timed));
        return least;
    }

    /// <summary>
    /// What our rules take, and how much of the bytes is theirs: above an analyzer that asks for the same operations, or above the empty
    /// one where the rules ask for none.
    /// </summary>
    public static (RunCost Cost, long OwnBytes) MeasureOurs(Compilation compilation, bool timed, int runs)
    {
        var ours = MeasureLeast(compilation, Contender.Ours, timed, runs);
        var floor = MeasureLeast(compilation, ours.Flow.Bodies > 0 ? Contender.Listening : Contender.Empty, timed, runs);
        return (ours, ours.Bytes - floor.Bytes);
    }
}
