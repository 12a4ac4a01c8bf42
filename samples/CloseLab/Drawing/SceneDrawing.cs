using System.Xml.Linq;

namespace CloseLab.Drawing;

/// <summary>One scene: a life line for each actor, and a row for each event, from top to bottom.</summary>
internal sealed class SceneDrawing
{
    private const int Side = 158;
    private const int Gap = 150;
    private const int TextColumns = 21;
    private const int BoldColumns = 19;
    private const int LineHeight = 15;
    private const int HeadHeight = 24;
    private const int StateHeight = 23;

    private readonly Scene _scene;
    private readonly List<XElement> _rows = [];
    private readonly int _top;
    private readonly List<(int X, int Width)> _states = [];
    private int _y;

    public SceneDrawing(Scene scene)
    {
        _scene = scene;
        _top = scene.Title.Length > 0 ? 24 : 4;
        _y = _top + HeadHeight + 12;
        foreach (var what in Segments.Merge(scene.Events))
            Add(what);
    }

    public bool IsNarrow => _scene.Actors.Count <= 2;

    public int Width => 2 * Side + (_scene.Actors.Count - 1) * Gap;

    public int Height => _y + 4;

    public IEnumerable<XElement> Draw()
    {
        if (_scene.Title.Length > 0)
            yield return Svg.Text(Width / 2, 13, _scene.Title, "title");
        // The life lines lie under everything else.
        for (var i = 0; i < _scene.Actors.Count; i++)
        {
            yield return Svg.Line(XOf(i), _top + HeadHeight, XOf(i), _y, "life");
            yield return Svg.Rectangle(XOf(i) - 56, _top, 112, HeadHeight, "head", 5);
            yield return Svg.Text(XOf(i), _top + 16, _scene.Actors[i], "actor");
        }

        foreach (var row in _rows)
            yield return row;
    }

    private static int XOf(int actor) => Side + actor * Gap;

    private int XOf(string actor) => XOf(Math.Max(0, IndexOf(actor)));

    private int IndexOf(string actor) => _scene.Actors.ToList().IndexOf(actor);

    private void Add(Event what)
    {
        if (what.Kind != EventKind.State)
            _states.Clear();
        switch (what.Kind)
        {
            case EventKind.Segment:
                AddSegment(what);
                break;
            case EventKind.State:
                AddState(what);
                break;
            case EventKind.Note:
                AddNote(what);
                break;
            default:
                AddCall(what);
                break;
        }
    }

    private void AddSegment(Event what)
    {
        var (from, to) = (XOf(what.Actor), XOf(what.To));
        if (from == to)
            return;
        var toTheRight = to > from;
        var (start, end) = toTheRight ? (from + 4, to - 3) : (from - 4, to + 3);
        var kind = what.Bad ? " lost" : what.Text.StartsWith("ACK", StringComparison.Ordinal) ? " ack" : "";
        _rows.Add(Svg.Text((from + to) / 2, _y + 9, what.Text, what.Bad ? "middle bad" : "middle"));
        _rows.Add(Svg.Line(start, _y + 15, end, _y + 15, "arrow" + kind));
        _rows.Add(Svg.ArrowTip(end, _y + 15, toTheRight, "tip" + kind));
        _y += 25;
    }

    private void AddState(Event what)
    {
        var width = what.Text.Length * 7 + 14;
        var x = XOf(what.Actor);
        // What is told at one moment stands in one row, where there is room.
        if (_states.Count > 0 && _states.TrueForAll(other => Math.Abs(other.X - x) > (other.Width + width) / 2))
            _y -= StateHeight;
        else
            _states.Clear();
        _states.Add((x, width));
        _rows.Add(Svg.Rectangle(x - width / 2, _y, width, 17, "pill", 8));
        _rows.Add(Svg.Text(x, _y + 12, what.Text, "state"));
        _y += StateHeight;
    }

    private void AddNote(Event what)
    {
        _rows.Add(Svg.Text(Width / 2, _y + 10, what.Text, what.Bad ? "middle bad" : "middle label"));
        _y += 20;
    }

    /// <summary>Outside of the first and the last life line; right of one in the middle.</summary>
    private void AddCall(Event what)
    {
        var isFirst = IndexOf(what.Actor) <= 0 && _scene.Actors.Count > 1;
        var x = XOf(what.Actor);
        foreach (var line in Svg.Wrap(what.Text, what.Bad ? BoldColumns : TextColumns))
        {
            _rows.Add(Svg.Text(isFirst ? x - 9 : x + 9, _y + 10, line, (isFirst ? "end" : "text") + (what.Bad ? " bad" : "")));
            _y += LineHeight;
        }

        _y += 5;
    }
}
