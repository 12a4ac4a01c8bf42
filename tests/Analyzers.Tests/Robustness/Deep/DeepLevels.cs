using System.Globalization;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.Robustness.Deep;

/// <summary>
/// The committed table: for each family a level at which the analyzer that does nothing survives on 1 MB of stack, on both versions of
/// Roslyn and with room, because frames differ from run to run; and where it is measured the deepest of each version (<see cref="Measure"/>).
/// </summary>
internal static class DeepLevels
{
    private const string File = "tests/Analyzers.Tests/Robustness/Deep/levels.tsv";

    private static readonly string Path = System.IO.Path.Combine(Repository.Root, File);

    public static IReadOnlyDictionary<string, int> Read() => Cells()
        .ToDictionary(static cells => cells[0], static cells => int.Parse(cells[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    // Family, level, and the deepest of each version of Roslyn that was measured, as "4.5.0: 384, 5.12.0: 250".
    private static IEnumerable<string[]> Cells() => System.IO.File.ReadLines(Path).Select(static line => line.Split('\t'));

    /// <summary>
    /// Measures the deepest level of the named families (none named: all) on this version of Roslyn, and notes it in the table after each: first
    /// by doubling, then by bisection, each step in a process of its own. What is found is tried with our analyzers and fixes, there and at half
    /// of it; 1 when they do not survive. A level that is deeper than what is found is taken down to three quarters of it. All families take
    /// more than an hour of CPU time.
    /// </summary>
    public static int Measure(IReadOnlyCollection<string> names)
    {
        var died = 0;
        foreach (var family in DeepFamilies.All.Where(family => names.Count == 0 || names.Contains(family.Name)))
        {
            var level = DeepestOf(family);
            Write(family.Name, level);
            var (results, diedOn) = DeepProcess.Run("fixes", [(family.Name, level), (family.Name, level / 2)]);
            var isBorne = diedOn is null && results.TrueForAll(static result => result.Outcome == DeepResult.Survived);
            died += isBorne ? 0 : 1;
            Console.WriteLine($"{family.Name}: {level}, ours {(isBorne ? "survive" : "do not: " + (diedOn ?? string.Join(", ", results)))}");
        }

        return Math.Min(died, 1);
    }

    private static int DeepestOf(DeepFamily family)
    {
        var (results, _) = DeepProcess.Run(DeepProgram.Climb, [(family.Name, Math.Min(8, family.Most))]);
        var survived = results.LastOrDefault(static result => result.Outcome == DeepResult.Survived)?.Level ?? 0;
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
        DeepProcess.Run("nothing", [(family.Name, level)]) is ({ Count: 1 } results, null) && results[0].Outcome == DeepResult.Survived;

    private static void Write(string name, int deepest) =>
        System.IO.File.WriteAllLines(Path, Cells().ToList().Select(cells => string.Join('\t', cells[0] == name ? With(cells, deepest) : cells)));

    private static string[] With(string[] cells, int deepest)
    {
        var version = typeof(Microsoft.CodeAnalysis.Compilation).Assembly.GetName().Version!.ToString(3);
        var others = cells.Length > 2 ? cells[2].Split(", ").Where(note => !note.StartsWith(version + ":", StringComparison.Ordinal)) : [];
        var level = int.Parse(cells[1], CultureInfo.InvariantCulture);
        return
        [
            cells[0],
            (level <= deepest ? level : deepest * 3 / 4).ToString(CultureInfo.InvariantCulture),
            string.Join(", ", others.Append(string.Create(CultureInfo.InvariantCulture, $"{version}: {deepest}")).Order(StringComparer.Ordinal)),
        ];
    }
}
