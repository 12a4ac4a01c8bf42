using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace SocketAnalyzers.Tests.Docs;

/// <summary>The connections of the examples. Every peer says a line, reads to the end, and ends; that of <see cref="Other"/> does not wait for the end.</summary>
internal sealed class ExampleConnections : IAsyncDisposable
{
    private readonly List<Task> _peers = [];

    public Socket Socket { get; private set; } = null!;

    public Socket Other { get; private set; } = null!;

    public TcpClient Client { get; } = new();

    public SslStream Tls { get; private set; } = null!;

    public Socket TlsSocket { get; private set; } = null!;

    public static async Task<ExampleConnections> OpenAsync()
    {
        var connections = new ExampleConnections();
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        listener.Listen();
        connections.Socket = await connections.ConnectAsync(listener, PlayAsync);
        connections.Other = await connections.ConnectAsync(listener, SayAndEndAsync);
        connections.Client.Client = await connections.ConnectAsync(listener, PlayAsync);
        connections.TlsSocket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await connections.TlsSocket.ConnectAsync(listener.LocalEndPoint!);
        connections._peers.Add(PlayTlsAsync(await listener.AcceptAsync()));
        connections.Tls = new SslStream(new NetworkStream(connections.TlsSocket, ownsSocket: true), false, (_, _, _, _) => true);
        await connections.Tls.AuthenticateAsClientAsync("localhost");
        return connections;
    }

    public async ValueTask DisposeAsync()
    {
        Socket.Dispose();
        Other.Dispose();
        Client.Dispose();
        await Tls.DisposeAsync();
        await Task.WhenAll(_peers);
    }

    private async Task<Socket> ConnectAsync(Socket listener, Func<Socket, Task> play)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.LocalEndPoint!);
        _peers.Add(play(await listener.AcceptAsync()));
        return socket;
    }

    private static async Task SayAndEndAsync(Socket peer)
    {
        await peer.SendAsync("hello\n"u8.ToArray(), SocketFlags.None);
        await peer.CloseGracefullyAsync();
    }

    private static async Task PlayAsync(Socket peer)
    {
        try
        {
            await peer.SendAsync("hello\n"u8.ToArray(), SocketFlags.None);
            while (await peer.ReceiveAsync(new byte[4096].AsMemory(), SocketFlags.None) > 0)
            {
            }
        }
        catch (SocketException e) when (SocketErrors.IsPeerReset(e))
        {
            // Some examples reset.
        }

        await peer.CloseGracefullyAsync();
    }

    private static async Task PlayTlsAsync(Socket peer)
    {
        var tls = new SslStream(new NetworkStream(peer, ownsSocket: true));
        await tls.AuthenticateAsServerAsync(Kernel.Tls.Certificate);
        try
        {
            while (await tls.ReadAsync(new byte[4096].AsMemory()) > 0)
            {
            }
        }
        catch (IOException e) when (SocketErrors.IsPeerReset(e))
        {
            // Some examples reset.
        }

        await SocketClosing.CloseGracefullyAsync(tls, peer);
    }
}
