using System;
#if !NET8_0_OR_GREATER
using System.Diagnostics;
#endif

namespace SocketAnalyzers.Closing;

/// <summary>The time since a close began.</summary>
internal readonly struct CloseClock
{
#if NET8_0_OR_GREATER
    private readonly TimeProvider _provider;
    private readonly long _start;

    public CloseClock(CloseOptions options)
    {
        _provider = options.TimeProvider;
        _start = _provider.GetTimestamp();
    }

    public TimeSpan Elapsed => _provider.GetElapsedTime(_start);
#else
    private readonly Stopwatch _watch;

    public CloseClock(CloseOptions options)
    {
        _watch = Stopwatch.StartNew();
    }

    public TimeSpan Elapsed => _watch.Elapsed;
#endif
}
