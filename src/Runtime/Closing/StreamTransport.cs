using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Closing;

/// <summary>A stream over a socket. Only TLS is read through the stream: what another stream has in its buffer is the caller's.</summary>
internal sealed class StreamTransport : SocketTransport
{
    private static readonly TimeSpan MomentOfTheCallers = TimeSpan.FromMilliseconds(50);

    private readonly Stream _outer;
    private readonly PendingRead _read = new();
    private readonly TlsEndEvidence _evidence;
    private bool _isFlushed;
    private bool _streamHasEnded;
    private TlsEnd _peerTlsEnd;

    public StreamTransport(Stream outer, Socket socket)
    {
        _outer = outer;
        Socket = socket;
        _evidence = new TlsEndEvidence(this);
        _streamHasEnded = outer is not SslStream;
    }

    public override bool HasStream => true;

    public override bool IsFlushed => _isFlushed;

    public override TlsEnd PeerTlsEnd => _peerTlsEnd;

    public override async Task EndStreamAsync()
    {
        await _outer.FlushAsync().ConfigureAwait(false);
        _isFlushed = true;
        if (_outer is SslStream tls)
            await TlsShutdown.ShutdownAsync(tls).ConfigureAwait(false);
    }

    // Of TLS it was the state: ended already, or no handshake. What another stream could not flush is missing.
    public override bool HasSentAll(Exception failure) => failure is ObjectDisposedException || _outer is SslStream;

    public override async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        while (!_streamHasEnded)
        {
            if (await ReadTlsAsync(buffer, cancellation).ConfigureAwait(false) is { } count and > 0)
                return count;
        }

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

    /// <summary>The bytes read; 0 at the end of TLS; null if this was not the moment to read.</summary>
    private async ValueTask<int?> ReadTlsAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            var count = await _read.ReadAsync(StartRead, buffer, cancellation).ConfigureAwait(false);
            if (count == 0)
                EndOfTls(_evidence.AfterZero());
            return count;
        }
        catch (NotSupportedException)
        {
            // The caller reads, and has not said so: a second reader would steal from it. Until it has ended, only the kernel's evidence is left.
            await Task.Delay(MomentOfTheCallers, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException && SocketErrors.Code(e) is null)
        {
            // Cut off inside a record, or not TLS, or a handshake that was never made, or the stream is disposed: that does not end the close.
            EndOfTls(_evidence.AfterFailure());
        }

        return 0;
    }

    private Task<int> StartRead(ArraySegment<byte> bytes)
    {
        _evidence.BeforeRead();
        var read = _outer.ReadAsync(bytes.Array!, bytes.Offset, bytes.Count);
        if (!read.IsCompleted)
            _evidence.Waits();
        return read;
    }

    private void EndOfTls(TlsEnd how)
    {
        _streamHasEnded = true;
        _peerTlsEnd = how;
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
