using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CloseLab.Staging;

/// <summary>Where an experiment runs: it makes the connections, writes down what happens, and clears everything away.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Capture? _capture;
    private readonly Timer _ticking;
    private readonly Stack<object> _owned = new();
    private readonly Dictionary<int, string> _actorOfPort = [];
    private readonly SegmentReader _segments = new();
    private readonly Lock _gate = new();

    public Stage(Capture? capture, CancellationToken limit)
    {
        (_capture, Limit) = (capture, limit);
        // What nobody waits for gets its time too.
        _ticking = new Timer(_ => TakeSegmentsNow(), null, Tick, Tick);
    }

    public CancellationToken Limit { get; }

    public List<Scene> Scenes { get; } = [];

    /// <summary>The actor of ports that nobody has registered: another process, whose port is known only when it has connected.</summary>
    public string? Stranger { get; set; }

    private Scene Current => Scenes.Count > 0 ? Scenes[^1] : Scene("", "client", "server");

    /// <summary>What follows belongs to a new scene with these life lines, from left to right.</summary>
    public Scene Scene(string title, params string[] actors) => Add(new Scene(title, actors.Length > 0 ? actors : ["client", "server"], ShowsHandshake: false));

    public Scene SceneWithHandshake(string title, params string[] actors) => Add(new Scene(title, actors, ShowsHandshake: true));

    private Scene Add(Scene scene)
    {
        lock (_gate)
        {
            TakeSegments();
            Scenes.Add(scene);
            _actorOfPort.Clear();
            return scene;
        }
    }

    /// <summary>Forgets the scene: only the last of several tries is drawn.</summary>
    public void DropScene()
    {
        lock (_gate)
        {
            // First: what is still in the capture belongs to it.
            TakeSegments();
            Scenes.RemoveAt(Scenes.Count - 1);
        }
    }

    /// <summary>A connection between two actors of the scene, each over a blocking socket.</summary>
    public (Peer Client, Peer Server) Connect(string client = "client", string server = "server", int bufferSize = 0)
    {
        using var listener = Listener(bufferSize: bufferSize);
        var connecting = Own(NewSocket(bufferSize));
        connecting.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Register(connecting.LocalEndPoint!, client);
        Register(listener.LocalEndPoint!, server);
        connecting.Connect(listener.LocalEndPoint!);
        return (new Peer(this, client, connecting), new Peer(this, server, Own(listener.Accept())));
    }

    public Socket Listener(int backlog = int.MaxValue, int bufferSize = 0)
    {
        var listener = Own(NewSocket(bufferSize));
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(backlog);
        return listener;
    }

    /// <summary>Exclusive, so that no experiment shares a port by accident. The buffers of an accepted socket are its listener's.</summary>
    private static Socket NewSocket(int bufferSize)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true, NoDelay = true };
        if (bufferSize > 0)
            socket.ReceiveBufferSize = socket.SendBufferSize = bufferSize;
        return socket;
    }

    /// <summary>Segments from and to this end's port are drawn at this actor.</summary>
    public void Register(EndPoint end, string actor)
    {
        lock (_gate)
            _actorOfPort[((IPEndPoint)end).Port] = actor;
    }

    /// <summary>Disposed when the experiment is over, whatever happens.</summary>
    public T Own<T>(T resource) where T : notnull
    {
        lock (_gate)
            _owned.Push(resource);
        return resource;
    }

    public void Call(string actor, string text, bool bad = false) => Log(EventKind.Call, actor, text, bad);

    public void State(string actor, string state) => Log(EventKind.State, actor, state, bad: false);

    public void Note(string text, bool bad = false) => Log(EventKind.Note, "", text, bad);

    private void Log(EventKind kind, string actor, string text, bool bad)
    {
        lock (_gate)
        {
            var scene = Current;
            TakeSegments();
            scene.Events.Add(new Event(_clock.Elapsed, kind, actor, "", text, 0, bad));
        }
    }

    /// <summary>
    /// Before each event: the kernel hands a segment to the capture before it hands it to TCP, so what made an event possible
    /// stands before it without a race.
    /// </summary>
    private void TakeSegments()
    {
        if (_capture is null || Scenes.Count == 0)
            return;
        var scene = Scenes[^1];
        foreach (var segment in _capture.Drain())
        {
            var (from, to) = (ActorOf(segment.SourcePort), ActorOf(segment.TargetPort));
            if (from is not null && to is not null && from != to
                && _segments.TextOf(segment, scene.ShowsHandshake, out var bytes) is { } text)
            {
                scene.Events.Add(new Event(_clock.Elapsed, EventKind.Segment, from, to, text, bytes, segment.IsReset));
            }
        }
    }

    private string? ActorOf(int port) => _actorOfPort.GetValueOrDefault(port) ?? Stranger;

    private void TakeSegmentsNow()
    {
        lock (_gate)
            TakeSegments();
    }

    public async ValueTask DisposeAsync()
    {
        await _ticking.DisposeAsync();
        TakeSegmentsNow();
        while (_owned.TryPop(out var resource))
        {
            if (resource is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else
                ((IDisposable)resource).Dispose();
        }
    }
}
