using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Net.Sockets;
using System.Threading.Tasks;
using SocketAnalyzers.Telemetry;
using SocketAnalyzers.Tests.Kernel;
using Xunit;

namespace SocketAnalyzers.Tests.Api;

/// <summary>Meter and activity source are those of the process: whoever else closes a connection meanwhile would be counted too.</summary>
[Collection(AloneInTheProcess.Name)]
public class TelemetryTests
{
    private sealed record Measurement(string Instrument, string? Unit, double Value, string? Outcome);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_close_is_counted_with_its_outcome_its_bytes_and_its_time(bool blocking)
    {
        using var connection = await Connection.OpenAsync();
        await connection.Client.SendAsync(new byte[5000]);
        connection.Client.Shutdown(SocketShutdown.Send);
        using var meter = Measure(out var measurements);
        var result = blocking ? connection.Server.CloseGracefully() : await connection.Server.CloseGracefullyAsync();

        Assert.Equal(
            [
                new Measurement("socket_analyzers.close.drained", "By", 5000, "peer_closed"),
                new Measurement("socket_analyzers.close.duration", "s", result.Elapsed.TotalSeconds, "peer_closed"),
                new Measurement("socket_analyzers.closes", "{close}", 1, "peer_closed"),
            ],
            measurements.OrderBy(measurement => measurement.Instrument, StringComparer.Ordinal));
        Assert.True(result.Elapsed > TimeSpan.Zero);
    }

    [Fact]
    public async Task What_a_gate_sheds_is_counted_as_shed()
    {
        using var connection = await Connection.OpenAsync();
        using var meter = Measure(out var measurements);
        var result = await new CloseGate(0).CloseAsync(connection.Server);

        Assert.Equal(CloseOutcome.Shed, result.Outcome);
        Assert.Equal("shed", measurements.Single(measurement => measurement.Instrument == "socket_analyzers.closes").Outcome);
    }

    [Fact]
    public async Task A_relay_counts_while_it_runs()
    {
        using var front = await Connection.OpenAsync();
        using var back = await Connection.OpenAsync();
        using var meter = Measure(out var measurements);
        var relay = DuplexRelay.RunAsync(front.Server, back.Client);
        Assert.Equal([new("socket_analyzers.active_relays", "{relay}", 1, null)], measurements);
        front.Client.Shutdown(SocketShutdown.Send);
        back.Server.Shutdown(SocketShutdown.Send);
        await relay;

        Assert.Equal([1.0, -1.0], measurements.Where(measurement => measurement.Instrument == "socket_analyzers.active_relays").Select(measurement => measurement.Value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_close_is_an_activity_in_that_of_its_caller(bool peerEndsLater)
    {
        using var connection = await Connection.OpenAsync();
        using var listener = Trace(out var activities);
        using var caller = new Activity("caller").Start();
        if (!peerEndsLater)
            connection.Client.Shutdown(SocketShutdown.Send);
        var closing = connection.Server.CloseGracefullyAsync();
        Assert.Same(caller, Activity.Current);
        connection.Client.Shutdown(SocketShutdown.Send);
        var result = await closing;

        Assert.Same(caller, Activity.Current);
        var activity = Assert.Single(activities);
        Assert.Equal(("socket_analyzers.close", caller.SpanId), (activity.OperationName, activity.ParentSpanId));
        Assert.Equal(("peer_closed", 0L), (activity.GetTagItem("socket_analyzers.close.outcome"), activity.GetTagItem("socket_analyzers.close.drained")));
        Assert.Equal(ActivityStatusCode.Unset, activity.Status);
        Assert.True(activity.Duration >= result.Elapsed);
    }

    [Fact]
    public async Task A_reset_is_an_error_of_the_activity()
    {
        using var connection = await Connection.OpenAsync();
        connection.Client.Close(0);
        using var listener = Trace(out var activities);
        await connection.Server.CloseGracefullyAsync();

        var activity = Assert.Single(activities);
        Assert.Equal(default, activity.ParentSpanId);
        Assert.Equal(("peer_reset", "connection_reset"), (activity.GetTagItem("socket_analyzers.close.outcome"), activity.GetTagItem("error.type")));
        Assert.Equal(ActivityStatusCode.Error, activity.Status);
    }

    [Fact]
    public void Nothing_is_allocated_when_nobody_listens()
    {
        var result = new CloseResult { Outcome = CloseOutcome.PeerReset, Error = SocketError.ConnectionReset };
        Tell(result);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Tell(result);
        var after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(before, after);

        static void Tell(CloseResult result)
        {
            CloseTelemetry.Begin().End(result);
            RuntimeTelemetry.RelayStarted();
            RuntimeTelemetry.RelayStopped();
        }
    }

    private static MeterListener Measure(out ConcurrentQueue<Measurement> measurements)
    {
        var queue = measurements = new ConcurrentQueue<Measurement>();
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "SocketAnalyzers.Runtime")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>(Add);
        listener.Start();
        return listener;

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state = null) =>
            queue.Enqueue(new Measurement(instrument.Name, instrument.Unit, value, tags.IsEmpty ? null : (string?)Tag(tags)));
    }

    private static object? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Assert.Equal("socket_analyzers.close.outcome", tags[0].Key);
        return tags[0].Value;
    }

    private static ActivityListener Trace(out ConcurrentQueue<Activity> activities)
    {
        var queue = activities = new ConcurrentQueue<Activity>();
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "SocketAnalyzers.Runtime",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = queue.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
