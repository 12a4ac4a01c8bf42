using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>Two ends of one TCP connection over loopback.</summary>
internal sealed class Connection : IDisposable
{
    private Connection(Socket client, Socket server)
    {
        Client = client;
        Server = server;
    }

    /// <summary>The side that opened.</summary>
    public Socket Client { get; }

    /// <summary>The side that accepted.</summary>
    public Socket Server { get; }

    /// <param name="clientReceiveBuffer">Bytes; null: as the system has it. A small one makes the server's data wait in its own queue.</param>
    public static async Task<Connection> OpenAsync(int? clientReceiveBuffer = null)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        listener.Listen();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        if (clientReceiveBuffer is { } size)
            client.ReceiveBufferSize = size;
        var accepting = listener.AcceptAsync();
        await client.ConnectAsync(listener.LocalEndPoint!);
        return new Connection(client, await accepting);
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
