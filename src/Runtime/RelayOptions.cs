using System;
using System.Buffers;
using System.Threading;
using SocketAnalyzers.Closing;

namespace SocketAnalyzers;

/// <summary>The limits of a relay. Immutable, safe to share: change one by <c>RelayOptions.Default with { ... }</c>.</summary>
/// <remarks>
/// Progress is a byte read, written or acknowledged: a slow reader that is alive is not cut off. Where the system does not tell what is
/// acknowledged (see <see cref="SocketClosing.TryGetDelivery"/>), only bytes read and written count. Acknowledged bytes are looked for at
/// least four times in each limit, so a limit may come a quarter of it, or 250 ms, late.
/// </remarks>
public sealed record RelayOptions
{
    private const int LargestBuffer = 1 << 30;

    private readonly TimeSpan _idleTimeout = TimeSpan.FromHours(1);
    private readonly TimeSpan _halfClosedIdleTimeout = TimeSpan.FromMinutes(1);
    private readonly TimeSpan _writeStallTimeout = TimeSpan.FromMinutes(10);
    private readonly TimeSpan _totalTimeout = Timeout.InfiniteTimeSpan;
    private readonly int _bufferSize = 64 * 1024;

    /// <summary>1 h idle, 1 min half-closed and idle, 10 min write stall, no limit in total, 64 KiB.</summary>
    public static RelayOptions Default { get; } = new();

    /// <summary>The longest time without progress in either direction, in every phase. Default 1 h (Envoy <c>tcp_proxy</c> <c>idle_timeout</c>).</summary>
    /// <value>More than zero. <see cref="Timeout.InfiniteTimeSpan"/>: no limit.</value>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative and not infinite, or more than <see cref="int.MaxValue"/> milliseconds.</exception>
    public TimeSpan IdleTimeout
    {
        get => _idleTimeout;
        init => _idleTimeout = OptionCheck.TimeAboveZero(value, nameof(IdleTimeout));
    }

    /// <summary>
    /// The longest time without progress once one direction has ended. Default 1 min (Linux's connection tracking forgets a half-closed
    /// connection after 60 s; HAProxy has <c>client-fin</c> and <c>server-fin</c> for it, and 30 s in its example). Progress starts it
    /// anew, unlike Traefik's <c>terminationDelay</c>, which cuts an answer that is still coming.
    /// </summary>
    /// <value>More than zero. <see cref="Timeout.InfiniteTimeSpan"/>: only <see cref="IdleTimeout"/> counts.</value>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative and not infinite, or more than <see cref="int.MaxValue"/> milliseconds.</exception>
    public TimeSpan HalfClosedIdleTimeout
    {
        get => _halfClosedIdleTimeout;
        init => _halfClosedIdleTimeout = OptionCheck.TimeAboveZero(value, nameof(HalfClosedIdleTimeout));
    }

    /// <summary>
    /// The longest time that a destination may take nothing while there is something for it, whatever the other direction does. Default
    /// 10 min (nginx stream <c>proxy_timeout</c>). Also the longest wait, at the end, for the destination's acknowledgement.
    /// </summary>
    /// <value>More than zero. <see cref="Timeout.InfiniteTimeSpan"/>: only <see cref="IdleTimeout"/> counts.</value>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative and not infinite, or more than <see cref="int.MaxValue"/> milliseconds.</exception>
    public TimeSpan WriteStallTimeout
    {
        get => _writeStallTimeout;
        init => _writeStallTimeout = OptionCheck.TimeAboveZero(value, nameof(WriteStallTimeout));
    }

    /// <summary>The whole relay, from the call. Default <see cref="Timeout.InfiniteTimeSpan"/>: no limit.</summary>
    /// <value>More than zero, or <see cref="Timeout.InfiniteTimeSpan"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative and not infinite, or more than <see cref="int.MaxValue"/> milliseconds.</exception>
    public TimeSpan TotalTimeout
    {
        get => _totalTimeout;
        init => _totalTimeout = OptionCheck.TimeAboveZero(value, nameof(TotalTimeout));
    }

    /// <summary>
    /// Bytes that are read at once, and that wait in memory at most, per direction. Default 65,536 (as YARP;
    /// <c>Stream.CopyToAsync</c> asks for 81,920, and its pool gives 131,072). The buffers are pooled; while
    /// a direction of a <see cref="System.Net.Sockets.Socket"/> or <see cref="System.Net.Security.SslStream"/> is idle it holds none (.NET 8 and later).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative, or more than 1,073,741,824.</exception>
    public int BufferSize
    {
        get => _bufferSize;
        init => _bufferSize = value is > 0 and <= LargestBuffer ? value : throw OptionCheck.OutOfRange(value, nameof(BufferSize), $"from 1 to {LargestBuffer}");
    }

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

    /// <summary>Where the buffers come from. For the tests.</summary>
    internal ArrayPool<byte> Pool { get; init; } = ArrayPool<byte>.Shared;
}
