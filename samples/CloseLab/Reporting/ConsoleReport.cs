using System.Diagnostics;
using Spectre.Console;

namespace CloseLab.Reporting;

/// <summary>Progress while the experiments run, and the table when they have.</summary>
internal sealed class ConsoleReport
{
    private const int WidthOfFiles = 150;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly bool _captures;
    private readonly int _total;
    private int _done;

    public ConsoleReport(bool captures, int total)
    {
        (_captures, _total) = (captures, total);
        PrepareConsole();
    }

    private static void PrepareConsole()
    {
        if (!Console.IsOutputRedirected)
            return;
        AnsiConsole.Profile.Width = WidthOfFiles;
        AnsiConsole.Profile.Capabilities.Ansi = false;
    }

    public static int List()
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("Experiment").AddColumn("What it shows");
        foreach (var experiment in Catalogue.All)
            table.AddRow(Markup.Escape(experiment.Name), Markup.Escape(experiment.Claim));
        PrepareConsole();
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine("Run one with its name, or all. --help lists the options.");
        return 0;
    }

    /// <summary>On a screen the line stands there while it runs; <see cref="End"/> completes it.</summary>
    public void Begin(Experiment experiment)
    {
        if (!Console.IsOutputRedirected)
            AnsiConsole.Markup($"[grey]{Position}[/] {Markup.Escape(experiment.Name)} ");
    }

    public void End(Run run)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Markup($"[grey]{Position}[/] {Markup.Escape(run.Experiment.Name)} ");
        _done++;
        AnsiConsole.MarkupLine($"{Word(run.Verdict)} [grey]{run.Elapsed.TotalSeconds:F1} s[/]");
    }

    private string Position => $"{_done + 1,3}/{_total}";

    public void Finish(IReadOnlyList<Run> runs, bool showEvents)
    {
        foreach (var run in runs.Where(_ => showEvents))
            PrintEvents(run);

        var table = new Table { Border = TableBorder.Rounded, ShowRowSeparators = true };
        table.AddColumn("Experiment").AddColumn("Expected").AddColumn("Seen").AddColumn("Verdict");
        foreach (var repeated in runs.GroupBy(run => (run.Experiment, run.Verdict, run.Seen)))
        {
            table.AddRow(
                Markup.Escape(repeated.Key.Experiment.Name),
                Markup.Escape(repeated.Key.Experiment.Expected.Here ?? "nothing is known of this system"),
                Markup.Escape(repeated.Key.Seen),
                Word(repeated.Key.Verdict) + (repeated.Count() > 1 ? $", {repeated.Count()} times" : ""));
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(_captures
            ? "Seen through: a capture in a network namespace of our own, the kernel's connection table, TCP_INFO, its counters."
            : "No network namespace of our own here (unshare -Urn), so no capture: seen through the kernel's connection table, TCP_INFO and its counters.");
        AnsiConsole.WriteLine(
            $"{Count(runs, Verdict.Holds)} hold, {Count(runs, Verdict.Differs)} differ, {Count(runs, Verdict.CannotRunHere)} cannot run here; {_clock.Elapsed.TotalSeconds:F0} s");
    }

    private static int Count(IReadOnlyList<Run> runs, Verdict verdict) => runs.Count(run => run.Verdict == verdict);

    private static void PrintEvents(Run run)
    {
        AnsiConsole.MarkupLine($"\n[bold]{Markup.Escape(run.Experiment.Claim)}[/]");
        foreach (var scene in run.Scenes)
        {
            if (scene.Title.Length > 0)
                AnsiConsole.MarkupLine($"\n[underline]{Markup.Escape(scene.Title)}[/]");
            foreach (var what in Segments.Merge(scene.Events))
                AnsiConsole.MarkupLine($"[grey]{what.At.TotalMilliseconds,8:F1} ms[/]  {(what.Bad ? "[red]" : "[default]")}{Markup.Escape(Describe(what))}[/]");
        }

        AnsiConsole.WriteLine();
    }

    private static string Describe(Event what) => what.Kind switch
    {
        EventKind.Segment => $"{what.Actor,-10} ──▶ {what.To,-10} {what.Text}",
        EventKind.State => $"{what.Actor,-10} is in {what.Text}",
        EventKind.Note => $"{"kernel",-10} {what.Text}",
        _ => $"{what.Actor,-10} {what.Text}",
    };

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Holds => "[green]holds[/]",
        Verdict.Differs => "[red]differs[/]",
        _ => "[yellow]cannot run here[/]",
    };
}
