#if NET8_0_OR_GREATER
using System;
using System.Diagnostics;
#endif

namespace SocketAnalyzers.Telemetry;

/// <summary>What is told of one close, from its begin to its end.</summary>
internal readonly struct CloseTelemetry
{
#if NET8_0_OR_GREATER
    private readonly ActivityContext _caller;

    private CloseTelemetry(ActivityContext caller)
    {
        _caller = caller;
    }

    public static CloseTelemetry Begin() => RuntimeTelemetry.Traces && Activity.Current is { } caller ? new CloseTelemetry(caller.Context) : default;

    public void End(in CloseResult result)
    {
        try
        {
            RuntimeTelemetry.Closed(result, _caller);
        }
        catch (Exception)
        {
            // Of a listener. The close has ended, and that is what its caller has to be told.
        }
    }
#else
    public static CloseTelemetry Begin() => default;

    public void End(in CloseResult result)
    {
    }
#endif
}
