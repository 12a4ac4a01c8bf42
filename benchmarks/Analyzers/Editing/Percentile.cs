namespace SocketAnalyzers.Benchmarks.Editing;

internal static class Percentile
{
    /// <summary>The smallest time that <paramref name="percent"/> of all do not exceed: always one that was measured.</summary>
    public static TimeSpan Of(IEnumerable<TimeSpan> times, int percent)
    {
        var sorted = times.Order().ToList();
        return sorted[(sorted.Count * percent + 99) / 100 - 1];
    }
}
