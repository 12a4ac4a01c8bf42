using System.Threading;

namespace SocketAnalyzers.Flow;

/// <summary>What one compilation's analysis cost. Thread-safe; for tests and benchmarks, which gate on counts instead of time.</summary>
internal sealed class FlowCounters
{
    private int _bodies;
    private int _graphs;
    private int _visits;
    private int _summaries;
    private long _steps;
    private int _overBudget;
    private int _unknownOperations;
    private int _tooDeep;

    /// <summary>Bodies that were looked at, with or without sockets.</summary>
    public int Bodies => _bodies;

    /// <summary>Control-flow graphs that were built.</summary>
    public int Graphs => _graphs;

    /// <summary>Visits of a basic block by a fixpoint.</summary>
    public int Visits => _visits;

    /// <summary>Methods that were summarised.</summary>
    public int Summaries => _summaries;

    /// <summary>What the rules looked at: see <see cref="RuleBudget"/>. What they look up once per type counts too.</summary>
    public long Steps => Interlocked.Read(ref _steps);

    /// <summary>Bodies given up because they went over the budget.</summary>
    public int OverBudget => _overBudget;

    /// <summary>Operations of a kind that the evaluator does not know (new syntax).</summary>
    public int UnknownOperations => _unknownOperations;

    /// <summary>Expressions, and nested functions, that lie too deep to be evaluated.</summary>
    public int TooDeep => _tooDeep;

    public void CountTooDeep() => Interlocked.Increment(ref _tooDeep);

    public void CountBody() => Interlocked.Increment(ref _bodies);

    public void CountGraph() => Interlocked.Increment(ref _graphs);

    public void CountVisits(int visits) => Interlocked.Add(ref _visits, visits);

    public void CountSummary() => Interlocked.Increment(ref _summaries);

    public void CountSteps(int steps) => Interlocked.Add(ref _steps, steps);

    public void CountOverBudget() => Interlocked.Increment(ref _overBudget);

    public void CountUnknownOperation() => Interlocked.Increment(ref _unknownOperations);
}
