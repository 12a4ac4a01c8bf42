using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Closing;

namespace SocketAnalyzers.Relaying;

/// <summary>One relay: two pumps, the watch over them, and the end of both.</summary>
internal sealed class RelaySession
{
    // For streams that listen to no token and to no dispose.
    private static readonly TimeSpan PatienceWithStreams = TimeSpan.FromSeconds(1);

    private readonly RelayOptions _options;
    private readonly CloseClock _clock;
    private readonly RelayPump _there;
    private readonly RelayPump _back;
    private readonly RelayWatch _watch;
    private readonly CancellationTokenSource _cutOff = new();
    private readonly TaskCompletionSource<bool> _isCutOff = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _lock = new();

    // Under the lock. A direction has ended when it has an end.
    private Ending? _thereEnd;
    private Ending? _backEnd;
    private bool _stopped;

    public RelaySession(RelayPort a, RelayPort b, RelayOptions options)
    {
        _options = options;
        _clock = new CloseClock(options);
        _there = new RelayPump(this, a, b, options);
        _back = new RelayPump(this, b, a, options);
        _watch = new RelayWatch(this, _there, _back, options);
    }

    public TimeSpan Elapsed => _clock.Elapsed;

    public async Task<RelayResult> RunAsync(CancellationToken cancellation)
    {
        using (cancellation.Register(static state => ((RelaySession)state!).Stop(RelayOutcome.Canceled), this))
        {
            // On threads of their own: a pump that never has to wait would not come back to its caller.
            var pumps = Task.WhenAll(Task.Run(() => _there.RunAsync(_cutOff.Token)), Task.Run(() => _back.RunAsync(_cutOff.Token)));
            _watch.Start();
            await Task.WhenAny(pumps, _isCutOff.Task).ConfigureAwait(false);
            if (!pumps.IsCompleted)
                await Task.WhenAny(pumps, Task.Delay(PatienceWithStreams)).ConfigureAwait(false);
            _watch.Dispose();
        }

        await (_stopped ? _isCutOff.Task : CloseAsync(cancellation)).ConfigureAwait(false);
        return new RelayResult(Result(_there, _thereEnd), Result(_back, _backEnd), Elapsed);
    }

    public bool HasEnded(RelayPump pump)
    {
        lock (_lock)
            return (pump == _there ? _thereEnd : _backEnd) is not null;
    }

    /// <summary>A write has to wait.</summary>
    public void Waits() => _watch.Sooner();

    public void Ended(RelayPump pump, RelayOutcome outcome, Exception? exception)
    {
        var error = outcome is not (RelayOutcome.SourceError or RelayOutcome.DestinationError) ? SocketError.Success
            : exception is null ? SocketError.ConnectionReset
            : SocketErrors.Code(exception) ?? (SocketErrors.IsLocalAbort(exception) ? SocketError.OperationAborted : SocketError.SocketError);
        var ending = new Ending(outcome, error, exception);
        if (outcome != RelayOutcome.Completed)
            Fail(pump, ending);
        else
            lock (_lock)
                End(pump, ending);
        _watch.Sooner();
    }

    /// <summary>A limit, or the caller: what has not ended yet ends so.</summary>
    public void Stop(RelayOutcome outcome) => Stop(new Ending(outcome), new Ending(outcome));

    /// <summary>One direction has failed, and takes the other with it.</summary>
    public void Fail(RelayPump pump, RelayOutcome outcome, SocketError error = SocketError.Success) => Fail(pump, new Ending(outcome, error));

    private static RelayDirection Result(RelayPump pump, Ending? end) =>
        new(pump.Bytes, end!.Outcome, end.Error, end.Exception, pump.Source.PeerTlsEnd);

    private void Fail(RelayPump pump, Ending ending)
    {
        var other = new Ending(RelayOutcome.OtherDirectionFailed);
        if (pump == _there)
            Stop(ending, other);
        else
            Stop(other, ending);
    }

    private void Stop(Ending there, Ending back)
    {
        lock (_lock)
        {
            if (_stopped || (_thereEnd is not null && _backEnd is not null))
                return;
            _stopped = true;
            End(_there, there);
            End(_back, back);
        }

        _there.Source.Abort();
        _back.Source.Abort();
        _isCutOff.TrySetResult(true);
        _cutOff.Cancel();
    }

    private void End(RelayPump pump, Ending ending)
    {
        if (pump == _there)
            _thereEnd ??= ending;
        else
            _backEnd ??= ending;
    }

    /// <summary>Both directions have ended: what the two sides have not acknowledged may still be answered with a reset.</summary>
    private async Task CloseAsync(CancellationToken cancellation)
    {
        var total = _options.TotalTimeout - Elapsed;
        var options = new CloseOptions
        {
            TotalTimeout = _options.TotalTimeout == Timeout.InfiniteTimeSpan ? Timeout.InfiniteTimeSpan : total > TimeSpan.Zero ? total : TimeSpan.Zero,
            IdleTimeout = _options.WriteStallTimeout,
#if NET8_0_OR_GREATER
            TimeProvider = _options.TimeProvider,
#endif
        };
        var atA = _there.Source.CloseAsync(options, cancellation).AsTask();
        var atB = _back.Source.CloseAsync(options, cancellation).AsTask();
        _thereEnd = AfterClose(await atB.ConfigureAwait(false)) ?? _thereEnd;
        _backEnd = AfterClose(await atA.ConfigureAwait(false)) ?? _backEnd;
    }

    private static Ending? AfterClose(CloseResult? close) => close?.Outcome switch
    {
        CloseOutcome.PeerReset or CloseOutcome.Error => new Ending(RelayOutcome.DestinationError, close.Value.Error),
        CloseOutcome.IdleTimeout => new Ending(RelayOutcome.WriteStalled),
        CloseOutcome.TotalTimeout => new Ending(RelayOutcome.TotalTimeout),
        CloseOutcome.Canceled => new Ending(RelayOutcome.Canceled),
        _ => null,
    };

    private sealed record Ending(RelayOutcome Outcome, SocketError Error = SocketError.Success, Exception? Exception = null);
}
