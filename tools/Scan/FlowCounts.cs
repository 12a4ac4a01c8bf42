using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Scan;

/// <summary>The counters of <see cref="FlowCounters"/> after a run.</summary>
internal readonly record struct FlowCounts(int Bodies, int Graphs, long Visits, int Summaries, int OverBudget)
{
    public static FlowCounts operator +(FlowCounts a, FlowCounts b) =>
        new(a.Bodies + b.Bodies, a.Graphs + b.Graphs, a.Visits + b.Visits, a.Summaries + b.Summaries, a.OverBudget + b.OverBudget);

    public static FlowCounts Of(IEnumerable<FlowContext> contexts) => Sum(contexts.Select(static context => context.Counters)
        .Select(static counters => new FlowCounts(counters.Bodies, counters.Graphs, counters.Visits, counters.Summaries, counters.OverBudget)));

    public static FlowCounts Sum(IEnumerable<FlowCounts> all) => all.Aggregate(default(FlowCounts), static (sum, counts) => sum + counts);
}
