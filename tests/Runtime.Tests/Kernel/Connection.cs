using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>Two ends of one connection on this machine.</summary>
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
    /// <param name="serverReceiveBuffer">The same, for the side that accepts.</param>
    public static Task<Connection> OpenAsync(int? clientReceiveBuffer = null, int? serverReceiveBuffer = null) =>
        OpenAsync(new IPEndPoint(IPAddress.IPv6Loopback, 0), () => new Socket(SocketType.Stream, ProtocolType.Tcp), clientReceiveBuffer, serverReceiveBuffer);

    public static async Task<Connection> OpenUnixAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            return await OpenAsync(new UnixDomainSocketEndPoint(path), () => new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), null, null);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    private static async Task<Connection> OpenAsync(EndPoint address, Func<Socket> create, int? clientReceiveBuffer, int? serverReceiveBuffer)
    {
        using var listener = create();
        listener.Bind(address);
        // The accepted one has it too.
        if (serverReceiveBuffer is { } serverSize)
            listener.ReceiveBufferSize = serverSize;
        listener.Listen();
        var client = create();
        if (clientReceiveBuffer is { } size)
            client.ReceiveBufferSize = size;
        var accepting = listener.AcceptAsync();
        await client.ConnectAsync(listener.LocalEndPoint!);
        return new Connection(client, await accepting);
    }
}
