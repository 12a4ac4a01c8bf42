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
/// <em>send</em> should be given as <see cref="CloseOptions.PendingSends"/>, because a FIN overtakes it. One that is not named is waited for
/// too, under the same limits, and a limit that comes first resets the connection; but not a blocking send of another thread on a socket
/// that was never used asynchronously.
/// </para>
/// <para>
/// The limits are timers of the thread pool. Where all threads of the pool block, they come late;
/// <see cref="CloseGracefully(Socket, CloseOptions?)"/> holds them on its own thread.
/// </para>
/// <para>
/// TLS may be ended while it is read: close_notify goes out under the lock that <see cref="SslStream"/> takes for each encryption and
/// decryption (<c>ShutdownAsync</c> itself takes none, and corrupts the heap beside a read). It is found by reflection on .NET 8 to 11, trimmed
/// and under NativeAOT too. Where it is not found, a read of the caller's is waited for, for 250 ms; then the FIN goes out without close_notify.
/// Renegotiation is not covered, nor a stream below the <see cref="SslStream"/> whose asynchronous write blocks its thread. A write
/// that is pending on the <see cref="SslStream"/> is waited for, where the runtime lets it be seen (.NET 8 to 11).
/// </para>
/// <para>Do not half-close where the protocol takes the client's FIN for an abort: HTTP/1.1 requests.</para>
/// </remarks>
public static class SocketClosing
{
    /// <summary>
    /// Half-close: queues FIN behind everything that was sent, and returns at once. Receiving goes on. Does nothing the second time, and
    /// nothing on a connection that the peer has reset (the next receive tells). It cannot wait for a send that is still pending, and
    /// would overtake it: <see cref="CompleteWritesAsync(Socket, CancellationToken)"/> waits.
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
        HalfClose.Fin(transport);
    }

    /// <summary>
    /// Half-close that waits for the sends that are still pending on this socket, then queues FIN. Receiving goes on. Does nothing the second
    /// time. A reset that came before is thrown, because the caller's next receive would show a clean end.
    /// </summary>
    /// <param name="socket">A connected Stream socket.</param>
    /// <param name="cancellationToken">The only limit: a peer that does not read holds a pending send up for ever. When it is canceled no FIN has been sent.</param>
    /// <remarks>Not waited for: a blocking send of another thread on a socket that was never used asynchronously. How a pending send ends, its own task tells.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="socket"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The socket listens, or is no Stream socket.</exception>
    /// <exception cref="SocketException">The connection is reset (<see cref="SocketErrors.IsPeerReset(Exception)"/>), or was never made (<see cref="SocketError.NotConnected"/>).</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    public static ValueTask CompleteWritesAsync(this Socket socket, CancellationToken cancellationToken = default) =>
        HalfClose.RunAsync(Over(socket), cancellationToken);

    /// <summary>Half-close of a TLS connection: flushes, sends close_notify, then FIN. Receiving goes on.</summary>
    /// <param name="tls">The TLS stream. If its own end was sent already, only the FIN follows. A read of it may be pending.</param>
    /// <param name="socket">The socket below it.</param>
    /// <param name="cancellationToken">
    /// The only limit: close_notify waits for a write of the caller's that is pending, and a peer that does not read can hold it up for ever.
    /// When it is canceled the FIN goes out all the same,
    /// which frees the stream, and the peer sees a connection that was cut off.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The socket listens, or is no Stream socket.</exception>
    /// <exception cref="IOException">
    /// The connection is reset, or a write of the caller's failed. Only on a runtime whose stream has no lock that the library knows: the FIN went out
    /// without close_notify, because a read did not end in time.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    public static async ValueTask CompleteWritesAsync(SslStream tls, Socket socket, CancellationToken cancellationToken = default)
    {
        var transport = Over(tls ?? throw new ArgumentNullException(nameof(tls)), socket);
        transport.ThrowIfNoConnection();
        var ending = transport.EndStreamAsync(null, cancellationToken);
        await Waiting.UntilAsync(ending, cancellationToken).ConfigureAwait(false);
        if (cancellationToken.IsCancellationRequested && ending.Status != TaskStatus.RanToCompletion)
        {
            Waiting.Forget(ending);
            socket.CompleteWrites();
            cancellationToken.ThrowIfCancellationRequested();
        }

        await ending.ConfigureAwait(false);
        try
        {
            await HalfClose.RunAsync(transport, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }

        if (!transport.CloseNotifySent && tls.IsAuthenticated && !TlsShutdown.BearsReads(tls))
            throw new IOException("The FIN went out without close_notify, and the peer may take it for a connection that was cut off: a read of the SslStream is pending, and this runtime does not bear both at once. End the read before.");
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
    /// <param name="outer">
    /// The outermost stream. An <see cref="SslStream"/>, or one below a <see cref="BufferedStream"/>, is read to its end; what another stream
    /// has buffered for reading is left to it. Below a stream of your own it is not seen: there is no close_notify then.
    /// </param>
    /// <param name="socket">The socket at the bottom.</param>
    /// <param name="options">The limits; null: <see cref="CloseOptions.Server"/>.</param>
    /// <param name="cancellationToken">Ends the close, and the connection, at once: <see cref="CloseOutcome.Canceled"/>, no exception.</param>
    /// <exception cref="ArgumentNullException"><paramref name="outer"/> or <paramref name="socket"/> is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// The socket listens, or is no Stream socket; or the stream has a trailer to write that no flush writes (GZip, Deflate, ZLib, Brotli,
    /// Crypto): make it with leaveOpen, dispose it, and close with the stream below it. All is left as it was.
    /// </exception>
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
