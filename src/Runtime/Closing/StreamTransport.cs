using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Closing;

/// <summary>A stream over a socket. Only TLS is read through its stream: what another stream has in its buffer is the caller's.</summary>
internal sealed class StreamTransport : SocketTransport
{
    private static readonly TimeSpan MomentOfTheCallers = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan ThreadsTurn = TimeSpan.FromMilliseconds(20);

    // What blocks longer goes on alone: the socket is disposed already.
    private static readonly TimeSpan PatienceWithDispose = TimeSpan.FromMilliseconds(250);

    private readonly Stream _outer;
    private readonly SslStream? _tls;
    private readonly bool _neverBlocks;
    private readonly bool _isOpenBuffer;
    private readonly PendingRead _read = new();
    private readonly TlsEndEvidence _evidence;
    private bool _streamHasEnded;
    private TlsEnd _peerTlsEnd;
    private volatile bool _closeNotifySent;

    /// <exception cref="InvalidOperationException">The stream has a trailer to write.</exception>
    public StreamTransport(Stream outer, Socket socket)
    {
        _outer = outer;
        _tls = StreamLayers.FindTls(outer);
        _neverBlocks = StreamLayers.NeverBlock(outer);
        _isOpenBuffer = StreamLayers.IsOpenBuffer(outer);
        Socket = socket;
        _evidence = new TlsEndEvidence(this);
        _streamHasEnded = _tls is null;
    }

    public override bool HasStream => true;

    public override TlsEnd PeerTlsEnd => _peerTlsEnd;

    public override bool CloseNotifySent => _closeNotifySent;

    // A stream that blocks its thread must not block the close too.
    public override Task EndStreamAsync(Task? reader, CancellationToken cancellation) =>
        _neverBlocks ? EndAsync(reader, cancellation) : Task.Run(() => EndAsync(reader, cancellation), CancellationToken.None);

    public override Task ThreadsTurnAsync(Task ending) => _neverBlocks ? Task.CompletedTask : Task.WhenAny(ending, Task.Delay(ThreadsTurn));

    // A stream that was disposed before had sent what it had to; of a socket that is gone the FIN tells.
    public override bool HasSentAll(Exception failure) => (failure is ObjectDisposedException && !_isOpenBuffer) || IsDisposed();

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

    private bool IsDisposed()
    {
        try
        {
            return Socket.Available < 0;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private async Task EndAsync(Task? reader, CancellationToken cancellation)
    {
        if (_tls is not null)
            await TlsShutdown.WritesEndAsync(_tls, cancellation).ConfigureAwait(false);
        await _outer.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        if (_tls is null || !await TlsShutdown.EndAsync(_tls, reader, cancellation).ConfigureAwait(false))
            return;
        // Below TLS there may be a buffer too.
        await _tls.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        _closeNotifySent = true;
    }

    private Task<int> StartRead(ArraySegment<byte> bytes)
    {
        _evidence.BeforeRead();
        var read = _tls!.ReadAsync(bytes.Array!, bytes.Offset, bytes.Count);
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
        if (_neverBlocks)
            DisposeNow();
        else
            Task.WaitAny(new[] { Task.Run(DisposeNow) }, PatienceWithDispose);
    }

    private void DisposeNow()
    {
        try
        {
            _outer.Dispose();
        }
        catch (Exception)
        {
            // It would flush into a socket that is no more; all that had to be sent was sent before.
        }
    }
}
