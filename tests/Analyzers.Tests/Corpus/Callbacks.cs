using System;
using System.Collections.Generic;
using System.Linq.Expressions;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Corpus.Callbacks;

public class Callbacks
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<ArraySegment<byte>> _list = new() { new byte[3], ArraySegment<byte>.Empty };
    private event EventHandler<SocketAsyncEventArgs>? Done;

    public Callbacks(Action<Socket>? configure = null) : this(7, s => configure?.Invoke(s)) => Done += (_, e) => e.AcceptSocket?.Close();

    private Callbacks(int port, Action<Socket> configure)
    {
        configure(_socket);
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _socket.Listen(5000);
        _socket.BeginAccept(OnAccept, _socket);
        Expression<Func<Socket, bool>> connected = s => s.Connected;
    }

    private void OnAccept(IAsyncResult result)
    {
        var listener = (Socket)result.AsyncState!;
        var client = listener.EndAccept(result);
        listener.BeginAccept(OnAccept, listener);
        client.BeginReceive(new byte[10], 0, 10, SocketFlags.None, ar =>
        {
            int n = client.EndReceive(ar, out var error);
            if (n <= 0 || error != SocketError.Success)
            {
                client.Shutdown(SocketShutdown.Both);
                client.BeginSend(_list, SocketFlags.None, static end => ((Socket)end.AsyncState!).EndSend(end), client);
                client.Close();
                return;
            }

            Later(() => client.Send(_list), delegate { client.Dispose(); });
        }, null);
    }

    public void Start()
    {
        var args = new SocketAsyncEventArgs { RemoteEndPoint = new DnsEndPoint("localhost", 80) };
        args.Completed += OnCompleted;
        args.SetBuffer(new byte[100], 0, 100);
        if (!_socket.ConnectAsync(args)) OnCompleted(this, args);
        void OnCompleted(object? sender, SocketAsyncEventArgs e)
        {
            switch (e.LastOperation)
            {
                case SocketAsyncOperation.Connect when e.SocketError == SocketError.Success:
                    (sender as Socket)?.SendAsync(e);
                    break;
                case SocketAsyncOperation.Receive or SocketAsyncOperation.Send:
                    e.ConnectSocket!.Shutdown(SocketShutdown.Send);
                    e.ConnectSocket.SendAsync(e);
                    goto default;
                default:
                    Done?.Invoke(sender, e);
                    break;
            }
        }
    }

    private static void Later(params Action[] actions)
    {
        foreach (var action in actions)
            ThreadPool.QueueUserWorkItem(static state => ((Action)state!)(), action);
        new Thread(async () => { await Task.Yield(); }) { IsBackground = true }.Start();
    }

    private static Func<Socket, Func<int, Task>> Curry() => s => n => { int Twice(int x) => x * 2; return s.SendAsync(new byte[Twice(n)]); };

    public async void FireAndForget(Lazy<Socket> lazy) => await (lazy.IsValueCreated ? lazy.Value : _socket).ConnectAsync(IPAddress.Any, 1);
}
