#if NET8_0_OR_GREATER
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Linq;

namespace SocketAnalyzers.Telemetry;

/// <summary>The library's meter and activity source. .NET 8 and later: before it, both would need a package.</summary>
internal static class RuntimeTelemetry
{
    public const string Name = "SocketAnalyzers.Runtime";
    public const string ClosesName = "socket_analyzers.closes";
    public const string DrainedName = "socket_analyzers.close.drained";
    public const string DurationName = "socket_analyzers.close.duration";
    public const string ActiveRelaysName = "socket_analyzers.active_relays";
    public const string ActivityName = "socket_analyzers.close";
    public const string OutcomeTag = "socket_analyzers.close.outcome";
    public const string DrainedTag = "socket_analyzers.close.drained";
    public const string ErrorTag = "error.type";

    private static readonly string[] OutcomeNames = Enum.GetNames<CloseOutcome>().Select(SnakeCase).ToArray();
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Closes = Meter.CreateCounter<long>(ClosesName, "{close}", "Graceful closes that have ended.");
    private static readonly Counter<long> Drained = Meter.CreateCounter<long>(DrainedName, "By", "Bytes of peers that were read during graceful closes.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(DurationName, "s", "From the begin of a graceful close to the end of its socket.");
    private static readonly UpDownCounter<long> ActiveRelays = Meter.CreateUpDownCounter<long>(ActiveRelaysName, "{relay}", "Relays that run now.");
    private static readonly ActivitySource Source = new(Name);

    public static bool Traces => Source.HasListeners();

    private static bool IsHeard => Closes.Enabled | Drained.Enabled | Duration.Enabled | Source.HasListeners();

    public static void RelayStarted() => Count(1);

    public static void RelayStopped() => Count(-1);

    /// <param name="result">Of the close that has ended.</param>
    /// <param name="caller">The activity that it was called in.</param>
    public static void Closed(in CloseResult result, ActivityContext caller)
    {
        if (!IsHeard)
            return;
        var outcome = new KeyValuePair<string, object?>(OutcomeTag, OutcomeNames[(int)result.Outcome]);
        Closes.Add(1, outcome);
        Drained.Add(result.DrainedBytes, outcome);
        Duration.Record(result.Elapsed.TotalSeconds, outcome);
        if (Traces)
            Trace(result, caller);
    }

    // Started at the end, and back-dated: nothing of ours runs inside of it, and the context that is current now may be anybody's.
    private static void Trace(in CloseResult result, ActivityContext caller)
    {
        var current = Activity.Current;
        Activity.Current = null;
        try
        {
            using var activity = Source.StartActivity(ActivityName, ActivityKind.Internal, caller, startTime: DateTimeOffset.UtcNow - result.Elapsed);
            activity?.SetTag(OutcomeTag, OutcomeNames[(int)result.Outcome]);
            activity?.SetTag(DrainedTag, result.DrainedBytes);
            if (result.Outcome is CloseOutcome.PeerReset or CloseOutcome.Error)
                activity?.SetTag(ErrorTag, SnakeCase(result.Error.ToString())).SetStatus(ActivityStatusCode.Error);
        }
        finally
        {
            Activity.Current = current;
        }
    }

    private static void Count(int relays)
    {
        try
        {
            ActiveRelays.Add(relays);
        }
        catch (Exception)
        {
            // Of a listener, and no reason to leave two connections open.
        }
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select(static (letter, i) => i > 0 && char.IsUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : char.ToLowerInvariant(letter).ToString()));
}
#else
namespace SocketAnalyzers.Telemetry;

/// <summary>Nothing here: .NET Standard 2.0 has neither meter nor activity source without a package.</summary>
internal static class RuntimeTelemetry
{
    public static void RelayStarted()
    {
    }

    public static void RelayStopped()
    {
    }
}
#endif
