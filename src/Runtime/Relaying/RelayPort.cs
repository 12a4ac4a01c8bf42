using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Relaying;

/// <summary>What a relay needs of one of its connections. The token of the operations is for those that no dispose ends.</summary>
internal abstract class RelayPort
{
    public virtual Socket? Socket => null;

    /// <summary>How the peer ended TLS.</summary>
    public virtual TlsEnd PeerTlsEnd => TlsEnd.None;

    /// <summary>Whether <see cref="WaitAsync"/> can wait for bytes without a buffer to put them in.</summary>
    public virtual bool CanWait => false;

    /// <exception cref="InvalidOperationException">The socket is no connection.</exception>
    public virtual void Start()
    {
    }

    public virtual ValueTask<int> WaitAsync() => default;

    /// <summary>0: the peer's direction has ended, and <see cref="HowEndedAsync"/> says how.</summary>
    public abstract ValueTask<int> ReadAsync(ArraySegment<byte> buffer, CancellationToken cancellation);

    /// <summary>After a read of 0: <see cref="RelayOutcome.Completed"/>, <see cref="RelayOutcome.SourceError"/> (a reset that something else has eaten) or <see cref="RelayOutcome.TlsTruncated"/>.</summary>
    public virtual ValueTask<RelayOutcome> HowEndedAsync() => new(RelayOutcome.Completed);

    public abstract ValueTask WriteAsync(ArraySegment<byte> bytes, CancellationToken cancellation);

    public abstract ValueTask CompleteWritesAsync(CancellationToken cancellation);

    /// <summary>The peer has reset the connection, and nobody was told. Takes the error away.</summary>
    public virtual SocketError? TakeReset() => null;

    /// <summary>A number that grows with each byte that the peer's kernel acknowledges; null where the system does not tell.</summary>
    public virtual long? Acknowledged() => null;

    /// <summary>Its end was passed on to it: nothing more will be written.</summary>
    public virtual bool IsEnded => false;

    /// <summary>The peer's kernel has acknowledged all that was written, or never will.</summary>
    public virtual bool HasAll() => true;

    /// <summary>The peer's kernel has acknowledged every byte and the end; null where the system does not tell.</summary>
    public virtual bool? HasAcknowledgedAll() => null;

    /// <summary>Both directions have ended: waits until all is acknowledged, and disposes.</summary>
    /// <returns>Null where there is no socket to ask.</returns>
    public abstract ValueTask<CloseResult?> CloseAsync(CloseOptions options, CancellationToken cancellation);

    /// <summary>A reset, and dispose. Ends what is pending. Never throws.</summary>
    public abstract void Abort();

    /// <summary>After its end: reads once what is there and throws it away, because an unread byte would make the dispose a reset; then disposes. Never throws.</summary>
    public abstract void Shed();

    /// <summary>A caller's stream or delegate may throw, but the connection has ended, and this may be a timer's thread, where an exception ends the process.</summary>
    protected static void Ignoring(Action action)
    {
        try
        {
            action();
        }
        catch (Exception)
        {
        }
    }
}
