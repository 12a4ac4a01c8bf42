using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Closing;
using SocketAnalyzers.Relaying;

namespace SocketAnalyzers;

/// <summary>One of the two connections of a relay, which ends it: see <see cref="DuplexRelay.RunAsync"/>. For one relay; nobody else may read from it or write to it meanwhile.</summary>
public sealed class RelayEnd
{
    /// <summary>A socket.</summary>
    /// <param name="socket">A connected Stream socket (TCP, Unix domain).</param>
    /// <exception cref="ArgumentNullException"><paramref name="socket"/> is null.</exception>
    public RelayEnd(Socket socket)
    {
        Port = new SocketPort(new SocketTransport { Socket = socket ?? throw new ArgumentNullException(nameof(socket)) });
    }

    /// <summary>A stream over a socket: <see cref="SslStream"/>, <see cref="NetworkStream"/>, or any other, which is flushed after each write.</summary>
    /// <param name="stream">The outermost stream, which must take a read and a write at the same time (<see cref="BufferedStream"/> does not). An <see cref="SslStream"/> must be authenticated.</param>
    /// <param name="socket">The socket at the bottom.</param>
    /// <remarks>
    /// <see cref="SslStream"/> returns 0 for close_notify and for a bare FIN alike. The relay tells them apart by what the kernel has
    /// received, and takes a bare FIN for what it is: <see cref="RelayOutcome.TlsTruncated"/>. <see cref="TlsEnd.Unknown"/>, which is passed
    /// on as an end, remains where the system does not tell (.NET Standard on Linux, macOS), and where a record that is neither data nor an
    /// alert (a session ticket) came right before the FIN.
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The stream has a trailer to write (GZip, Deflate, ZLib, Brotli, Crypto).</exception>
    public RelayEnd(Stream stream, Socket socket)
    {
        _ = stream ?? throw new ArgumentNullException(nameof(stream));
        _ = socket ?? throw new ArgumentNullException(nameof(socket));
        var transport = new StreamTransport(stream, socket);
        Port = stream switch
        {
            // One derived from it may do something to the bytes.
            NetworkStream when stream.GetType() == typeof(NetworkStream) => new SocketPort(transport),
            SslStream tls => new TlsPort(tls, transport),
            _ => new StreamOverSocketPort(stream, transport),
        };
    }

    /// <summary>Any stream of two directions: a pipe, a QUIC stream, a WebSocket.</summary>
    /// <param name="stream">Read until it returns 0, and flushed after each write, both at the same time. It is disposed at the end.</param>
    /// <param name="completeWrites">Ends the writing direction; reading goes on. Called once, after the last write has completed. What it throws is <see cref="RelayOutcome.DestinationError"/>.</param>
    /// <param name="abort">
    /// Ends both directions at once so that the other side sees an error, and not an end; null: there is no such thing, and the stream is
    /// only disposed. Called at most once, on any thread, while reads and writes may be pending. Its exceptions are ignored.
    /// </param>
    /// <remarks>The token of reads, writes and <paramref name="completeWrites"/> is canceled when the relay is cut off. A stream that does not listen to it, or to its dispose, is left behind after 1 s.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> or <paramref name="completeWrites"/> is null.</exception>
    public RelayEnd(Stream stream, Func<CancellationToken, ValueTask> completeWrites, Action? abort = null)
    {
        Port = new StreamPort(stream ?? throw new ArgumentNullException(nameof(stream)), completeWrites ?? throw new ArgumentNullException(nameof(completeWrites)), abort);
    }

    internal RelayPort Port { get; }

    /// <summary>As <see cref="RelayEnd(Socket)"/>.</summary>
    /// <param name="socket">A connected Stream socket.</param>
    /// <exception cref="ArgumentNullException"><paramref name="socket"/> is null.</exception>
    public static implicit operator RelayEnd(Socket socket) => new(socket);

#if NET8_0_OR_GREATER
    /// <summary>As <see cref="RelayEnd(Stream, Socket)"/>, with the stream's own socket. Not on .NET Standard, where <see cref="NetworkStream.Socket"/> is not public.</summary>
    /// <param name="stream">A stream over a connected Stream socket.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public static implicit operator RelayEnd(NetworkStream stream) => new(stream ?? throw new ArgumentNullException(nameof(stream)), stream.Socket);
#endif
}
