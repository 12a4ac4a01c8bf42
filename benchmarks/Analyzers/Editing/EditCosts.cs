namespace SocketAnalyzers.Benchmarks.Editing;

/// <summary>What the same edits took without some analyzers and with them.</summary>
internal sealed class EditCosts(string without, string with)
{
    private readonly List<TimeSpan> _without = [];
    private readonly List<TimeSpan> _with = [];

    public string WithoutName => without;

    public string WithName => with;

    public IReadOnlyList<TimeSpan> Without => _without;

    public IReadOnlyList<TimeSpan> With => _with;

    /// <summary>Edit by edit. Above the difference of the percentiles where the machine disturbed one of the two.</summary>
    public IReadOnlyList<TimeSpan> Differences => [.. _with.Zip(_without, static (with, without) => with - without)];

    public void Add(TimeSpan withoutTime, TimeSpan withTime)
    {
        _without.Add(withoutTime);
        _with.Add(withTime);
    }
}
