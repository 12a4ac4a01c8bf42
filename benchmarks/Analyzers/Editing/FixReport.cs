using System.Globalization;

namespace SocketAnalyzers.Benchmarks.Editing;

/// <summary>Prints the latency of fixes as a table of docs/performance.md.</summary>
internal static class FixReport
{
    public static void Print(TextWriter output, IEnumerable<FixCosts> all)
    {
        output.WriteLine("| From the diagnostic to all changed solutions | Places with a fix | Actions | Runs | p50 | Longest |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|");
        foreach (var costs in all)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {costs.Rule} | {costs.Mendable} of {costs.Places} | {costs.Actions} | {costs.Times.Count:N0} | {Percentile.Of(costs.Times, 50).TotalMilliseconds:N1} ms | {costs.Times.Max().TotalMilliseconds:N1} ms |"));
        }
    }
}
