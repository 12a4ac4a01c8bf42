using System.Net;
using System.Net.Sockets;

namespace SocketAnalyzers.EchoServer.Tests;

/// <summary>The other side, by hand: what arrives, and whether a FIN or a reset ends it.</summary>
internal static class Peer
{
    public static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    /// <summary>Listens where nobody else does.</summary>
    public static Socket Listen(out int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        return listener;
    }

    /// <summary>A port that is bound and not listened on: nobody gets it meanwhile, and it refuses.</summary>
    public static Socket Refuse(out int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        return socket;
    }

    /// <summary>To the FIN.</summary>
    /// <exception cref="SocketException">A reset came instead.</exception>
    public static async Task<byte[]> ReadToEndAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(EchoProcess.Limit);
        using var received = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await socket.ReceiveAsync(buffer.AsMemory(), limit.Token)) > 0)
            received.Write(buffer, 0, count);
        return received.ToArray();
    }

    public static void Reset(Socket socket) => socket.Close(timeout: 0);

    public static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(42).NextBytes(bytes);
        return bytes;
    }
}
