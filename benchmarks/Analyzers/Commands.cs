using System.CommandLine;
using SocketAnalyzers.Benchmarks.Counts;
using SocketAnalyzers.Benchmarks.Editing;
using SocketAnalyzers.Benchmarks.Measuring;
using SocketAnalyzers.Benchmarks.Peers;
using SocketAnalyzers.Benchmarks.Scaling;
using SocketAnalyzers.Benchmarks.Shapes;

namespace SocketAnalyzers.Benchmarks;

/// <summary>What there is to measure: README.md. BenchmarkDotNet's own options begin with --filter, --list and the like.</summary>
internal static class Commands
{
    public static RootCommand Create() => new("What the rules of SocketAnalyzers cost. Without a command: BenchmarkDotNet's switcher.")
    {
        CreateQuick(), CreatePeers(), CreateScaling(), CreateEdits(), CreateFixes(),
    };

    private static Command CreateQuick()
    {
        var update = new Option<FileInfo?>("--update") { Description = "Write the measured counts to FILE instead of comparing them", HelpName = "FILE" };
        var command = new Command("quick", "Compare counts and bytes with counts.tsv; never time") { update };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(update) is not { } file)
                return new CountGate(Console.Out).Run(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "counts.tsv")).Skip(1).Select(CountLine.Parse)) ? 0 : 1;
            File.WriteAllLines(file.FullName, CountGate.Cases.Select(static known => Told(CountLine.Measure(known.Shape, known.Size).ToString())).Prepend(CountLine.Header));
            return 0;
        });
        return command;
    }

    // It takes minutes on a busy machine.
    private static string Told(string line)
    {
        Console.Error.WriteLine(line);
        return line;
    }

    private static Command CreatePeers()
    {
        var folders = new Argument<DirectoryInfo[]>("PATH") { Description = "Folders with C#", Arity = ArgumentArity.OneOrMore }.AcceptExistingOnly();
        var rounds = CountOption("--rounds", "Runs of each over each project; the cheapest counts", 2);
        var asInBuild = new Option<bool>("--as-in-build") { Description = "Only rules that are warnings by default, as the compiler's command line runs them" };
        var only = new Option<string[]>("--only") { Description = "Of the others, only this package; can be given more than once", HelpName = "PACKAGE" }.AcceptOnlyFromAmong([.. PeerPackages.Names]);
        var command = new Command("peers", "Ours beside the analyzers of others, over the projects of folders") { folders, rounds, asInBuild, only };
        command.SetAction(async (parsed, _) =>
        {
            var contenders = PeerComparison.Contenders(parsed.GetValue(only) is { Length: > 0 } chosen ? chosen : PeerPackages.Names);
            if (parsed.GetValue(asInBuild))
                contenders = [.. contenders.Select(static contender => contender.AsInBuild())];
            var comparison = new PeerComparison(contenders, parsed.GetValue(rounds));
            await comparison.RunAsync(parsed.GetValue(folders)!.Select(static folder => folder.FullName), static problem => Console.Error.WriteLine(problem));
            PeerReport.Print(Console.Out, comparison);
            return 0;
        });
        return command;
    }

    private static Command CreateScaling()
    {
        var points = new Option<FileInfo?>("--points") { Description = "Write the points for plot.sh too", HelpName = "FILE" };
        var shape = new Option<string[]>("--shape") { Description = "Only this shape; can be given more than once", HelpName = "NAME" }.AcceptOnlyFromAmong([.. Shape.All.Select(static known => known.Name)]);
        var command = new Command("scaling", "How the cost grows with the code, and what adversarial code costs") { points, shape };
        command.SetAction(parsed =>
        {
            var chosen = parsed.GetValue(shape) is { Length: > 0 } names ? Shape.All.Where(known => names.Contains(known.Name, StringComparer.Ordinal)) : Shape.All;
            var measured = ScalingRun.Measure(chosen).ToList();
            ScalingReport.PrintTable(Console.Out, measured);
            if (parsed.GetValue(points) is not { } file)
                return 0;
            using var writer = file.CreateText();
            ScalingReport.WritePoints(writer, measured.Where(static point => point.Shape.Sizes.Count > 1));
            return 0;
        });
        return command;
    }

    private static Command CreateEdits()
    {
        var edits = CountOption("--edits", "Measured edits", 300);
        var command = new Command("edits", "From an edit inside a long socket method to the diagnostics of its document") { edits };
        command.SetAction(parsed =>
        {
            EditReport.Print(Console.Out, EditLatency.MeasureAllAsync(parsed.GetValue(edits)).ToBlockingEnumerable());
            return 0;
        });
        return command;
    }

    private static Command CreateFixes()
    {
        var runs = CountOption("--runs", "Measured runs of each fix", 50);
        var command = new Command("fixes", "From a diagnostic to the changed solutions of all its fixes") { runs };
        command.SetAction(async (parsed, _) =>
        {
            FixReport.Print(Console.Out, await FixLatency.MeasureAsync(parsed.GetValue(runs)));
            return 0;
        });
        return command;
    }

    private static Option<int> CountOption(string name, string description, int count)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => count };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError($"{name}: allowed is a number from 1.");
        });
        return option;
    }
}
