using SocketAnalyzers.Benchmarks.Measuring;
using static System.FormattableString;

namespace SocketAnalyzers.Benchmarks.Peers;

/// <summary>Prints a comparison as the tables of docs/performance.md.</summary>
internal static class PeerReport
{
    public static void Print(TextWriter output, PeerComparison comparison)
    {
        var floor = comparison.Standings[0].Cost;
        var ours = comparison.Standings.First(static standing => standing.Contender.Name == Contender.Ours.Name).Cost;
        output.WriteLine(Invariant($"{comparison.Projects:N0} projects ({comparison.Emitted:N0} compile without what is missing), {comparison.Lines:N0} lines; the compiler takes {comparison.CompileTime.TotalSeconds:N1} s by itself."));
        output.WriteLine();
        output.WriteLine("| Analyzers | Analyzer time | of the compile time | ours are | Run, above the empty analyzer | Allocated, above the empty analyzer | for 50,000 lines |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (var standing in comparison.Standings)
        {
            var cost = standing.Cost;
            output.WriteLine(Invariant(
                $"| {standing.Contender.Name} | {cost.Analyzers.TotalSeconds:N2} s | {cost.Analyzers / comparison.CompileTime:P2} | 1/{cost.Analyzers / ours.Analyzers:N1} | {(cost.Wall - floor.Wall).TotalSeconds:N2} s | {(cost.Bytes - floor.Bytes) / 1e6:N1} MB | {(cost.Bytes - floor.Bytes) / 1e6 / comparison.Lines * 50_000:N2} MB |"));
        }

        output.WriteLine();
        output.WriteLine(Invariant($"Ours: {ours.Flow.Bodies:N0} bodies, {ours.Flow.Graphs:N0} graphs, {ours.Flow.Visits:N0} visits, {ours.Flow.Summaries:N0} summaries, {ours.Flow.OverBudget:N0} over budget."));
        foreach (var standing in comparison.Standings.Where(static standing => standing.Crashes.Count > 0))
            output.WriteLine($"Threw in {standing.Contender.Name}: {string.Join(", ", standing.Crashes)}");
    }
}
