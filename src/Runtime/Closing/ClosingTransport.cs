using System;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Closing;

/// <summary>What a close needs of a connection. The seam behind which the tests put a scripted peer.</summary>
/// <remarks>Methods throw what a socket throws; the procedure turns it into an outcome.</remarks>
internal abstract class ClosingTransport
{
    /// <summary>Whether the stream over the socket has to be flushed and ended before the FIN.</summary>
    public virtual bool HasStream => false;

    /// <summary>How the peer ended TLS.</summary>
    public virtual TlsEnd PeerTlsEnd => TlsEnd.None;

    /// <summary>The address of the peer is known: the socket was accepted, or asked for it while it was connected.</summary>
    public abstract bool HasRemoteEndPoint { get; }

    /// <summary>Bytes that lie unread in the kernel.</summary>
    public abstract int Available { get; }

    /// <summary>Bytes, an end or an error can be read. True in doubt.</summary>
    public virtual bool IsReadable => true;

    public abstract bool IsStream { get; }

    /// <summary>Asked only where there is no snapshot to tell.</summary>
    public abstract bool IsListening { get; }

    /// <exception cref="InvalidOperationException">The socket is no connection.</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    public void ThrowIfNoConnection()
    {
        if (!IsStream)
            throw new InvalidOperationException("Only a Stream socket (TCP, Unix domain) has a connection to end, and this socket is of another type (Dgram, Raw, ...): dispose it.");
        if (TryTakeSnapshot(out var snapshot) ? snapshot.State == TcpState.Listen : IsListening)
            throw Listening();
    }

    public static InvalidOperationException Listening() =>
        new("The socket is listening and has no connection of its own to end: dispose it. The connections that it accepted are not touched by that.");

    /// <summary>False where the system does not tell.</summary>
    public abstract bool TryTakeSnapshot(out TcpSnapshot snapshot);

    /// <summary>A send of no byte: fails on a connection that is reset, without doing anything to another. Never blocks.</summary>
    public abstract void SendNothing();

    /// <summary>The same, served behind the sends that are pending on this socket: completed at once where there is none.</summary>
    /// <returns>Its code; what it takes away has to be told.</returns>
    public abstract ValueTask<SocketError> PassSendsAsync();

    /// <summary>SO_ERROR, which this takes away: the error that nobody has been told yet, or <see cref="SocketError.Success"/>.</summary>
    public abstract SocketError TakePendingError();

    /// <summary>close_notify went out.</summary>
    public virtual bool CloseNotifySent => false;

    /// <summary>Flush, and close_notify. May hang on a peer that does not read.</summary>
    /// <param name="reader">The caller's reader, if it has named one.</param>
    /// <param name="cancellation">Nobody waits for it any more.</param>
    public virtual Task EndStreamAsync(Task? reader, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>A limit of zero is for what has to wait, and not for the turn of a thread that <see cref="EndStreamAsync"/> needs.</summary>
    public virtual Task ThreadsTurnAsync(Task ending) => Task.CompletedTask;

    /// <summary>Whether <see cref="EndStreamAsync"/> failed with this only because there was nothing left to send: the FIN is due all the same.</summary>
    public virtual bool HasSentAll(Exception failure) => true;

    /// <summary>FIN. Does nothing the second time.</summary>
    public abstract void CompleteWrites();

    /// <summary>A canceled receive loses nothing: the next one has the bytes.</summary>
    public abstract ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation);

    /// <summary>The bytes received, or null if none came within the time.</summary>
    public abstract int? Receive(ArraySegment<byte> buffer, TimeSpan wait);

    // Task.Wait would throw what the task did, and run it here if it had not begun.
    public virtual void Wait(Task task, TimeSpan longest) => Task.WaitAny(new[] { task }, longest);

    /// <summary>A linger time of the caller's, or of the listener's, would make the dispose a reset, or let it block beyond every limit.</summary>
    public virtual void ForgetLinger()
    {
    }

    public abstract void Dispose();

    /// <summary>A reset.</summary>
    public abstract void Abort();
}
