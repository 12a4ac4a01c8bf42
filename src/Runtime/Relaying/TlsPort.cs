using System;
using System.IO;
using System.Net.Security;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Closing;

namespace SocketAnalyzers.Relaying;

/// <summary>TLS over a socket: the peer ends with close_notify, and a bare FIN is no end.</summary>
internal sealed class TlsPort : StreamOverSocketPort
{
    private readonly SslStream _tls;
    private readonly TlsEndEvidence _evidence;
    private readonly InterruptibleReads? _reads;
    private TlsEnd _peerTlsEnd;

    public TlsPort(SslStream tls, StreamTransport transport)
        : base(tls, transport)
    {
        _tls = tls;
        _evidence = new TlsEndEvidence(transport);
        _reads = TlsShutdown.BearsReads(tls) ? null : new InterruptibleReads();
    }

    public override TlsEnd PeerTlsEnd => _peerTlsEnd;

#if NET8_0_OR_GREATER
    public override bool CanWait => true;

    public override async ValueTask<int> WaitAsync()
    {
        try
        {
            return await (_reads is null ? WaitNowAsync(default, default) : _reads.ReadAsync(WaitNowAsync, default, default)).ConfigureAwait(false);
        }
        catch (Exception e) when (IsCutOff(e))
        {
            return 0;
        }
    }
#endif

    public override ValueTask CompleteWritesAsync(CancellationToken cancellation) =>
        _reads is null ? base.CompleteWritesAsync(cancellation) : _reads.BesideNoneAsync(base.CompleteWritesAsync, cancellation);

    public override async ValueTask<int> ReadAsync(ArraySegment<byte> buffer, CancellationToken cancellation)
    {
        if (_peerTlsEnd != TlsEnd.None)
            return 0;
        try
        {
            var count = await ReadNextAsync(buffer, cancellation).ConfigureAwait(false);
            if (count == 0 && _peerTlsEnd == TlsEnd.None)
                _peerTlsEnd = _evidence.AfterZero();
            return count;
        }
        catch (Exception e) when (IsCutOff(e))
        {
            return 0;
        }
    }

    public override ValueTask<RelayOutcome> HowEndedAsync() => _peerTlsEnd switch
    {
        TlsEnd.CloseNotify => new(RelayOutcome.Completed),
        TlsEnd.BareFin => new(RelayOutcome.TlsTruncated),
        _ => base.HowEndedAsync(),
    };

#if NET8_0_OR_GREATER
    private async ValueTask<int> ReadNextAsync(ArraySegment<byte> buffer, CancellationToken cancellation)
    {
        if (_evidence.OnlyFinIsLeft)
        {
            try
            {
                // With a token that is canceled already, only what lies in the stream's own buffer can be read.
                var count = await ReadTlsAsync(buffer, new CancellationToken(true)).ConfigureAwait(false);
                if (count == 0)
                    _peerTlsEnd = TlsEnd.CloseNotify;
                return count;
            }
            catch (OperationCanceledException)
            {
                _evidence.Waits();
            }
        }

        return await ReadTlsAsync(buffer, cancellation).ConfigureAwait(false);
    }

    private ValueTask<int> WaitNowAsync(ArraySegment<byte> none, CancellationToken cancellation)
    {
        _evidence.BeforeRead();
        if (_evidence.OnlyFinIsLeft)
            return default;
        // This decrypts already, and may find the end.
        var waiting = _tls.ReadAsync(Memory<byte>.Empty, cancellation);
        if (!waiting.IsCompleted)
            _evidence.Waits();
        return waiting;
    }

    private ValueTask<int> ReadNowAsync(ArraySegment<byte> buffer, CancellationToken cancellation) => _tls.ReadAsync(buffer, cancellation);
#else
    private ValueTask<int> ReadNextAsync(ArraySegment<byte> buffer, CancellationToken cancellation) => ReadTlsAsync(buffer, cancellation);

    private ValueTask<int> ReadNowAsync(ArraySegment<byte> buffer, CancellationToken cancellation)
    {
        _evidence.BeforeRead();
        var reading = _tls.ReadSegmentAsync(buffer, cancellation);
        if (!reading.IsCompleted)
            _evidence.Waits();
        return reading;
    }
#endif

    private ValueTask<int> ReadTlsAsync(ArraySegment<byte> buffer, CancellationToken cancellation) =>
        _reads is null ? ReadNowAsync(buffer, cancellation) : _reads.ReadAsync(ReadNowAsync, buffer, cancellation);

    // Inside a record the stream throws by itself.
    private bool IsCutOff(Exception e)
    {
        if (e is not IOException || SocketErrors.Code(e) is not null || SocketErrors.IsLocalAbort(e) || _evidence.AfterFailure() != TlsEnd.BareFin)
            return false;
        _peerTlsEnd = TlsEnd.BareFin;
        return true;
    }
}
