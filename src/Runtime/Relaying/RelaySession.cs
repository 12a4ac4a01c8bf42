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
    private RelayEnding? _thereEnd;
    private RelayEnding? _backEnd;
    private RelayFailure? _failure;
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

    /// <summary>The first direction that has failed, while what it still owes is passed on.</summary>
    public RelayFailure? Failure
    {
        get
        {
            lock (_lock)
                return _stopped ? null : _failure;
        }
    }

    public async Task<RelayResult> RunAsync(CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            Stop(RelayOutcome.Canceled);
        // On a thread of the pool: streams and delegates of the caller's must not run inside of Cancel().
        using (cancellation.Register(static session => ThreadPool.UnsafeQueueUserWorkItem(static state => ((RelaySession)state!).Stop(RelayOutcome.Canceled), session), this))
        {
            // On threads of their own: a pump that never has to wait would not come back to its caller.
            var pumps = Task.WhenAll(Task.Run(() => _there.RunAsync(_cutOff.Token)), Task.Run(() => _back.RunAsync(_cutOff.Token)));
            _watch.Start();
            await Task.WhenAny(pumps, _isCutOff.Task).ConfigureAwait(false);
            if (Failure is not null)
                await _isCutOff.Task.ConfigureAwait(false);
            if (!pumps.IsCompleted)
            {
                using var patience = new CancellationTokenSource(PatienceWithStreams);
                await Waiting.UntilAsync(pumps, patience.Token).ConfigureAwait(false);
            }

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
        var ending = RelayEnding.Of(outcome, exception);
        if (outcome != RelayOutcome.Completed)
        {
            FailBehindTheData(pump, ending);
            return;
        }

        lock (_lock)
            End(pump, ending);
        EndFailure();
        _watch.Sooner();
    }

    /// <summary>A limit, or the caller: what has not ended yet ends so.</summary>
    public void Stop(RelayOutcome outcome) => Stop(new RelayEnding(outcome), new RelayEnding(outcome));

    /// <summary>One direction has failed, and takes the other with it, at once.</summary>
    public void Fail(RelayPump pump, RelayOutcome outcome) => Fail(pump, new RelayEnding(outcome));

    /// <summary>A connection is gone. The other side gets what had come from it, and then the reset.</summary>
    public void FailBehindTheData(RelayPump pump, RelayEnding ending)
    {
        lock (_lock)
        {
            // A second failure follows from the first.
            var owed = ending.Outcome == RelayOutcome.DestinationError ? Other(pump) : pump;
            _failure ??= new RelayFailure(pump, ending, owed, _options, Elapsed);
        }

        if (!EndFailure())
            _watch.Now();
    }

    /// <summary>Passes the reset on when its time has come.</summary>
    public bool EndFailure()
    {
        if (Failure is not { } failure || !failure.IsPassedOn(Elapsed))
            return false;
        Fail(failure.Pump, failure.Ending);
        return true;
    }

    private static RelayDirection Result(RelayPump pump, RelayEnding? end) =>
        new(pump.Bytes, end!.Outcome, end.Error, end.Exception, pump.Source.PeerTlsEnd);

    private RelayPump Other(RelayPump pump) => pump == _there ? _back : _there;

    private void Fail(RelayPump pump, RelayEnding ending)
    {
        if (pump == _there)
            Stop(ending, RelayEnding.OtherDirectionFailed);
        else
            Stop(RelayEnding.OtherDirectionFailed, ending);
    }

    private void Stop(RelayEnding there, RelayEnding back)
    {
        lock (_lock)
        {
            if (_stopped || (_failure is null && _thereEnd is not null && _backEnd is not null))
                return;
            _stopped = true;
            if (_failure is not null)
                (there, back) = _failure.Pump == _there ? (_failure.Ending, RelayEnding.OtherDirectionFailed) : (RelayEnding.OtherDirectionFailed, _failure.Ending);
            _thereEnd = IsDelivered(_there, _thereEnd) ? _thereEnd : there;
            _backEnd = IsDelivered(_back, _backEnd) ? _backEnd : back;
        }

        LetGo(_there.Source);
        LetGo(_back.Source);
        _isCutOff.TrySetResult(true);
        try
        {
            _cutOff.Cancel();
        }
        catch (AggregateException)
        {
            // What a stream of the caller's does when its token is canceled.
        }
    }

    /// <summary>Its end was passed on, and the destination's kernel has everything, as far as it tells.</summary>
    private static bool IsDelivered(RelayPump pump, RelayEnding? end) => end is not null && pump.Destination.HasAcknowledgedAll() != false;

    /// <summary>A side that has its end already loses nothing by this: its kernel goes on being served.</summary>
    private static void LetGo(RelayPort port)
    {
        if (port.IsEnded)
            port.Shed();
        else
            port.Abort();
    }

    private void End(RelayPump pump, RelayEnding ending)
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
        _thereEnd = RelayEnding.AfterClose(await atB.ConfigureAwait(false)) ?? _thereEnd;
        _backEnd = RelayEnding.AfterClose(await atA.ConfigureAwait(false)) ?? _backEnd;
    }
}
