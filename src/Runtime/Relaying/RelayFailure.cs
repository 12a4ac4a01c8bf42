using System;
using SocketAnalyzers.Closing;

namespace SocketAnalyzers.Relaying;

/// <summary>
/// One of the two connections is gone. What had come from it is passed on first, as on one connection, where a reset comes behind the data:
/// until the other side has acknowledged all of it, or takes nothing any more.
/// </summary>
internal sealed class RelayFailure
{
    // A connection that is reset is read to its end at once. A stream without a socket may have failed in one direction only.
    private static readonly TimeSpan MomentToRead = TimeSpan.FromSeconds(1);

    // On one connection a reader that takes nothing would see the reset at once.
    private static readonly TimeSpan PatienceWithBlocked = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(50);

    private readonly RelayPump _owed;
    private readonly TimeSpan _began;
    private readonly TimeSpan _limit;
    private TimeSpan _nextLook = TimeSpan.FromMilliseconds(1);

    /// <param name="pump">The direction that failed.</param>
    /// <param name="ending">How.</param>
    /// <param name="owed">The direction from the connection that is gone.</param>
    /// <param name="options">The limits of the relay.</param>
    /// <param name="now">The time.</param>
    public RelayFailure(RelayPump pump, RelayEnding ending, RelayPump owed, RelayOptions options, TimeSpan now)
    {
        Pump = pump;
        Ending = ending;
        _owed = owed;
        _limit = options.HalfClosedIdleTimeout;
        _began = now;
    }

    public RelayPump Pump { get; }

    public RelayEnding Ending { get; }

    /// <summary>The other side has all that it is owed, or its end already, or there is no use in waiting any more.</summary>
    public bool IsPassedOn(TimeSpan now)
    {
        if (_owed.IsOver && (_owed.Destination.IsEnded || _owed.Destination.HasAll()))
            return true;
        var limit = _owed.IsOver ? _limit
            : !_owed.IsWriting ? CloseLimits.Earlier(_limit, MomentToRead)
            : CloseLimits.Earlier(_limit, PatienceWithBlocked);
        return CloseLimits.IsOver(now - (_owed.LastProgress > _began ? _owed.LastProgress : _began), limit);
    }

    /// <summary>No system tells of an acknowledgement by itself, so it is looked for.</summary>
    public TimeSpan NextLook()
    {
        var look = _nextLook;
        _nextLook = CloseLimits.Earlier(look + look, LongestLook);
        return look;
    }
}
