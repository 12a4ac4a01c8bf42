using System.Xml.Linq;

namespace CloseLab.Drawing;

/// <summary>
/// What an experiment saw, as an SVG: selectable text, no script, light or dark as the reader has it. Without times and ports, so that
/// the same story gives the same file.
/// </summary>
internal static class SequenceDiagram
{
    private const int Margin = 16;
    private const int LineHeight = 17;

    public static string Draw(Run run, bool captured)
    {
        var scenes = run.Scenes.Select(scene => new SceneDrawing(scene)).ToList();
        // Two side by side, to compare; a wide one has a row to itself.
        var columns = scenes.Count > 1 && scenes.TrueForAll(scene => scene.IsNarrow) ? 2 : 1;
        var width = columns * scenes.Max(scene => scene.Width) + 2 * Margin;
        var body = new List<XElement>();
        var y = Margin + LineHeight;
        y = AddText(body, run.Experiment.Claim, "claim", y, width);

        foreach (var row in scenes.Chunk(columns))
        {
            var x = Margin;
            foreach (var scene in row)
            {
                body.Add(Svg.Group(x, y, scene.Draw()));
                x += scene.Width;
            }

            y += row.Max(scene => scene.Height) + Margin;
        }

        y = AddText(body, "Seen", "label", y + LineHeight, width);
        foreach (var line in run.Seen.Split('\n'))
            y = AddText(body, line, run.Verdict == Verdict.Differs ? "bad" : "text", y, width);
        y = AddText(body, $"Drawn from a run{(captured ? ", segments from a capture" : ", without a capture: no segments")}: dotnet run --project samples/CloseLab -- {run.Experiment.Name}", "label", y + 6, width);
        return Svg.Document(width, y + Margin - LineHeight / 2, run.Experiment.Name, run.Seen, body);
    }

    private static int AddText(List<XElement> body, string text, string style, int y, int width)
    {
        foreach (var line in Svg.Wrap(text, (width - 2 * Margin) / (style == "claim" ? 9 : 7)))
        {
            body.Add(Svg.Text(Margin, y, line, style));
            y += LineHeight;
        }

        return y;
    }
}
