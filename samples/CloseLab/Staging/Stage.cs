using System.Net;
using System.Net.Sockets;

namespace CloseLab.Staging;

/// <summary>Where an experiment runs: it makes the connections, writes down what happens, and clears everything away.</summary>
internal sealed class Stage(Capture? capture, CancellationToken limit) : Recorder(capture)
{
    private readonly Stack<object> _owned = new();

    public CancellationToken Limit => limit;

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

    /// <summary>Disposed when the experiment is over, whatever happens.</summary>
    public T Own<T>(T resource) where T : notnull
    {
        lock (_owned)
            _owned.Push(resource);
        return resource;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        while (_owned.TryPop(out var resource))
        {
            if (resource is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else
                ((IDisposable)resource).Dispose();
        }
    }
}
