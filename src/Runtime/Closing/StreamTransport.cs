using System;
using System.IO;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Closing;

/// <summary>A stream over a socket. Only TLS is read through the stream: what another stream has in its buffer is the caller's.</summary>
internal sealed class StreamTransport : SocketTransport
{
    private readonly Stream _outer;
    private readonly PendingRead _read = new();
    private bool _streamHasEnded;
    private long? _takenBefore;
    private bool _hasWaited;
    private TlsEnd _peerTlsEnd;

    public StreamTransport(Stream outer, Socket socket)
    {
        _outer = outer;
        Socket = socket;
        _streamHasEnded = outer is not SslStream;
    }

    public override bool HasStream => true;

    public override TlsEnd PeerTlsEnd => _peerTlsEnd;

    public override async Task EndStreamAsync()
    {
        await _outer.FlushAsync().ConfigureAwait(false);
        if (_outer is SslStream tls)
            await TlsShutdown.ShutdownAsync(tls).ConfigureAwait(false);
    }

    public override async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        if (!_streamHasEnded && await ReadTlsAsync(buffer, cancellation).ConfigureAwait(false) is var count and > 0)
            return count;
        // After the end of TLS the connection goes on to its FIN, and what comes until then has to be read too.
        return await base.ReceiveAsync(buffer, cancellation).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        // Not the other way round: disposing a stream that owns the socket is Shutdown(Both).
        base.Dispose();
        _read.Abandon();
        DisposeStream();
    }

    public override void Abort()
    {
        base.Abort();
        _read.Abandon();
        DisposeStream();
    }

    private async ValueTask<int> ReadTlsAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            var count = await _read.ReadAsync(StartRead, buffer, cancellation).ConfigureAwait(false);
            if (count == 0)
                EndOfTls(HowTlsEnded());
            return count;
        }
        catch (NotSupportedException)
        {
            // The caller reads, and has not said so: a second reader would steal from it. Only the kernel's evidence is left.
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException && SocketErrors.Code(e) is null && !SocketErrors.IsLocalAbort(e))
        {
            // Cut off inside a record, or not TLS, or a handshake that was never made: whatever the peer sent, it does not end the close.
            EndOfTls(PeerFinIsHere() ? TlsEnd.BareFin : TlsEnd.Unknown);
        }

        return 0;
    }

    private Task<int> StartRead(ArraySegment<byte> bytes)
    {
        _takenBefore = BytesTaken(out _);
        var read = _outer.ReadAsync(bytes.Array!, bytes.Offset, bytes.Count);
        _hasWaited = !read.IsCompleted;
        return read;
    }

    private void EndOfTls(TlsEnd how)
    {
        _streamHasEnded = true;
        _peerTlsEnd = how;
    }

    /// <summary>
    /// Without the peer's FIN the stream below cannot have ended, so the 0 was close_notify. With it: if this read took bytes from the
    /// kernel they were close_notify, because the end inside a record throws. If it took none, either the FIN came bare, or close_notify
    /// lay in the stream's buffer already.
    /// </summary>
    private TlsEnd HowTlsEnded()
    {
        if (BytesTaken(out var peerFinIsHere) is not { } taken || _takenBefore is not { } before)
            return TlsEnd.Unknown;
        if (!peerFinIsHere || taken > before)
            return TlsEnd.CloseNotify;
        return _hasWaited ? TlsEnd.BareFin : TlsEnd.Unknown;
    }

    private bool PeerFinIsHere() => BytesTaken(out var isHere) is not null && isHere;

    /// <summary>How many bytes the stream has taken out of the kernel; null where the kernel does not tell.</summary>
    private long? BytesTaken(out bool peerFinIsHere)
    {
        peerFinIsHere = false;
        if (!TryTakeSnapshot(out var snapshot))
            return null;
        peerFinIsHere = snapshot.State is TcpState.CloseWait or TcpState.LastAck or TcpState.Closing or TcpState.TimeWait or TcpState.Closed;
        return snapshot.Received - Available - (peerFinIsHere ? 1 : 0);
    }

    private void DisposeStream()
    {
        try
        {
            _outer.Dispose();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or NotSupportedException)
        {
            // It would flush into a socket that is no more; all that had to be sent was sent before.
        }
    }
}
