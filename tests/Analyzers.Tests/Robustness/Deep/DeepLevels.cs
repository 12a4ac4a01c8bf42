using System.Globalization;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.Robustness.Deep;

/// <summary>
/// The committed table: for each family the deepest level at which the analyzer that does nothing survives on 1 MB of stack, a column for each
/// version of Roslyn (<see cref="Measure"/>). Tested is a little less, because frames differ from run to run.
/// </summary>
internal static class DeepLevels
{
    private const string File = "tests/Analyzers.Tests/Robustness/Deep/levels.tsv";

    // What the compiler itself takes more CPU time for, with that analyzer, is no level to test at: some of its own work is more than linear.
    private const int MostMilliseconds = 5000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly string Path = System.IO.Path.Combine(Repository.Root, File);

    private static readonly string Version = typeof(Microsoft.CodeAnalysis.Compilation).Assembly.GetName().Version!.ToString(3);

    /// <summary>The level of each family that a run takes, and half of it.</summary>
    public static IReadOnlyDictionary<string, int> Read()
    {
        var rows = System.IO.File.ReadLines(Path).Select(static line => line.Split('\t')).ToList();
        var column = Array.IndexOf(rows[0], Version);
        if (column < 0)
            throw new InvalidOperationException($"{File} has no column for Roslyn {Version}: run \"measure\".");
        return rows.Skip(1).ToDictionary(static cells => cells[0], cells => Tested(cells[0], int.Parse(cells[column], CultureInfo.InvariantCulture)), StringComparer.Ordinal);
    }

    private static int Tested(string family, int deepest) =>
        deepest == DeepFamilies.All.Single(known => known.Name == family).Most ? deepest : deepest * 3 / 4;

    /// <summary>
    /// Measures the deepest level of the named families (none named: all) on this version of Roslyn, and notes it in the table after each: first
    /// by doubling, then by bisection, each step in a process of its own. What is tested of it is tried with our analyzers and fixes, there and at half
    /// of it; 1 when they do not survive. All families take about an hour of CPU time.
    /// </summary>
    public static int Measure(IReadOnlyCollection<string> names)
    {
        var died = 0;
        foreach (var family in DeepFamilies.All.Where(family => names.Count == 0 || names.Contains(family.Name)))
        {
            var level = DeepestOf(family);
            Write(family.Name, level);
            var tested = Tested(family.Name, level);
            var (results, diedOn) = DeepProcess.Run("fixes", [(family.Name, tested), (family.Name, tested / 2)]);
            var isSurvived = diedOn is null && results.TrueForAll(static result => result.Outcome is DeepResult.Survived or DeepResult.Refused);
            died += isSurvived ? 0 : 1;
            Console.WriteLine($"{family.Name}: {level}, ours {(isSurvived ? "survive" : "do not: " + (diedOn ?? string.Join(", ", results)))}");
        }

        return Math.Min(died, 1);
    }

    private static int DeepestOf(DeepFamily family)
    {
        var (results, _) = DeepProcess.Run(DeepProgram.Climb, [(family.Name, Math.Min(8, family.Most))], Patience);
        var survived = results.TakeWhile(IsBorne).LastOrDefault()?.Level ?? 0;
        // The climb's process is warm, and what is compiled better has smaller frames.
        while (survived > 0 && !Survives(family, survived))
            survived /= 2;
        var ended = survived == family.Most ? survived : Math.Min(survived * 2, family.Most);
        while (ended - survived > Math.Max(1, survived / 10))
        {
            var middle = (survived + ended) / 2;
            if (Survives(family, middle))
                survived = middle;
            else
                ended = middle;
        }

        return survived;
    }

    private static bool Survives(DeepFamily family, int level) =>
        DeepProcess.Run("nothing", [(family.Name, level)], Patience) is ({ Count: 1 } results, null) && IsBorne(results[0]);

    private static bool IsBorne(DeepResult result) => result is { Outcome: DeepResult.Survived, Milliseconds: <= MostMilliseconds };

    private static void Write(string family, int deepest)
    {
        var rows = System.IO.File.Exists(Path) ? System.IO.File.ReadLines(Path).Select(static line => line.Split('\t').ToList()).ToList() : [["Family"]];
        if (!rows[0].Contains(Version))
        {
            rows[0].Add(Version);
            foreach (var row in rows.Skip(1))
                row.Add("");
        }

        if (rows.Find(row => row[0] == family) is not { } known)
            rows.Add(known = [family, .. Enumerable.Repeat("", rows[0].Count - 1)]);
        known[rows[0].IndexOf(Version)] = deepest.ToString(CultureInfo.InvariantCulture);
        System.IO.File.WriteAllLines(Path, rows.Select(static row => string.Join('\t', row)));
    }
}
