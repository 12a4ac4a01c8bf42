using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloseLab.Reporting;

/// <summary>All that was seen, for other programs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Write(string file, IReadOnlyList<Run> runs, bool captured) => File.WriteAllText(file, JsonSerializer.Serialize(
        new
        {
            System = RuntimeInformation.OSDescription,
            Runtime = RuntimeInformation.FrameworkDescription,
            Captured = captured,
            Runs = runs.Select(run => new
            {
                run.Experiment.Name,
                run.Experiment.Claim,
                run.Experiment.Facts,
                Expected = run.Experiment.Expected.Here,
                run.Seen,
                run.Verdict,
                Seconds = Math.Round(run.Elapsed.TotalSeconds, 3),
                Scenes = run.Scenes.Select(scene => new
                {
                    scene.Title,
                    scene.Actors,
                    Events = scene.Events.Select(what => new { Ms = Math.Round(what.At.TotalMilliseconds, 2), what.Kind, what.Actor, what.To, what.Text, what.Bad }),
                }),
            }),
        },
        Format) + "\n");
}
