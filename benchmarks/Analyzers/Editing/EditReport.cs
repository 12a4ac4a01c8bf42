using static System.FormattableString;

namespace SocketAnalyzers.Benchmarks.Editing;

/// <summary>Prints the latency of edits as a table of docs/performance.md.</summary>
internal static class EditReport
{
    public static void Print(TextWriter output, IEnumerable<EditCosts> all)
    {
        output.WriteLine("| From an edit to the diagnostics | Edits | p50 | p99 |");
        output.WriteLine("|---|---:|---:|---:|");
        foreach (var costs in all)
        {
            Print(output, costs.WithoutName, costs.Without);
            Print(output, costs.WithName, costs.With);
            Print(output, "the difference of each edit", costs.Differences);
            output.WriteLine(Invariant($"| the difference of the percentiles | | {Above(costs, 50).TotalMilliseconds:N1} ms | {Above(costs, 99).TotalMilliseconds:N1} ms |"));
        }
    }

    private static void Print(TextWriter output, string name, IReadOnlyList<TimeSpan> times) =>
        output.WriteLine(Invariant($"| {name} | {times.Count:N0} | {Percentile.Of(times, 50).TotalMilliseconds:N1} ms | {Percentile.Of(times, 99).TotalMilliseconds:N1} ms |"));

    private static TimeSpan Above(EditCosts costs, int percent) => Percentile.Of(costs.With, percent) - Percentile.Of(costs.Without, percent);
}
