using SocketAnalyzers.Benchmarks.Measuring;

namespace SocketAnalyzers.Benchmarks.Editing;

/// <summary>One side of a comparison.</summary>
/// <param name="Finds">The rules that it has to report after each edit, once each: analyzers that do not run are quick.</param>
internal sealed record Side(Contender Contender, params string[] Finds)
{
    public string Name => Contender.Name;

    public Side With(Side other) => new(Contender.With(other.Contender), [.. Finds, .. other.Finds]);
}
