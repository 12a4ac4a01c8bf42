namespace SocketAnalyzers.Benchmarks.Editing;

/// <summary>What the runs of one rule's fix took.</summary>
/// <param name="places">Diagnostics in the sample.</param>
/// <param name="mendable">Those with an action; the runs take turns on them.</param>
internal sealed class FixCosts(string rule, int places, int mendable)
{
    private readonly List<TimeSpan> _times = [];

    public string Rule => rule;

    public int Places => places;

    public int Mendable => mendable;

    public IReadOnlyList<TimeSpan> Times => _times;

    /// <summary>The most that one place was offered; a run's time is that of all of them together.</summary>
    public int Actions { get; private set; }

    public void Add(TimeSpan time, int actions)
    {
        _times.Add(time);
        Actions = Math.Max(Actions, actions);
    }
}
