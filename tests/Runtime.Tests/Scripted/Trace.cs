using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace SocketAnalyzers.Tests.Scripted;

/// <summary>A run of the model, as verification/README.md describes its lines.</summary>
internal sealed class Trace
{
    // Much longer than the helper goes without a look.
    private const int Tick = 20_000;

    // The helper looks once a second: by then it has seen what a tick has brought to an end.
    private const int AfterTick = 3_000;

    private readonly List<Happening> _before = [];
    private readonly List<(int At, Happening What)> _events = [];
    private readonly List<string> _actions = [];
    private Script _script = new() { SendsFailByThemselves = false };
    private bool _hasBegun;
    private int _ticks;

    private Trace(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Read(line.Split(' '));
    }

    public string Name { get; private set; } = "";

    public CloseOutcome Outcome { get; private set; }

    public long Drained { get; private set; }

    /// <summary>notify, fin, dispose, reset: what the helper does to the connection.</summary>
    public IReadOnlyList<string> Actions => _actions;

    public Script Script
    {
        get
        {
            var last = 0;
            var events = new List<Happening>();
            foreach (var (at, what) in _events)
            {
                events.Add(what with { After = at - last });
                last = at;
            }

            return _script with { Before = _before, Events = events };
        }
    }

    public static IEnumerable<Trace> InFile(string path) =>
        File.ReadAllText(path).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#')).ToArray())
            .Where(lines => lines.Length > 0)
            .Select(lines => new Trace(lines));

    private void Read(string[] words)
    {
        int Number(int index) => int.Parse(words[index], CultureInfo.InvariantCulture);
        switch (words[0])
        {
            case "trace":
                Name = words[1];
                break;
            case "given":
                _script = _script with { PendingSend = Number(2) == 0 ? null : 0, Reader = Number(4) == 0 ? ReaderKind.None : ReaderKind.Scripted, HasStream = Number(6) != 0 };
                break;
            case "limits":
                _script = _script with { Quiet = Number(2) * Tick, Idle = Number(4) * Tick, Total = Number(6) * Tick, MaxDrained = Number(8) };
                break;
            case "close":
                _hasBegun = true;
                break;
            case "tick":
                Pass();
                break;
            case ">" when words[1] == "outcome":
                Outcome = Enum.Parse<CloseOutcome>(words[2]);
                Drained = Number(4);
                break;
            case ">":
                _actions.Add(words[1]);
                break;
            case "lost":
                // What comes of it after the close; the properties ask the scripted kernel.
                break;
            default:
                Add(Event(string.Join(' ', words)));
                break;
        }
    }

    private static Happening Event(string line)
    {
        var last = line.LastIndexOf(' ');
        if (line != "ack fin" && last >= 0 && int.TryParse(line[last..], CultureInfo.InvariantCulture, out var count))
            line = line[..last];
        else
            count = 0;
        return line switch
        {
            "wrote" => new(0, Kind.Wrote, count),
            "ack" => new(0, Kind.Ack, count),
            "ack fin" => new(0, Kind.AckAll),
            "data" => new(0, Kind.Data, count),
            "fin" => new(0, Kind.PeerFin),
            "rst" => new(0, Kind.Reset),
            "eaten" => new(0, Kind.ErrorIsEaten),
            "shut" => new(0, Kind.CallerShutsDown),
            "dispose" => new(0, Kind.OtherDisposes),
            "cancel" => new(0, Kind.Cancel),
            "sends done" => new(0, Kind.SendsDone),
            "sends failed" => new(0, Kind.SendsFail),
            "notify done" => new(0, Kind.StreamEnds),
            "notify failed" => new(0, Kind.StreamFails),
            "reader read" => new(0, Kind.ReaderReads, count),
            "reader ended" => new(0, Kind.ReaderEnds),
            _ => throw new FormatException($"A trace has the line '{line}', which verification/README.md does not know."),
        };
    }

    private void Add(Happening what)
    {
        if (_hasBegun)
            _events.Add((_ticks * Tick + AfterTick, what));
        else
            _before.Add(what);
    }

    /// <summary>An acknowledgement wakes nobody. In the model it is seen at the end of the tick, so it has to come just before that.</summary>
    private void Pass()
    {
        _ticks++;
        for (var i = _events.Count - 1; i >= 0 && _events[i].What.Kind is Kind.Ack or Kind.AckAll && _events[i].At > (_ticks - 1) * Tick; i--)
            _events[i] = (_ticks * Tick - 1, _events[i].What);
    }
}
