using System.Diagnostics;
using System.Net;

namespace CloseLab.Staging;

/// <summary>Writes down what happens, in order: calls as they are told, segments and states as the kernel shows them.</summary>
internal abstract class Recorder : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Capture? _capture;
    private readonly Timer _ticking;
    private readonly Dictionary<int, string> _actorOfPort = [];
    private readonly List<WatchedEnd> _ends = [];
    private readonly SegmentReader _segments = new();
    private readonly Lock _gate = new();
    private bool _isOver;

    protected Recorder(Capture? capture)
    {
        _capture = capture;
        // What nobody waits for gets its time too.
        _ticking = new Timer(_ => Locked(() => TakeSegments()), null, Tick, Tick);
    }

    public List<Scene> Scenes { get; } = [];

    /// <summary>The actor of ports that nobody has registered: another process, whose port is known only when it has connected.</summary>
    public string? Stranger { get; set; }

    /// <summary>What follows belongs to a new scene with these life lines, from left to right.</summary>
    public void Scene(string title, params string[] actors) => Begin(new Scene(title, actors.Length > 0 ? actors : ["client", "server"], ShowsHandshake: false));

    public void SceneWithHandshake(string title, params string[] actors) => Begin(new Scene(title, actors, ShowsHandshake: true));

    private void Begin(Scene scene) => Locked(() =>
    {
        CatchUp();
        Scenes.Add(scene);
        _actorOfPort.Clear();
        _ends.Clear();
    });

    /// <summary>Forgets the scene: only the last of several tries is drawn.</summary>
    public void DropScene() => Locked(() =>
    {
        // First: what is still in the capture belongs to it.
        TakeSegments();
        Scenes.RemoveAt(Scenes.Count - 1);
        _ends.Clear();
    });

    /// <summary>Segments from and to this end's port are drawn at this actor.</summary>
    public void Register(EndPoint end, string actor) => Locked(() => _actorOfPort[((IPEndPoint)end).Port] = actor);

    /// <summary>From now on this end's changes of state are written down.</summary>
    public void Watch(Peer peer) => Locked(() =>
    {
        _actorOfPort[peer.Local.Port] = peer.Actor;
        _ends.Add(new WatchedEnd(peer));
    });

    public void Call(string actor, string text, bool bad = false) => Log(EventKind.Call, actor, text, bad);

    public void State(string actor, string state) => Log(EventKind.State, actor, state, bad: false);

    public void Note(string text, bool bad = false) => Log(EventKind.Note, "", text, bad);

    /// <summary>A state that somebody looked for; told once.</summary>
    public void Tell(Peer peer, string state) => Locked(() =>
    {
        CatchUp();
        if (_ends.Find(end => end.Peer == peer) is { } watched && watched.IsNew(state))
            AddState(watched, state);
    });

    private void Log(EventKind kind, string actor, string text, bool bad) => Locked(() =>
    {
        CatchUp();
        Add(new Event(_clock.Elapsed, kind, actor, "", text, 0, bad));
    });

    /// <summary>
    /// What has happened up to now. Before each event, because the kernel hands a segment to the capture before it hands it to TCP: so what
    /// made an event possible stands before it, without a race.
    /// </summary>
    private void CatchUp()
    {
        const int Patience = 5;
        TakeSegments();
        List<(WatchedEnd End, string State)> states;
        var looks = 0;
        // A segment that comes in while the states are read may have changed one.
        do
        {
            states = [.. _ends.Select(end => (end, end.Now))];
        }
        while (TakeSegments() > 0 && ++looks < Patience);
        foreach (var (end, state) in states)
        {
            if (end.HasChangedTo(state))
                AddState(end, state);
        }
    }

    /// <returns>How many have come.</returns>
    private int TakeSegments()
    {
        if (_capture is null || Scenes.Count == 0)
            return 0;
        var segments = _capture.Drain();
        foreach (var segment in segments)
        {
            var (from, to) = (ActorOf(segment.SourcePort), ActorOf(segment.TargetPort));
            if (from is not null && to is not null && from != to
                && _segments.TextOf(segment, Scenes[^1].ShowsHandshake, out var bytes) is { } text)
            {
                Add(new Event(_clock.Elapsed, EventKind.Segment, from, to, text, bytes, segment.IsReset));
            }
        }

        return segments.Count;
    }

    private string? ActorOf(int port) => _actorOfPort.GetValueOrDefault(port) ?? Stranger;

    /// <summary>Who has two connections has two states: then it says which.</summary>
    private void AddState(WatchedEnd end, string state)
    {
        var isOneOfSeveral = _ends.Count(other => other.Peer.Actor == end.Peer.Actor) > 1;
        var text = isOneOfSeveral ? $"{state} (to {ActorOf(end.Peer.Remote.Port)})" : state;
        Add(new Event(_clock.Elapsed, EventKind.State, end.Peer.Actor, "", text, 0, Bad: false));
    }

    private void Add(Event what)
    {
        // An experiment that ran into its limit may still be at work.
        if (!_isOver && Scenes.Count > 0)
            Scenes[^1].Events.Add(what);
    }

    private void Locked(Action action)
    {
        lock (_gate)
            action();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _ticking.DisposeAsync();
        Locked(() =>
        {
            CatchUp();
            _isOver = true;
        });
    }
}
