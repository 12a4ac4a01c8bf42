using System;
using System.Buffers;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Closing;

namespace SocketAnalyzers;

/// <summary>The limits of a graceful close, and what it has to wait for. Immutable: change a preset by <c>CloseOptions.Server with { ... }</c>.</summary>
/// <remarks>Safe to share between threads and connections, except for <see cref="PendingSends"/>, <see cref="Reader"/> and <see cref="Sink"/>, which belong to one connection.</remarks>
public sealed record CloseOptions
{
    private readonly TimeSpan _totalTimeout = TimeSpan.FromSeconds(30);
    private readonly TimeSpan _idleTimeout = TimeSpan.FromSeconds(5);
    private readonly TimeSpan _quietAfterDelivery = TimeSpan.FromMilliseconds(250);
    private readonly long _maxDrainedBytes = 256 * 1024;

    /// <summary>The default: 30 s in total, 5 s without progress (both as in nginx), 256 KiB (as in Go), 250 ms of quiet.</summary>
    public static CloseOptions Server { get; } = new();

    /// <summary>For clients and libraries, whose caller waits: 5 s in total, 2 s without progress (as in Apache's short linger).</summary>
    public static CloseOptions Client { get; } = new() { TotalTimeout = TimeSpan.FromSeconds(5), IdleTimeout = TimeSpan.FromSeconds(2) };

    /// <summary>Under pressure: FIN, read what is there, dispose; nothing is awaited.</summary>
    public static CloseOptions Shed { get; } = new() { TotalTimeout = TimeSpan.Zero };

    /// <summary>No limit at all: until the peer ends, resets, or the token is canceled. Not for peers that you do not trust.</summary>
    public static CloseOptions Unbounded { get; } = new()
    {
        TotalTimeout = Timeout.InfiniteTimeSpan,
        IdleTimeout = Timeout.InfiniteTimeSpan,
        QuietAfterDelivery = Timeout.InfiniteTimeSpan,
        MaxDrainedBytes = long.MaxValue,
    };

    /// <summary>The whole close, from the call to the dispose. Default 30 s (nginx <c>lingering_time</c>, Apache <c>MAX_SECS_TO_LINGER</c>).</summary>
    /// <value>Zero: nothing is awaited. <see cref="Timeout.InfiniteTimeSpan"/>: no limit.</value>
    /// <exception cref="ArgumentOutOfRangeException">Negative and not infinite, or more than <see cref="int.MaxValue"/> milliseconds.</exception>
    public TimeSpan TotalTimeout
    {
        get => _totalTimeout;
        init => _totalTimeout = OptionCheck.Time(value, nameof(TotalTimeout));
    }

    /// <summary>
    /// The longest time without progress: no byte read and none acknowledged. Default 5 s (nginx <c>lingering_timeout</c>). Because
    /// acknowledged bytes count, a slow reader that is alive is not cut off; where the system does not tell them (see
    /// <see cref="SocketClosing.TryGetDelivery"/>), only bytes read count.
    /// </summary>
    /// <value>More than zero. <see cref="Timeout.InfiniteTimeSpan"/>: no limit.</value>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative and not infinite, or more than <see cref="int.MaxValue"/> milliseconds.</exception>
    public TimeSpan IdleTimeout
    {
        get => _idleTimeout;
        init => _idleTimeout = OptionCheck.TimeAboveZero(value, nameof(IdleTimeout));
    }

    /// <summary>
    /// With our FIN acknowledged and no byte from the peer for this long, the close ends as <see cref="CloseOutcome.Delivered"/>. Default
    /// 250 ms (Go waits 500 ms, without evidence). Used only where the system tells what is acknowledged.
    /// </summary>
    /// <value>Zero: as soon as the FIN is acknowledged. <see cref="Timeout.InfiniteTimeSpan"/>: never, the peer's end is awaited.</value>
    /// <exception cref="ArgumentOutOfRangeException">Negative and not infinite, or more than <see cref="int.MaxValue"/> milliseconds.</exception>
    public TimeSpan QuietAfterDelivery
    {
        get => _quietAfterDelivery;
        init => _quietAfterDelivery = OptionCheck.Time(value, nameof(QuietAfterDelivery));
    }

    /// <summary>How many bytes of the peer are read at most. Default 262,144 (Go <c>maxPostHandlerReadBytes</c>; Tomcat has 2 MiB, nginx and Apache no limit).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public long MaxDrainedBytes
    {
        get => _maxDrainedBytes;
        init => _maxDrainedBytes = value < 0 ? throw OptionCheck.OutOfRange(value, nameof(MaxDrainedBytes), "zero or more") : value;
    }

    /// <summary>
    /// Sends of the caller that may not have completed yet. The FIN waits for them, because it would overtake them. If one fails, or a
    /// limit comes first, no FIN is sent and the connection is reset. Its exception is the caller's and does not come out of the close.
    /// A send that is pending on the socket and not named here is waited for too, but how it ends is not seen: name it. Not seen at all is a
    /// blocking send of another thread on a socket that was never used asynchronously.
    /// </summary>
    public Task? PendingSends { get; init; }

    /// <summary>
    /// The caller's own reading, if it goes on during the close: the close waits for it and does not read beside it, because two readers
    /// share the bytes. While it runs, only a limit or the end of the connection ends the close, and no quiet. It should end at the end of
    /// the stream, and fail with what its receive fails with: a reset that it keeps to itself looks like the peer's end. When a limit
    /// comes first, its receive fails with
    /// <see cref="System.Net.Sockets.SocketError.OperationAborted"/> or <see cref="ObjectDisposedException"/>. Not the task that itself
    /// awaits this close: the two would wait for each other until a limit comes.
    /// </summary>
    public Task? Reader { get; init; }

    /// <summary>Takes what the peer sends during the close. Without it these bytes are thrown away. An exception of the sink comes out of the close, after the socket is disposed.</summary>
    public IBufferWriter<byte>? Sink { get; init; }

    /// <summary>What a gate that is full makes of it: <see cref="CloseOutcome.Shed"/>.</summary>
    internal CloseOutcome AtTotalTimeout { get; init; } = CloseOutcome.TotalTimeout;

    /// <summary>A close goes on inside of the caller's <c>Cancel()</c>. For tests in which everything is one thread.</summary>
    internal bool WakesInsideOfCancel { get; init; }

#if NET8_0_OR_GREATER
    private readonly TimeProvider _timeProvider = TimeProvider.System;

    /// <summary>The clock of all limits. Default <see cref="TimeProvider.System"/>.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public TimeProvider TimeProvider
    {
        get => _timeProvider;
        init => _timeProvider = value ?? throw new ArgumentNullException(nameof(TimeProvider));
    }
#endif
}
