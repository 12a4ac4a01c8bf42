using System;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using SocketAnalyzers.Closing;

namespace SocketAnalyzers.Tests.Scripted;

/// <summary>
/// One end of a TCP connection as Linux keeps it. Our bytes have the positions 0..<see cref="Written"/>, our FIN the one behind them.
/// The peer's byte at position n is <see cref="ByteAt"/>, so that a receiver can be checked.
/// </summary>
internal sealed class ScriptedKernel(Connected connected, bool opened)
{
    private bool _windowIsOpen = true;
    private bool _peerIsDeaf;
    private long _transmitted;
    private SocketError _error;
    private readonly bool _connecting = connected == Connected.Connecting;
    private bool _peerEndedFirst;

    public long Written { get; private set; }

    public long Acknowledged { get; private set; }

    public bool FinQueued { get; private set; }

    public bool FinAcknowledged => FinQueued && Acknowledged > Written;

    public long Received { get; private set; }

    public long Taken { get; private set; }

    public bool PeerEnded { get; private set; }

    public bool WasReset { get; private set; }

    /// <summary>SO_ERROR waits for somebody to ask.</summary>
    public bool HasUntoldError => _error != SocketError.Success;

    public bool Disposed { get; private set; } = connected == Connected.Disposed;

    /// <summary>Why a dispose of our side became a reset.</summary>
    public string? OurReset { get; private set; }

    public int Available => Disposed ? throw new ObjectDisposedException("socket") : (int)(Received - Taken);

    /// <summary>Both FINs are through, or it was reset. TIME_WAIT shows as CLOSE too.</summary>
    public bool IsClosed => connected == Connected.Never || WasReset || (FinAcknowledged && PeerEnded);

    /// <summary>Bytes of ours are on their way to a peer that has closed: its RST is on the way.</summary>
    public bool ProvokesReset => _peerIsDeaf && !IsGone && Acknowledged < Written && _transmitted > Acknowledged;

    public bool IsReadable => Disposed || Received > Taken || PeerEnded || WasReset || connected != Connected.Yes;

    public static byte ByteAt(long position) => (byte)(position % 251);

    public void Write(int count)
    {
        Written += count;
        Transmit();
    }

    public void OpenWindow(bool open)
    {
        _windowIsOpen = open;
        Transmit();
    }

    /// <returns>Whether there was anything to acknowledge.</returns>
    public bool Ack(long count)
    {
        var acknowledged = Math.Min(End, Acknowledged + count);
        if (IsGone || acknowledged == Acknowledged)
            return false;
        if (_peerIsDeaf && Acknowledged < Written)
            return Reset();
        Acknowledged = acknowledged;
        _transmitted = Math.Max(_transmitted, acknowledged);
        return true;
    }

    public bool Data(int count)
    {
        if (PeerEnded || IsGone || count == 0)
            return false;
        Received += count;
        return true;
    }

    public bool PeerFin(bool deaf)
    {
        if (IsGone)
            return false;
        _peerIsDeaf |= deaf;
        var isFirst = !PeerEnded;
        _peerEndedFirst |= isFirst && !FinQueued;
        PeerEnded = true;
        return isFirst;
    }

    public bool Reset()
    {
        if (IsGone)
            return false;
        _error = State == TcpState.CloseWait ? SocketError.Shutdown : SocketError.ConnectionReset;
        WasReset = true;
        return true;
    }

    public SocketError TakeError()
    {
        ThrowIfDisposed();
        var error = _error;
        _error = SocketError.Success;
        return error;
    }

    public void Shutdown()
    {
        ThrowIfDisposed();
        if (connected != Connected.Yes)
            throw new SocketException((int)SocketError.NotConnected);
        // Linux says ENOTCONN on a closed one; .NET swallows that.
        if (IsClosed || FinQueued)
            return;
        FinQueued = true;
        Transmit();
    }

    public void SendNothing()
    {
        ThrowIfDisposed();
        if (connected != Connected.Yes)
            throw new SocketException((int)SocketError.NotConnected);
        if (TakeError() is var error and not SocketError.Success)
            throw new SocketException((int)error);
        if (FinQueued || IsClosed)
            throw new SocketException((int)SocketError.Shutdown);
    }

    /// <summary>Null: nothing to tell yet.</summary>
    public int? Receive(Span<byte> buffer)
    {
        ThrowIfDisposed();
        if (connected != Connected.Yes)
            throw new SocketException((int)SocketError.NotConnected);
        if (Received > Taken)
        {
            var count = (int)Math.Min(buffer.Length, Received - Taken);
            for (var i = 0; i < count; i++)
                buffer[i] = ByteAt(Taken++);
            return count;
        }

        // SOCK_DONE: after the peer's FIN a receive tells of no reset.
        if (PeerEnded)
            return 0;
        if (TakeError() is var error and not SocketError.Success)
            throw new SocketException((int)error);
        return WasReset ? 0 : null;
    }

    public void Dispose(bool operationIsPending)
    {
        if (Disposed)
            return;
        if (!IsClosed && connected == Connected.Yes)
            OurReset = Received > Taken ? "unread bytes" : operationIsPending && !FinQueued ? "a pending operation" : null;
        Disposed = true;
    }

    public void Abort()
    {
        if (!Disposed && !IsClosed)
            OurReset = "Abort";
        Disposed = true;
    }

    public TcpSnapshot Snapshot(bool withSent)
    {
        ThrowIfDisposed();
        return new TcpSnapshot
        {
            State = State,
            Acknowledged = Acknowledged + (opened && connected != Connected.Never ? 1 : 0),
            Sent = withSent ? Math.Min(_transmitted, Written) : null,
            NotSent = End - _transmitted,
            AnythingInFlight = _transmitted > Acknowledged && !WasReset,
            Received = Received + (PeerEnded ? 1 : 0),
            SegmentsIn = connected == Connected.Never ? 0u : 2u,
            CountsFin = true,
        };
    }

    private long End => Written + (FinQueued ? 1 : 0);

    private bool IsGone => IsClosed || Disposed || connected != Connected.Yes;

    private TcpState State => this switch
    {
        { _connecting: true } => TcpState.SynSent,
        { IsClosed: true } => TcpState.Closed,
        { FinQueued: false, PeerEnded: false } => TcpState.Established,
        { FinQueued: false } => TcpState.CloseWait,
        { PeerEnded: false, FinAcknowledged: true } => TcpState.FinWait2,
        { PeerEnded: false } => TcpState.FinWait1,
        _ => _peerEndedFirst ? TcpState.LastAck : TcpState.Closing,
    };

    private void Transmit()
    {
        if (_windowIsOpen && !IsGone)
            _transmitted = End;
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Disposed, this);
}
