using System;
using System.Buffers;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Telemetry;

namespace SocketAnalyzers.Closing;

/// <summary>
/// What a graceful close decides, without waiting for anything: where it starts, what each event means, when it is over. How it waits is
/// for <see cref="GracefulClose"/> and <see cref="BlockingClose"/>. Each step returns whether the close goes on.
/// </summary>
internal abstract partial class CloseProcedure
{
    // Nobody reads it, so all closes may write into the same one at once.
    private static readonly byte[] Nowhere = new byte[16 * 1024];

    private CloseTelemetry _telemetry;
    private CloseClock _clock;
    private CloseLimits _limits;
    private DeliveryEvidence _evidence;
    private CloseOutcome? _outcome;
    private CloseOutcome _atEnd;
    private SocketError _error;
    private long _drained;
    private bool _finQueued;
    private bool _allIsWritten;
    private bool _peerHasEnded;
    private bool _cutsOff;
    private bool _isFresh;

    protected ClosingTransport Transport { get; private set; } = null!;

    protected CloseOptions Options { get; private set; } = null!;

    protected CancellationToken Cancellation { get; private set; }

    /// <summary>The peer has ended its direction: nothing more is to be read.</summary>
    protected bool PeerHasEnded => _peerHasEnded;

    protected void Begin(ClosingTransport transport, CloseOptions options, CancellationToken cancellation)
    {
        Transport = transport;
        Options = options;
        Cancellation = cancellation;
        _telemetry = CloseTelemetry.Begin();
        _clock = new CloseClock(options);
        _limits = new CloseLimits(options);
        _evidence = default;
        _outcome = null;
        _atEnd = CloseOutcome.PeerClosed;
        _error = SocketError.Success;
        _drained = 0;
        _finQueued = _allIsWritten = _peerHasEnded = _cutsOff = _isFresh = false;
    }

    /// <summary>Lets go of the connection.</summary>
    protected void Clear()
    {
        Transport = null!;
        Options = null!;
        Cancellation = default;
        _limits = default;
    }

    /// <summary>The caller's reader has ended: there is no second one any more, and a drain makes sure of the end. Unless the reader took the reset away.</summary>
    protected bool ReaderSawNoReset(Task reader) =>
        reader.Exception?.InnerException is not { } e || SocketErrors.Code(e) is not { } code || !SocketErrors.IsPeerReset(code) || Failed(code);

    protected bool QueueFin()
    {
        _allIsWritten = true;
        // Of a connection that is gone only what it has received is left.
        if (_atEnd != CloseOutcome.PeerClosed)
            return true;
        try
        {
            Transport.CompleteWrites();
            _finQueued = true;
            return !Cancellation.IsCancellationRequested || End(CloseOutcome.Canceled);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return Failed(e);
        }
    }

    protected TimeSpan NextWait() => _limits.NextWait(_clock.Elapsed, _evidence.IsKnown, _peerHasEnded);

    /// <summary>Time has passed: is there reason to go on?</summary>
    protected bool GoesOn()
    {
        if (_outcome is not null)
            return false;
        if (Cancellation.IsCancellationRequested)
            return End(CloseOutcome.Canceled);
        var now = _clock.Elapsed;
        if (IsFresh(now))
            return true;
        try
        {
            // A reset that was there before is the truth, also if the caller's reader is waited for in vain.
            return Look(now) && (_limits.Exceeded(now) is not { } exceeded || End(_atEnd == CloseOutcome.PeerReset ? _atEnd : exceeded));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return Failed(e);
        }
    }

    /// <summary>The peer's bytes, or its end.</summary>
    protected bool Received(int count)
    {
        var now = _clock.Elapsed;
        if (count == 0)
        {
            _peerHasEnded = true;
            return GoesOn();
        }

        _drained += count;
        Options.Sink?.Advance(count);
        _limits.Progress(now);
        _limits.Noise(now);
        if (_drained > Options.MaxDrainedBytes)
            return End(CloseOutcome.ByteLimit);
        return _outcome is null && (!_limits.IsFloodedPast(now) || End(Options.AtTotalTimeout));
    }

    /// <summary>An operation of ours, or the caller's reader, has failed.</summary>
    protected bool Failed(Exception e) => e is ObjectDisposedException ? End(CloseOutcome.AlreadyClosed) : Failed(SocketErrors.Code(e) ?? SocketError.SocketError);

    /// <summary>Where the next bytes go. Never longer than what may still come, and one byte more, which shows that there is more.</summary>
    protected Memory<byte> Destination()
    {
        var memory = Options.Sink is { } sink ? sink.GetMemory(4096) : Nowhere;
        // A read into it would look like the peer's end.
        if (memory.IsEmpty)
            throw new InvalidOperationException($"The {nameof(CloseOptions.Sink)} gave no memory: a buffer writer gives at least one byte.");
        var allowed = Options.MaxDrainedBytes - _drained;
        return allowed >= memory.Length ? memory : memory.Slice(0, (int)Math.Max(1, allowed));
    }

    /// <summary>The end of the socket, whatever the outcome. Never throws: who awaits the close has to be told, whatever a stream, a meter or a clock of the caller's does.</summary>
    protected CloseResult Finish()
    {
        var outcome = _outcome ?? CloseOutcome.Error;
        try
        {
            // These two were just told by the counters.
            if (outcome is not (CloseOutcome.PeerClosed or CloseOutcome.Delivered))
                LookAtCounters(_clock.Elapsed);
        }
        catch (Exception)
        {
            // What was seen last has to do.
        }

        try
        {
            LetGo(outcome);
        }
        catch (Exception)
        {
            // A stream of the caller's; the socket below it was disposed first.
        }

        var error = outcome is CloseOutcome.PeerReset or CloseOutcome.Error ? _error : SocketError.Success;
        var result = new CloseResult(outcome, error, _drained, _clock.Elapsed, _finQueued, _evidence.FinAcknowledged, _evidence.UnacknowledgedBytes, Transport.PeerTlsEnd) { CloseNotifySent = Transport.CloseNotifySent };
        _telemetry.End(result);
        return result;
    }

    private void LetGo(CloseOutcome outcome)
    {
        if (_cutsOff)
        {
            Transport.Abort();
            return;
        }

        // Once both directions have ended there is nothing to linger for.
        if (outcome != CloseOutcome.PeerClosed || _evidence.FinAcknowledged != true)
            Transport.ForgetLinger();
        Transport.Dispose();
    }

    /// <summary>The look at the entry was just now; the next one is a system call.</summary>
    private bool IsFresh(TimeSpan now)
    {
        var isFresh = _isFresh && !_peerHasEnded && _atEnd == CloseOutcome.PeerClosed && Options.QuietAfterDelivery != TimeSpan.Zero && _limits.Exceeded(now) is null;
        _isFresh = false;
        return isFresh;
    }

    private bool Look(TimeSpan now)
    {
        LookAtCounters(now);
        if (_outcome is not null)
            return false;
        // The failed send of no byte was due to our own half-close: what is gone can be read, if only to its end.
        if (_atEnd == CloseOutcome.AlreadyClosed && !_evidence.IsKnown && !_peerHasEnded && !Transport.IsReadable)
            (_atEnd, _finQueued) = (CloseOutcome.PeerClosed, true);
        if (_atEnd != CloseOutcome.PeerClosed)
            return !_peerHasEnded || End(_atEnd);
        if (_evidence.IsBroken)
            return Failed(Transport.TakePendingError() is var error and not SocketError.Success ? error : SocketError.ConnectionReset);
        if (_peerHasEnded && _evidence.PeerMayHaveEnded)
            return IsStillUnacknowledged();
        // A reader of the caller's may wait longer for an answer than we for quiet; and with unread bytes our dispose would be a reset.
        return !_limits.IsQuiet(now) || Options.Reader is { IsCompleted: false } || Transport.Available > 0 || End(CloseOutcome.Delivered);
    }

    /// <summary>The peer may have ended before it had all of ours, and then it answers the rest with a reset. After its FIN a receive does not tell of that.</summary>
    private bool IsStillUnacknowledged()
    {
        if (_evidence.IsKnown)
            return _evidence.FinAcknowledged == false || End(CloseOutcome.PeerClosed);
        return Transport.TakePendingError() is var error and not SocketError.Success ? Failed(error) : End(CloseOutcome.PeerClosed);
    }

    private void LookAtCounters(TimeSpan now)
    {
        if (!Transport.TryTakeSnapshot(out var snapshot))
            return;
        _evidence.Add(snapshot, out var acknowledged, out var received);
        if (_evidence.IsUndecided && _atEnd == CloseOutcome.PeerClosed && _outcome != CloseOutcome.PeerReset)
            DecideByError();
        if (acknowledged || received)
            _limits.Progress(now);
        if (received)
            _limits.Noise(now);
        if (_allIsWritten && _evidence.FinAcknowledged == true)
            _limits.Delivered(now);
    }

    private void DecideByError()
    {
        // The FIN is ours and stands behind every byte: a reset would have left its error, or an unacknowledged byte.
        if (Transport.TakePendingError() is var error and not SocketError.Success)
            Failed(error);
        // Unless it is the caller's reader that was told, or the FIN of another thread may be out: the side that opened forgets the address with the connection.
        else if (Options.Reader is null && (_finQueued || !Transport.HasRemoteEndPoint))
            _evidence.Decide(_finQueued);
    }

    private bool Failed(SocketError code)
    {
        if (!_cutsOff && SocketErrors.IsLocalAbort(code))
            return End(CloseOutcome.AlreadyClosed);
        if (_atEnd != CloseOutcome.PeerClosed && !SocketErrors.IsPeerReset(code) && (_atEnd != CloseOutcome.AlreadyClosed || code != SocketError.NotConnected))
            return End(_atEnd);
        return End(SocketErrors.IsPeerReset(code) ? CloseOutcome.PeerReset : CloseOutcome.Error, code);
    }

    private bool End(CloseOutcome outcome, SocketError error)
    {
        _error = error;
        return End(outcome);
    }

    private bool End(CloseOutcome outcome)
    {
        _outcome ??= outcome;
        return false;
    }
}
