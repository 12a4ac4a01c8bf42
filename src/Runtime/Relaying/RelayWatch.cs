using System;
using System.Net.Sockets;
using System.Threading;
using SocketAnalyzers.Closing;
#if NET8_0_OR_GREATER
using Timer = System.Threading.ITimer;
#endif

namespace SocketAnalyzers.Relaying;

/// <summary>Looks after the limits of a relay, and for resets where nobody reads.</summary>
internal sealed class RelayWatch : IDisposable
{
    private static readonly TimeSpan LookForResets = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly RelaySession _session;
    private readonly RelayPump _there;
    private readonly RelayPump _back;
    private readonly RelayOptions _options;
    private readonly object _lock = new();
    private Timer? _timer;
    private bool _isOver;
    private bool _isSoon;

    public RelayWatch(RelaySession session, RelayPump there, RelayPump back, RelayOptions options)
    {
        _session = session;
        _there = there;
        _back = back;
        _options = options;
    }

    public void Start()
    {
        lock (_lock)
        {
            if (_isOver)
                return;
#if NET8_0_OR_GREATER
            _timer = _options.TimeProvider.CreateTimer(static state => ((RelayWatch)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
#else
            _timer = new Timer(static state => ((RelayWatch)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
#endif
        }

        Rearm();
    }

    /// <summary>A write waits, or a direction has ended: there is more to look for than before.</summary>
    public void Sooner()
    {
        if (Volatile.Read(ref _isSoon))
            return;
        Rearm();
    }

    /// <summary>A direction has failed: its looks begin now.</summary>
    public void Now() => Rearm();

    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            _timer?.Dispose();
        }
    }

    private void Look()
    {
        Volatile.Write(ref _isSoon, false);
        _there.LookAtDestination();
        _back.LookAtDestination();
        if (_session.Failure is not null)
        {
            if (!_session.EndFailure() && !FindsLimit())
                Rearm();
            return;
        }

        if (!FindsReset(_there, _back) && !FindsReset(_back, _there) && !FindsLimit())
            Rearm();
    }

    /// <summary>While its bytes are being written, or after its end, nobody reads from the source.</summary>
    private bool FindsReset(RelayPump pump, RelayPump other)
    {
        var hasEnded = _session.HasEnded(pump);
        if ((!hasEnded && !pump.IsWriting) || pump.Source.TakeReset() is not { } error)
            return false;
        if (hasEnded)
            _session.FailBehindTheData(other, new RelayEnding(RelayOutcome.DestinationError, error));
        else
            _session.FailBehindTheData(pump, new RelayEnding(RelayOutcome.SourceError, error));
        return true;
    }

    private bool FindsLimit()
    {
        var now = _session.Elapsed;
        if (CloseLimits.IsOver(now, _options.TotalTimeout))
            return Stops(RelayOutcome.TotalTimeout);
        if (IsStalled(_there, now) || IsStalled(_back, now))
            return true;
        var idle = now - LastProgress;
        if (IsHalfClosed && CloseLimits.IsOver(idle, _options.HalfClosedIdleTimeout))
            return Stops(RelayOutcome.HalfClosedIdleTimeout);
        return CloseLimits.IsOver(idle, _options.IdleTimeout) && Stops(RelayOutcome.IdleTimeout);
    }

    private bool IsHalfClosed => _session.HasEnded(_there) || _session.HasEnded(_back);

    private TimeSpan LastProgress => _there.LastProgress > _back.LastProgress ? _there.LastProgress : _back.LastProgress;

    private bool Stops(RelayOutcome outcome)
    {
        _session.Stop(outcome);
        return true;
    }

    private bool IsStalled(RelayPump pump, TimeSpan now)
    {
        if (!pump.IsWriting || !CloseLimits.IsOver(now - pump.LastTaken, _options.WriteStallTimeout))
            return false;
        _session.Fail(pump, RelayOutcome.WriteStalled);
        return true;
    }

    private void Rearm()
    {
        lock (_lock)
        {
            if (_isOver || _timer is null)
                return;
            var wait = NextLook(out var isSoon);
            Volatile.Write(ref _isSoon, isSoon);
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan NextLook(out bool isSoon)
    {
        var now = _session.Elapsed;
        var isHalfClosed = IsHalfClosed;
        isSoon = isHalfClosed || _there.IsWriting || _back.IsWriting;
        var wait = CloseLimits.Earlier(CloseLimits.Left(now, TimeSpan.Zero, _options.TotalTimeout), NextLook(now, LastProgress, _options.IdleTimeout));
        if (isHalfClosed)
            wait = CloseLimits.Earlier(wait, NextLook(now, LastProgress, _options.HalfClosedIdleTimeout));
        if (_there.IsWriting)
            wait = CloseLimits.Earlier(wait, NextLook(now, _there.LastTaken, _options.WriteStallTimeout));
        if (_back.IsWriting)
            wait = CloseLimits.Earlier(wait, NextLook(now, _back.LastTaken, _options.WriteStallTimeout));
        if (_session.Failure is { } failure)
            wait = CloseLimits.Earlier(wait, failure.NextLook());
        else if (isSoon)
            wait = CloseLimits.Earlier(wait, LookForResets);
        return wait == Timeout.InfiniteTimeSpan || wait > Shortest ? wait : Shortest;
    }

    // Nobody tells of an acknowledgement, so it is looked for.
    private static TimeSpan NextLook(TimeSpan now, TimeSpan since, TimeSpan limit) =>
        CloseLimits.Earlier(CloseLimits.Left(now, since, limit), limit == Timeout.InfiniteTimeSpan ? limit : new TimeSpan(limit.Ticks / 4));
}
