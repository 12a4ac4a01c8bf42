using System.Xml.Linq;

namespace CloseLab.Drawing;

/// <summary>The few shapes that a sequence diagram needs.</summary>
internal static class Svg
{
    private const string Style = """

        svg { --back: #ffffff; --text: #1f2328; --quiet: #59636e; --line: #d1d9e0; --arrow: #0969da; --bad: #cf222e; --pill: #ddf4ff; --pill-text: #0550ae; }
        @media (prefers-color-scheme: dark) {
          svg { --back: #0d1117; --text: #f0f6fc; --quiet: #9198a1; --line: #3d444d; --arrow: #4493f8; --bad: #ff7b72; --pill: #1b2f4b; --pill-text: #a5d6ff; }
        }
        text { font: 12px system-ui, -apple-system, "Segoe UI", "Liberation Sans", Arial, sans-serif; fill: var(--text); }
        .back { fill: var(--back); }
        .claim { font-size: 14px; font-weight: 600; }
        .title { font-size: 13px; font-weight: 600; text-anchor: middle; }
        .actor { font-weight: 600; text-anchor: middle; }
        .label { fill: var(--quiet); font-size: 11px; }
        .bad { fill: var(--bad); font-weight: 600; }
        .middle { text-anchor: middle; }
        .end { text-anchor: end; }
        .head { fill: var(--back); stroke: var(--quiet); }
        .life { stroke: var(--line); stroke-width: 2; }
        .arrow { stroke: var(--arrow); stroke-width: 1.5; }
        .arrow.ack { stroke-dasharray: 4 3; }
        .arrow.lost { stroke: var(--bad); }
        .tip { fill: var(--arrow); }
        .tip.lost { fill: var(--bad); }
        .pill { fill: var(--pill); }
        .state { fill: var(--pill-text); font-size: 11px; font-weight: 600; text-anchor: middle; }

        """;

    private static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    /// <param name="name">The experiment's name, as the title.</param>
    /// <param name="outcome">What was seen, as the description; the documentation's tests compare it.</param>
    public static string Document(int width, int height, string name, string outcome, IEnumerable<XElement> body) =>
        new XElement(
            Namespace + "svg",
            new XAttribute("viewBox", $"0 0 {width} {height}"),
            new XAttribute("width", width),
            new XAttribute("height", height),
            new XAttribute("role", "img"),
            Element("title", [], name),
            Element("desc", [], outcome),
            Element("style", [], Style),
            Rectangle(0, 0, width, height, "back", 6),
            body) + "\n";

    public static XElement Group(int x, int y, IEnumerable<XElement> content) => new(Namespace + "g", new XAttribute("transform", $"translate({x} {y})"), content);

    public static XElement Text(int x, int y, string text, string style) => Element("text", [("x", x), ("y", y), ("class", style)], text);

    public static XElement Line(int x1, int y1, int x2, int y2, string style) => Element("line", [("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2), ("class", style)]);

    public static XElement Rectangle(int x, int y, int width, int height, string style, int radius) =>
        Element("rect", [("x", x), ("y", y), ("width", width), ("height", height), ("rx", radius), ("class", style)]);

    public static XElement ArrowTip(int x, int y, bool toTheRight, string style)
    {
        var back = toTheRight ? x - 8 : x + 8;
        return Element("path", [("d", $"M{x} {y} L{back} {y - 4} L{back} {y + 4} Z"), ("class", style)]);
    }

    public static IEnumerable<string> Wrap(string text, int columns)
    {
        var line = "";
        foreach (var whole in text.Split(' '))
        {
            var word = whole;
            while (word.Length > columns)
            {
                if (line.Length > 0)
                    yield return line;
                line = "";
                // Behind a bracket or a dot, as one would in code.
                var cut = word.LastIndexOfAny(['(', '.', ','], columns - 1) is var at and > 0 ? at + 1 : columns;
                yield return word[..cut];
                word = word[cut..];
            }

            if (line.Length > 0 && line.Length + 1 + word.Length > columns)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }

    private static XElement Element(string name, (string Name, object Value)[] attributes, object? content = null) =>
        new(Namespace + name, attributes.Select(attribute => new XAttribute(attribute.Name, attribute.Value)), content);
}
