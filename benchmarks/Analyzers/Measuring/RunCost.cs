using SocketAnalyzers.Scan;

namespace SocketAnalyzers.Benchmarks.Measuring;

/// <summary>What one run of analyzers over one compilation took.</summary>
/// <param name="Wall">Everything: binding, driver and analyzers.</param>
/// <param name="Analyzers">The driver's own account of the analyzers, as <c>-p:ReportAnalyzer=true</c> prints it. Zero unless the run was timed.</param>
/// <param name="Bytes">Allocated by the whole process.</param>
internal readonly record struct RunCost(TimeSpan Wall, TimeSpan Analyzers, long Bytes, FlowCounts Flow)
{
    public static RunCost operator +(RunCost a, RunCost b) => new(a.Wall + b.Wall, a.Analyzers + b.Analyzers, a.Bytes + b.Bytes, a.Flow + b.Flow);

    /// <summary>The cheapest in each respect: what disturbs a run only ever adds to it.</summary>
    public static RunCost Least(RunCost a, RunCost b) => new(
        a.Wall < b.Wall ? a.Wall : b.Wall,
        a.Analyzers < b.Analyzers ? a.Analyzers : b.Analyzers,
        Math.Min(a.Bytes, b.Bytes),
        b.Flow);
}
