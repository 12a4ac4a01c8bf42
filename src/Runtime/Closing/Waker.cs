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

    private static readonly Action<object?> SetNow = static signal => ((Signal)signal!).Set();

    // On a thread of its own: what is woken goes on into the caller's code, and that must not run inside of Cancel().
    private static readonly Action<object?> SetOnPool = static signal => ThreadPool.UnsafeQueueUserWorkItem(SetNow.Invoke, signal);

    private readonly Signal _signal = new();
    private ITimer? _timer;
    private ITimer? _callersTimer;
    private CancellationTokenRegistration _registration;
    private volatile bool _isSet;

    /// <summary>Wakes. For what is awaited beside the time.</summary>
    public Action Wake => _signal.SetAction;

    /// <summary>Makes the timer, so that no close has to.</summary>
    public void Prepare() => _timer ??= CreateTimer(CloseOptions.Server, Timeout.InfiniteTimeSpan);

    /// <summary>Whether the time is set, and has not come yet.</summary>
    public bool IsSet => _isSet;

    public void Set(CloseOptions options, TimeSpan wait, CancellationToken caller)
    {
        _isSet = true;
        if (HasSystemClock(options))
            (_timer ??= CreateTimer(options, Timeout.InfiniteTimeSpan)).Change(wait, Timeout.InfiniteTimeSpan);
        else if (_callersTimer is null)
            _callersTimer = CreateTimer(options, wait);
        else
            _callersTimer.Change(wait, Timeout.InfiniteTimeSpan);
        if (caller.CanBeCanceled && _registration == default)
            _registration = caller.Register(options.WakesInsideOfCancel ? SetNow : SetOnPool, _signal);
    }

    public ValueTask WaitAsync() => _signal.WaitAsync();

    /// <summary>Makes it ready for the next close.</summary>
    public void Reset(CloseOptions options)
    {
        _registration.Dispose();
        _registration = default;
        if (_callersTimer is { } callers)
        {
            _callersTimer = null;
            callers.Dispose();
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
