using System;
using System.Threading;
using System.Threading.Tasks;
#if !NET8_0_OR_GREATER
using ITimer = System.Threading.Timer;
#endif

namespace SocketAnalyzers.Closing;

/// <summary>What a close waits for: that it is time to look again, that the caller cancels, or that something it has begun has ended.</summary>
internal sealed class Waker
{
    private static readonly TimerCallback OnTime = static state => ((Waker)state!).TimeHasCome();

    private readonly Signal _signal = new();
    private ITimer? _timer;
    private CancellationTokenRegistration _registration;
    private volatile bool _isSet;

    /// <summary>Wakes. For what is awaited beside the time.</summary>
    public Action Wake => _signal.SetAction;

    /// <summary>Whether the time is set, and has not come yet.</summary>
    public bool IsSet => _isSet;

    public void Set(CloseOptions options, TimeSpan wait, CancellationToken caller)
    {
        _isSet = true;
        if (_timer is null)
            _timer = CreateTimer(options, wait);
        else
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        if (caller.CanBeCanceled && _registration == default)
            _registration = caller.Register(static state => ((Signal)state!).Set(), _signal);
    }

    public ValueTask WaitAsync() => _signal.WaitAsync();

    /// <summary>Makes it ready for the next close.</summary>
    public void Reset(CloseOptions options)
    {
        _registration.Dispose();
        _registration = default;
        if (!HasSystemClock(options))
        {
            _timer?.Dispose();
            _timer = null;
        }
        else if (_isSet)
        {
            _timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        _isSet = false;
    }

    private void TimeHasCome()
    {
        _isSet = false;
        _signal.Set();
    }

    /// <summary>It outlives the close, and must not hold what the caller has in its AsyncLocals.</summary>
    private ITimer CreateTimer(CloseOptions options, TimeSpan wait)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return Create(options, wait);
        using (ExecutionContext.SuppressFlow())
            return Create(options, wait);
    }

#if NET8_0_OR_GREATER
    private static bool HasSystemClock(CloseOptions options) => options.TimeProvider == TimeProvider.System;

    private ITimer Create(CloseOptions options, TimeSpan wait) => options.TimeProvider.CreateTimer(OnTime, this, wait, Timeout.InfiniteTimeSpan);
#else
    private static bool HasSystemClock(CloseOptions options) => true;

    private ITimer Create(CloseOptions options, TimeSpan wait) => new(OnTime, this, wait, Timeout.InfiniteTimeSpan);
#endif
}
