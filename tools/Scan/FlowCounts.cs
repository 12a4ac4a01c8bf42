using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Scan;

/// <summary>The counters of <see cref="FlowCounters"/> after a run.</summary>
internal readonly record struct FlowCounts(int Bodies, int Graphs, long Visits, int Summaries, long Steps, int OverBudget, int Failed = 0)
{
    public static FlowCounts operator +(FlowCounts a, FlowCounts b) =>
        new(a.Bodies + b.Bodies, a.Graphs + b.Graphs, a.Visits + b.Visits, a.Summaries + b.Summaries, a.Steps + b.Steps, a.OverBudget + b.OverBudget, a.Failed + b.Failed);

    public static FlowCounts Of(IEnumerable<FlowContext> contexts) => Sum(contexts.Select(static context => Of(context.Counters) with { Failed = context.Failures.Count }));

    private static FlowCounts Of(FlowCounters counters) => new(counters.Bodies, counters.Graphs, counters.Visits, counters.Summaries, counters.Steps, counters.OverBudget);

    public static FlowCounts Sum(IEnumerable<FlowCounts> all) => all.Aggregate(default(FlowCounts), static (sum, counts) => sum + counts);
}
