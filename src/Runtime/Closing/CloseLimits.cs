using System;
using System.Threading;

namespace SocketAnalyzers.Closing;

/// <summary>When a close that goes on has to look again, and when it has had its time. All times are since its begin.</summary>
internal struct CloseLimits
{
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MomentToRead = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLookForAcknowledgement = TimeSpan.FromMilliseconds(50);

    private readonly CloseOptions _options;
    private TimeSpan _lastProgress;
    private TimeSpan? _quietSince;
    private TimeSpan _nextLook;

    public CloseLimits(CloseOptions options)
    {
        _options = options;
        _lastProgress = TimeSpan.Zero;
        _quietSince = null;
        _nextLook = ShortestLook;
    }

    public void Progress(TimeSpan now) => _lastProgress = now;

    /// <summary>A byte came from the peer.</summary>
    public void Noise(TimeSpan now)
    {
        if (_quietSince is not null)
            _quietSince = now;
    }

    /// <summary>Our FIN is acknowledged: from here on quiet counts.</summary>
    public void Delivered(TimeSpan now) => _quietSince ??= now;

    public readonly bool IsQuiet(TimeSpan now) => _quietSince is { } since && IsOver(now - since, _options.QuietAfterDelivery);

    public readonly CloseOutcome? Exceeded(TimeSpan now) =>
        IsOver(now, _options.TotalTimeout) ? _options.AtTotalTimeout
        : IsOver(now - _lastProgress, _options.IdleTimeout) ? CloseOutcome.IdleTimeout
        : null;

    /// <summary>With a total of zero what is there is still read, and that takes its moment.</summary>
    public readonly bool IsFloodedPast(TimeSpan now) => IsOver(now, _options.TotalTimeout) && now >= MomentToRead;

    /// <summary>How long to wait before looking again. No system tells of an acknowledgement by itself, so it is looked for.</summary>
    /// <param name="now">The time.</param>
    /// <param name="looks">Whether there is anything to look for: the system tells what is acknowledged.</param>
    /// <param name="peerHasEnded">The peer has ended, and only acknowledgements are awaited: often only for the time of one round trip.</param>
    public TimeSpan NextWait(TimeSpan now, bool looks, bool peerHasEnded)
    {
        var wait = Earlier(Left(now, TimeSpan.Zero, _options.TotalTimeout), Left(now, _lastProgress, _options.IdleTimeout));
        if (!looks)
            return AtLeastShortest(wait);
        var longest = peerHasEnded ? LongestLookForAcknowledgement : Earlier(_options.QuietAfterDelivery, LongestLook);
        var look = _quietSince is { } since && !peerHasEnded ? Earlier(Left(now, since, _options.QuietAfterDelivery), LongestLook) : NextLook(longest);
        // Over, and still not the end: unread bytes, which are for the caller's reader.
        return AtLeastShortest(Earlier(wait, look > TimeSpan.Zero ? look : LongestLookForAcknowledgement));
    }

    // An acknowledgement mostly takes a round trip, sometimes much longer.
    private TimeSpan NextLook(TimeSpan longest)
    {
        var look = Earlier(_nextLook, longest);
        _nextLook = look + look;
        return look;
    }

    private static TimeSpan AtLeastShortest(TimeSpan wait) => wait == Timeout.InfiniteTimeSpan || wait > ShortestLook ? wait : ShortestLook;

    public static bool IsOver(TimeSpan time, TimeSpan limit) => limit != Timeout.InfiniteTimeSpan && time >= limit;

    public static TimeSpan Left(TimeSpan now, TimeSpan since, TimeSpan limit) => limit == Timeout.InfiniteTimeSpan ? limit : NotNegative(since + limit - now);

    // One millisecond too late must not be an infinite wait.
    private static TimeSpan NotNegative(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    public static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a == Timeout.InfiniteTimeSpan || (b != Timeout.InfiniteTimeSpan && b < a) ? b : a;
}
