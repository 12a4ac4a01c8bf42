using System.Runtime.InteropServices;
using CloseLab.Drawing;
using CloseLab.Reporting;

namespace CloseLab.Running;

/// <summary>Runs what was asked for, one experiment after the other: they look at the kernel's counters.</summary>
internal sealed class Runner(Request request)
{
    private const int Success = 0;
    private const int SomethingDiffers = 1;

    public async Task<int> RunAsync()
    {
        using var stop = new CancellationTokenSource();
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        using var capture = OwnNamespace.IsInside ? new Capture() : null;
        var report = new ConsoleReport(capture is not null, request.Experiments.Count * request.Repeat);
        var runs = new List<Run>();
        try
        {
            for (var round = 0; round < request.Repeat; round++)
            {
                foreach (var experiment in request.Experiments)
                {
                    report.Begin(experiment);
                    var run = await Running.Run.OfAsync(experiment, capture, stop.Token);
                    runs.Add(run);
                    report.End(run);
                }
            }
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped.");
        }

        report.Finish(runs, showEvents: request.Experiments.Count == 1);
        Write(runs, capture is not null);
        return stop.IsCancellationRequested || runs.Any(run => run.Verdict == Verdict.Differs) ? SomethingDiffers : Success;
    }

    private void Write(IReadOnlyList<Run> runs, bool captured)
    {
        if (request.JsonFile is { } file)
            JsonReport.Write(file, runs, captured);
        if (request.SvgFolder is not { } folder)
            return;
        Directory.CreateDirectory(folder);
        // With --repeat, the last run of each.
        foreach (var run in runs.Where(run => run.Scenes.Count > 0))
            File.WriteAllText(Path.Combine(folder, run.Experiment.Name + ".svg"), SequenceDiagram.Draw(run, captured));
    }
}
