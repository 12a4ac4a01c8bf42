using SocketAnalyzers.Benchmarks.Measuring;

namespace SocketAnalyzers.Benchmarks.Peers;

/// <summary>What one contender took for all projects so far.</summary>
internal sealed class Standing(Contender contender)
{
    public Contender Contender { get; } = contender;

    public RunCost Cost { get; private set; }

    /// <summary>Analyzers that threw, each once.</summary>
    public SortedSet<string> Crashes { get; } = new(StringComparer.Ordinal);

    public void Add(RunCost cost) => Cost += cost;
}
