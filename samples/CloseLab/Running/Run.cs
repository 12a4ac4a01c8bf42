using System.Diagnostics;

namespace CloseLab.Running;

internal enum Verdict
{
    Holds,
    Differs,
    CannotRunHere,
}

/// <summary>One run of one experiment: what it saw and what happened when.</summary>
internal sealed record Run(Experiment Experiment, Verdict Verdict, string Seen, TimeSpan Elapsed, IReadOnlyList<Scene> Scenes)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task<Run> OfAsync(Experiment experiment, Capture? capture, CancellationToken stop)
    {
        if (experiment.Obstacle is { } obstacle)
            return new Run(experiment, Verdict.CannotRunHere, obstacle, TimeSpan.Zero, []);

        var clock = Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Limit);
        string seen;
        await using var stage = new Stage(capture, limit.Token);
        try
        {
            // WaitAsync: a blocking socket call does not listen to a token; disposing the stage ends it.
            seen = await experiment.RunAsync(stage).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            seen = $"no end within {Limit.TotalSeconds:0} s";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            seen = $"{e.GetType().Name}: {e.Message}";
        }

        return new Run(experiment, Judge(experiment.Expected.Here, seen), seen, clock.Elapsed, stage.Scenes);
    }

    private static Verdict Judge(string? expected, string seen) =>
        expected is null ? Verdict.CannotRunHere : expected == seen ? Verdict.Holds : Verdict.Differs;
}
