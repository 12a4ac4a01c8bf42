using System;
#if !NET8_0_OR_GREATER
using System.Diagnostics;
#endif

namespace SocketAnalyzers.Closing;

/// <summary>The time since a close, or a relay, began.</summary>
internal readonly struct CloseClock
{
#if NET8_0_OR_GREATER
    private readonly TimeProvider _provider;
    private readonly long _start;

    public CloseClock(CloseOptions options)
        : this(options.TimeProvider)
    {
    }

    public CloseClock(RelayOptions options)
        : this(options.TimeProvider)
    {
    }

    private CloseClock(TimeProvider provider)
    {
        _provider = provider;
        _start = provider.GetTimestamp();
    }

    public TimeSpan Elapsed => _provider.GetElapsedTime(_start);
#else
    private readonly Stopwatch _watch;

    public CloseClock(object options)
    {
        _watch = Stopwatch.StartNew();
    }

    public TimeSpan Elapsed => _watch.Elapsed;
#endif
}
