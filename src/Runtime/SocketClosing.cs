using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Closing;

namespace SocketAnalyzers;

/// <summary>Ends a connection of a Stream socket (TCP, Unix domain) so that nothing of ours is lost, and says what happened.</summary>
/// <remarks>
/// <para>
/// All methods are thread-safe: they may be called while other threads use, close or dispose the same socket. Of two closes at once the
/// first that comes to its end disposes the socket, and the other says <see cref="CloseOutcome.AlreadyClosed"/> or the same outcome.
/// </para>
/// <para>
/// A receive of the caller's may be pending. If it ends by itself, it is served first (with the peer's bytes, or 0 at its end); if it
/// belongs to a loop, give the loop as <see cref="CloseOptions.Reader"/>, because two readers share the bytes. When a limit comes first, it
/// fails with <see cref="SocketError.OperationAborted"/> (or <see cref="ObjectDisposedException"/> if it starts afterwards). A pending
/// <em>send</em> must be given as <see cref="CloseOptions.PendingSends"/>: a FIN overtakes it.
/// </para>
/// <para>Do not half-close where the protocol takes the client's FIN for an abort: HTTP/1.1 requests.</para>
/// </remarks>
public static class SocketClosing
{
    /// <summary>
    /// Half-close: queues FIN behind everything that was sent, and returns at once. Receiving goes on. Does nothing the second time, and
    /// nothing on a connection that the peer has reset (the next receive tells).
    /// </summary>
    /// <param name="socket">A connected Stream socket.</param>
    /// <exception cref="ArgumentNullException"><paramref name="socket"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The socket listens, or is no Stream socket.</exception>
    /// <exception cref="SocketException"><see cref="SocketError.NotConnected"/>: the socket was never connected.</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    public static void CompleteWrites(this Socket socket)
    {
        var transport = Over(socket);
        transport.ThrowIfNoConnection();
        try
        {
            transport.CompleteWrites();
        }
        catch (SocketException e) when (SocketErrors.IsPeerReset(e.SocketErrorCode) || (e.SocketErrorCode == SocketError.NotConnected && transport.HasRemoteEndPoint))
        {
            // Windows says so after a reset, Unix does not.
        }
    }

    /// <summary>Half-close of a TLS connection: flushes, sends close_notify, then FIN. Receiving goes on.</summary>
    /// <param name="tls">The TLS stream. If its own end was sent already, only the FIN follows.</param>
    /// <param name="socket">The socket below it.</param>
    /// <param name="cancellationToken">
    /// The only limit: close_notify waits behind a write of the caller's that is pending, and a peer that does not read can hold it up for ever.
    /// When it is canceled the FIN goes out all the same,
    /// which frees the stream, and the peer sees a connection that was cut off.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The socket listens, or is no Stream socket.</exception>
    /// <exception cref="IOException">The connection is reset, or a write of the caller's failed.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    public static async ValueTask CompleteWritesAsync(SslStream tls, Socket socket, CancellationToken cancellationToken = default)
    {
        var transport = Over(tls ?? throw new ArgumentNullException(nameof(tls)), socket);
        transport.ThrowIfNoConnection();
        var ending = transport.EndStreamAsync();
        await Waiting.UntilAsync(ending, cancellationToken).ConfigureAwait(false);
        if (!ending.IsCompleted)
        {
            Waiting.Forget(ending);
            socket.CompleteWrites();
            cancellationToken.ThrowIfCancellationRequested();
        }

        try
        {
            await ending.ConfigureAwait(false);
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            // Ended before, or the handshake was never made.
        }

        socket.CompleteWrites();
    }

    /// <summary>
    /// Ends the connection: FIN behind what was sent, then reads until the peer has ended too, or its kernel has acknowledged everything and
    /// it is quiet, or a limit comes; then disposes the socket.
    /// </summary>
    /// <param name="socket">A socket in any state; a disposed one gives <see cref="CloseOutcome.AlreadyClosed"/>.</param>
    /// <param name="options">The limits; null: <see cref="CloseOptions.Server"/>.</param>
    /// <param name="cancellationToken">Ends the close, and the connection, at once: <see cref="CloseOutcome.Canceled"/>, no exception.</param>
    /// <returns>What happened. Await it once. Nothing that the peer or the network does makes it throw.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="socket"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The socket listens, or is no Stream socket. It is left as it was.</exception>
    public static ValueTask<CloseResult> CloseGracefullyAsync(this Socket socket, CloseOptions? options = null, CancellationToken cancellationToken = default) =>
        GracefulClose.RunAsync(socket ?? throw new ArgumentNullException(nameof(socket)), options ?? CloseOptions.Server, cancellationToken);

    /// <inheritdoc cref="CloseGracefullyAsync(Socket, CloseOptions?, CancellationToken)"/>
    /// <summary>The same for a <see cref="TcpClient"/>, whose own <c>Close</c> shuts down both directions. The client is disposed too.</summary>
    /// <param name="client">A client in any state. Do not use its <see cref="TcpClient.GetStream"/> afterwards.</param>
    /// <param name="options">The limits; null: <see cref="CloseOptions.Server"/>.</param>
    /// <param name="cancellationToken">Ends the close, and the connection, at once: <see cref="CloseOutcome.Canceled"/>, no exception.</param>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    public static async ValueTask<CloseResult> CloseGracefullyAsync(this TcpClient client, CloseOptions? options = null, CancellationToken cancellationToken = default)
    {
        // Null when the client is disposed.
        if ((client ?? throw new ArgumentNullException(nameof(client))).Client is not { } socket)
            return new CloseResult { Outcome = CloseOutcome.AlreadyClosed };
        var result = await socket.CloseGracefullyAsync(options, cancellationToken).ConfigureAwait(false);
        client.Dispose();
        return result;
    }

    /// <inheritdoc cref="CloseGracefullyAsync(Socket, CloseOptions?, CancellationToken)"/>
    /// <summary>
    /// The same for a stream over a socket. The stream is flushed first; an <see cref="SslStream"/> also sends close_notify. Both under the
    /// limits: if one comes first, the connection is reset, because a FIN would make a part look whole. Stream and socket are disposed.
    /// </summary>
    /// <param name="outer">The outermost stream. An <see cref="SslStream"/> is read to its end; what another stream has buffered for reading is left to it.</param>
    /// <param name="socket">The socket at the bottom.</param>
    /// <param name="options">The limits; null: <see cref="CloseOptions.Server"/>.</param>
    /// <param name="cancellationToken">Ends the close, and the connection, at once: <see cref="CloseOutcome.Canceled"/>, no exception.</param>
    /// <exception cref="ArgumentNullException"><paramref name="outer"/> or <paramref name="socket"/> is null.</exception>
    public static ValueTask<CloseResult> CloseGracefullyAsync(Stream outer, Socket socket, CloseOptions? options = null, CancellationToken cancellationToken = default) =>
        GracefulClose.RunAsync(Over(outer ?? throw new ArgumentNullException(nameof(outer)), socket), options ?? CloseOptions.Server, cancellationToken);

    /// <summary>
    /// As <see cref="CloseGracefullyAsync(Socket, CloseOptions?, CancellationToken)"/>, blocking the thread: for code that is not asynchronous.
    /// Also for sockets with <see cref="Socket.Blocking"/> false. Changes <see cref="Socket.ReceiveTimeout"/>.
    /// </summary>
    /// <param name="socket">A socket in any state; a disposed one gives <see cref="CloseOutcome.AlreadyClosed"/>.</param>
    /// <param name="options">The limits; null: <see cref="CloseOptions.Server"/>.</param>
    /// <returns>What happened. Nothing that the peer or the network does makes it throw.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="socket"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The socket listens, or is no Stream socket. It is left as it was.</exception>
    public static CloseResult CloseGracefully(this Socket socket, CloseOptions? options = null) =>
        new BlockingClose().Run(Over(socket), options ?? CloseOptions.Server);

    /// <summary>
    /// Resets the connection on purpose and disposes the socket: the peer's next operation fails with <see cref="SocketError.ConnectionReset"/>,
    /// and what it had not received is lost.
    /// </summary>
    /// <param name="socket">A Stream socket in any state; a disposed one is left alone.</param>
    /// <remarks>
    /// The peer sees an ordinary end and no reset after <see cref="CompleteWrites"/> or any other <c>Shutdown</c> of sending, if its kernel had our FIN by then; and always on a Unix domain socket.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="socket"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The socket listens, or is no Stream socket.</exception>
    public static void Abort(this Socket socket)
    {
        var transport = Over(socket);
        try
        {
            transport.ThrowIfNoConnection();
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        transport.Abort();
    }

    /// <summary>Asks the kernel what the peer's kernel has acknowledged: Linux (TCP_INFO, .NET 8 and later), Windows 10 1703 and later (SIO_TCP_INFO, not run by us).</summary>
    /// <param name="socket">A TCP socket in any state.</param>
    /// <param name="delivery">What the kernel knows at this moment.</param>
    /// <returns>False where the system does not tell (other systems, .NET Standard on Linux, Unix domain, UDP), or the socket is disposed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="socket"/> is null.</exception>
    public static bool TryGetDelivery(this Socket socket, out Delivery delivery)
    {
        delivery = default;
        try
        {
            if (!TcpSnapshot.TryTake(socket ?? throw new ArgumentNullException(nameof(socket)), out var snapshot))
                return false;
            var evidence = default(DeliveryEvidence);
            evidence.Add(snapshot, out _, out _);
            delivery = new Delivery(snapshot.State, snapshot.Acknowledged, evidence.UnacknowledgedBytes, snapshot.Received, evidence.FinAcknowledged);
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    private static SocketTransport Over(Socket socket) => new() { Socket = socket ?? throw new ArgumentNullException(nameof(socket)) };

    private static StreamTransport Over(Stream outer, Socket socket) => new(outer, socket ?? throw new ArgumentNullException(nameof(socket)));
}
