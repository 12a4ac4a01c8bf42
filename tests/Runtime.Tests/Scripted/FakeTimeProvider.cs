using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Tests.Scripted;

/// <summary>A clock that stands still until it is moved, and whose timers fire on the thread that moves it.</summary>
internal sealed class FakeTimeProvider : TimeProvider
{
    private readonly List<Timer> _timers = [];

    public TimeSpan Now { get; private set; }

    public TimeSpan? NextTimer => _timers.Count == 0 ? null : _timers.Min(timer => timer.Due);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void MoveTo(TimeSpan time)
    {
        if (time < Now)
            throw new ArgumentOutOfRangeException(nameof(time), time, $"It is {Now} already.");
        Now = time;
    }

    public void FireOne()
    {
        var timer = _timers.Where(timer => timer.Due <= Now).MinBy(timer => timer.Due);
        timer?.Fire();
    }

    private sealed class Timer(FakeTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan)
                throw new NotSupportedException("Nothing here needs a timer that fires twice.");
            clock._timers.Remove(this);
            if (dueTime == Timeout.InfiniteTimeSpan)
                return true;
            Due = clock.Now + dueTime;
            clock._timers.Add(this);
            return true;
        }

        public void Fire()
        {
            clock._timers.Remove(this);
            callback(state);
        }

        public void Dispose() => clock._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
