using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers;

namespace Echo;

/// <summary>A socket, and the stream over it that sends and receives: its own, or one of TLS. Whoever ends the connection needs both.</summary>
internal sealed class Connection : IDisposable
{
    private Connection(Socket socket, Stream stream)
    {
        Socket = socket;
        Stream = stream;
    }

    public Socket Socket { get; }

    public Stream Stream { get; }

    /// <summary>The client's side.</summary>
    /// <param name="server">Name or address, and port.</param>
    /// <param name="trust">Null: no TLS.</param>
    public static async Task<Connection> OpenAsync(DnsEndPoint server, TlsTrust? trust, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(server.Host, server.Port, stop);
            var stream = new NetworkStream(socket);
            return new Connection(socket, trust is null ? stream : await Tls.ConnectAsync(stream, server.Host, trust, stop));
        }
        catch
        {
            // A handshake that failed has said why, and a reset would take that away again. Of a socket that never connected nothing is awaited.
            await socket.CloseGracefullyAsync(CloseOptions.Client, stop);
            throw;
        }
    }

    /// <summary>The server's side. The socket stays the caller's when this fails.</summary>
    /// <param name="socket">A client that was accepted.</param>
    /// <param name="certificate">Null: no TLS.</param>
    public static async Task<Connection> AcceptAsync(Socket socket, X509Certificate2? certificate, CancellationToken stop)
    {
        var stream = new NetworkStream(socket);
        return new Connection(socket, certificate is null ? stream : await Tls.AcceptAsync(stream, certificate, stop));
    }

    /// <summary>For the way out after a failure: after a graceful close there is nothing left to dispose of.</summary>
    public void Dispose()
    {
        Socket.Dispose();
        Stream.Dispose();
    }
}
