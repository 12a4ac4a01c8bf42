using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace Corpus.Parts;

public interface ITransport<in TMessage> where TMessage : notnull
{
    Socket Socket { get; }
    static abstract ITransport<TMessage> Create(Socket s);
    void Send(TMessage message);
    void End() => Socket.Shutdown(SocketShutdown.Send);
}

public abstract partial class Server<T> : IDisposable where T : struct
{
    protected readonly Socket Listener = CreateListener();
    private protected TcpListener? Second;
    public static int Count { get; protected set; }

    static Server() => Count = 1;

    partial void OnBound(Socket socket);
    private partial bool TryEnd(Socket socket, out SocketError error);
    protected abstract void Serve(Socket client);

    public virtual void Start(int port, int backlog = 1 << 20)
    {
        Listener.Bind(new IPEndPoint(IPAddress.Any, port));
        OnBound(Listener);
        Listener.Listen(backlog);
        Nested.Instance[port] = Listener;
    }

    private static Socket CreateListener() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.IP);

    protected sealed partial class Nested
    {
        public static readonly Nested Instance = new();
        private readonly Socket?[] _sockets = new Socket?[65536];
        public Socket? this[int port, bool close = false]
        {
            get => _sockets[port];
            set { if (close) _sockets[port]?.Close(); _sockets[port] = value; }
        }

        public static Nested operator -(Nested n, int port) { n[port, true] = null; return n; }
        public static explicit operator Socket?(Nested n) => n[0];
    }
}
