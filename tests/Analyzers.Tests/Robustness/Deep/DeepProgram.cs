using System.Globalization;

namespace SocketAnalyzers.Tests.Robustness.Deep;

/// <summary>
/// The entry of this assembly as a program: a stack overflow ends the process, so deep code is analysed in one of its own. Its threads
/// have the stack of Windows' main thread (<see cref="DeepProcess"/>).
/// </summary>
internal static class DeepProgram
{
    public const string Climb = "climb";

    /// <summary>Reads lines "family, tab, level" from the standard input and prints a <see cref="DeepResult"/> for each.</summary>
    public static int Main(string[] arguments)
    {
        if (arguments is ["measure", .. var names])
            return DeepLevels.Measure(names);
        if (arguments is not [var mode])
        {
            Console.Error.WriteLine("Usage: nothing | ours | fixes | climb, with lines of 'family<tab>level' on the standard input; or measure [FAMILY...], which writes the table of levels.");
            return 2;
        }

        var thread = new Thread(() => Run(mode), DeepProcess.StackSize);
        thread.Start();
        thread.Join();
        return 0;
    }

    private static void Run(string mode)
    {
        while (Console.ReadLine() is { Length: > 0 } line)
        {
            var cells = line.Split('\t');
            var family = DeepFamilies.All.Concat(CyclicCode.All).Single(family => family.Name == cells[0]);
            var level = int.Parse(cells[1], CultureInfo.InvariantCulture);
            Console.WriteLine("> " + line);
            if (mode == Climb)
                ClimbFrom(family, level);
            else
                Console.WriteLine(Run(mode, family, level));
        }
    }

    private static DeepResult Run(string mode, DeepFamily family, int level) => mode switch
    {
        "nothing" => DeepRun.WithNothing(family, level),
        "fixes" => DeepRun.WithFixes(family, level),
        _ => DeepRun.WithOurs(family, level),
    };

    // Twice as deep each time, until the compiler or the analyzer that does nothing gives up; the process may end on the way.
    private static void ClimbFrom(DeepFamily family, int level)
    {
        for (; ; level = Math.Min(level * 2, family.Most))
        {
            var result = DeepRun.WithNothing(family, level);
            Console.WriteLine(result);
            if (result.Outcome != DeepResult.Survived || level == family.Most)
                return;
        }
    }
}
