using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>At most so many closes linger, the others are shed without a loss; and all of them end under one deadline.</summary>
[Collection(KernelCollection.Name)]
public class CloseGateTests
{
    [Fact]
    public async Task Beyond_the_cap_a_close_does_not_wait_and_loses_nothing()
    {
        var gate = new CloseGate(2, CloseAssert.Patient);
        var connections = await OpenAsync(5);
        var lingering = connections.Take(2).Select(connection => gate.CloseAsync(connection.Server)).ToArray();
        foreach (var connection in connections.Skip(2))
        {
            await Peer.SendAsync(connection.Client, 20_000);
            await Peer.UntilAsync(() => connection.Server.Available == 20_000);
            await Peer.SendAsync(connection.Server, 1_000);
            var result = await gate.CloseAsync(connection.Server).WaitAsync(Peer.Hangs);
            CloseAssert.Consistent(result, connection.Server);
            Assert.Equal((CloseOutcome.Shed, 20_000), (result.Outcome, result.DrainedBytes));
            Assert.Equal(new Seen(1_000, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
        }

        Assert.Equal((2, 2, 3), (gate.MaxConcurrentCloses, gate.ActiveCloses, gate.ShedCloses));
        connections.ForEach(connection => connection.Client.Dispose());
        Assert.All(await Task.WhenAll(lingering).WaitAsync(Peer.Hangs), result => Assert.Equal(CloseOutcome.PeerClosed, result.Outcome));
        Assert.Equal(0, gate.ActiveCloses);
        connections.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task A_burst_never_holds_more_than_the_cap()
    {
        var gate = new CloseGate(10, new CloseOptions { IdleTimeout = TimeSpan.FromMilliseconds(100) });
        var connections = await OpenAsync(150);
        var most = 0;
        var results = await Task.WhenAll(connections.Select(connection => Task.Run(() =>
        {
            var closing = gate.CloseAsync(connection.Server);
            InterlockedMax(ref most, gate.ActiveCloses);
            return closing;
        }))).WaitAsync(Peer.Hangs);
        Assert.InRange(most, 1, 10);
        Assert.Equal(gate.ShedCloses, results.Count(result => result.Outcome == CloseOutcome.Shed));
        Assert.Equal(150, gate.ShedCloses + results.Count(result => result.Outcome is CloseOutcome.Delivered or CloseOutcome.IdleTimeout));
        Assert.True(gate.ShedCloses > 0);
        connections.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task All_end_under_one_deadline()
    {
        var gate = new CloseGate(100, CloseAssert.Patient);
        var connections = await OpenAsync(20);
        var closing = connections.Select(connection => gate.CloseAsync(connection.Server)).ToArray();
        connections.Take(5).ToList().ForEach(connection => connection.Client.Dispose());
        await Task.WhenAll(closing.Take(5)).WaitAsync(Peer.Hangs);
        Assert.Equal(15, await gate.DrainAllAsync(TimeSpan.FromMilliseconds(100)).WaitAsync(Peer.Hangs));
        var results = await Task.WhenAll(closing).WaitAsync(Peer.Hangs);
        Assert.Equal(5, results.Count(result => result.Outcome == CloseOutcome.PeerClosed));
        Assert.Equal(15, results.Count(result => result.Outcome == CloseOutcome.Canceled));
        // One that comes too late is not cut off: it does not wait, and loses nothing.
        using var late = await Connection.OpenAsync();
        await Peer.SendAsync(late.Client, 20_000);
        await Peer.UntilAsync(() => late.Server.Available == 20_000);
        await Peer.SendAsync(late.Server, 1_000);
        var shed = await gate.CloseAsync(late.Server).WaitAsync(Peer.Hangs);
        Assert.Equal((CloseOutcome.Shed, 20_000), (shed.Outcome, shed.DrainedBytes));
        Assert.Equal(new Seen(1_000, SocketError.Success), await Peer.ReadToEndAsync(late.Client));
        connections.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task A_drain_waits_for_the_sessions_and_for_their_closes()
    {
        var gate = new CloseGate(100, CloseAssert.Patient);
        var connections = await OpenAsync(20);
        Assert.False(gate.Draining.IsCancellationRequested);
        var sessions = connections.Select(connection => Task.Run(async () =>
        {
            using var session = gate.EnterSession();
            await Task.Delay(Timeout.Infinite, gate.Draining).ContinueWith(static _ => { });
            await Task.Delay(50);
            return await gate.CloseAsync(connection.Server);
        })).ToArray();
        await Peer.UntilAsync(() => gate.ActiveSessions == 20);
        var draining = gate.DrainAllAsync(TimeSpan.FromMinutes(1));
        await Peer.UntilAsync(() => gate.ActiveCloses == 20);
        Assert.False(draining.IsCompleted);
        connections.ForEach(connection => connection.Client.Dispose());
        Assert.Equal(0, await draining.WaitAsync(Peer.Hangs));
        Assert.Equal((0, 0), (gate.ActiveSessions, gate.ActiveCloses));
        Assert.All(await Task.WhenAll(sessions), result => Assert.Equal(CloseOutcome.PeerClosed, result.Outcome));
        connections.ForEach(connection => connection.Dispose());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_number_told_is_that_of_what_had_not_ended(bool byToken)
    {
        // Longer than usual: a busy machine may need more than a moment to end the five.
        var gate = new CloseGate(100, CloseAssert.Patient) { MomentForSessions = TimeSpan.FromSeconds(1) };
        var connections = await OpenAsync(8);

        // Five whose close is cut off, and that end then; three closes without a session; and two sessions that do not end.
        var cut = connections.Take(5).Select(connection => Task.Run(async () =>
        {
            using var session = gate.EnterSession();
            return await gate.CloseAsync(connection.Server);
        })).ToArray();
        var alone = connections.Skip(5).Select(connection => gate.CloseAsync(connection.Server)).ToArray();
        using var one = gate.EnterSession();
        var other = gate.EnterSession();
        await Peer.UntilAsync(() => gate.ActiveCloses == 8);
        using var source = new CancellationTokenSource(200);
        var draining = byToken ? gate.DrainAllAsync(source.Token) : gate.DrainAllAsync(TimeSpan.FromMilliseconds(200));
        Assert.Equal(10, await draining.WaitAsync(Peer.Hangs));
        Assert.All(await Task.WhenAll(cut.Concat(alone)), result => Assert.Equal(CloseOutcome.Canceled, result.Outcome));
        other.Dispose();
        other.Dispose();
        Assert.Equal(1, gate.ActiveSessions);
        connections.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task The_earliest_of_several_deadlines_counts()
    {
        var gate = new CloseGate(100);
        using var session = gate.EnterSession();
        var first = gate.DrainAllAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(1, await gate.DrainAllAsync(TimeSpan.FromMilliseconds(50)).WaitAsync(Peer.Hangs));
        Assert.Equal(1, await first.WaitAsync(Peer.Hangs));
        Assert.Equal(1, await gate.DrainAllAsync(new CancellationToken(true)).WaitAsync(Peer.Hangs));
    }

    /// <summary>Nobody has entered these sessions, so the drain knows of nothing, says 0, and that stays true.</summary>
    [Fact]
    public async Task What_begins_to_close_after_a_drain_had_nothing_to_wait_for_is_not_cut_off()
    {
        var gate = new CloseGate(100, CloseAssert.Patient);
        var connections = await OpenAsync(20);
        Assert.Equal(0, await gate.DrainAllAsync(TimeSpan.FromMilliseconds(300)).WaitAsync(Peer.Hangs));
        foreach (var connection in connections)
        {
            await Peer.SendAsync(connection.Client, 20_000);
            await Peer.SendAsync(connection.Server, 1_000);
        }

        var closing = connections.Select(connection => gate.CloseAsync(connection.Server)).ToArray();
        Assert.All(await Task.WhenAll(closing).WaitAsync(Peer.Hangs), result => Assert.Equal(CloseOutcome.Shed, result.Outcome));
        foreach (var connection in connections)
            Assert.Equal(new Seen(1_000, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
        connections.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task Without_a_deadline_all_come_to_their_own_end()
    {
        var gate = new CloseGate(100, CloseAssert.Patient);
        var connections = await OpenAsync(5);
        var closing = connections.Select(connection => gate.CloseAsync(connection.Server)).ToArray();
        var draining = gate.DrainAllAsync(Timeout.InfiniteTimeSpan);
        Assert.False(draining.IsCompleted);
        connections.ForEach(connection => connection.Client.Dispose());
        Assert.Equal(0, await draining.WaitAsync(Peer.Hangs));
        Assert.All(await Task.WhenAll(closing), result => Assert.Equal(CloseOutcome.PeerClosed, result.Outcome));
        Assert.Equal(0, await new CloseGate(1).DrainAllAsync(TimeSpan.Zero).WaitAsync(Peer.Hangs));
        connections.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task The_callers_token_is_no_cut_by_the_deadline()
    {
        var gate = new CloseGate(1, CloseAssert.Patient);
        using var connection = await Connection.OpenAsync();
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var closing = gate.CloseAsync(connection.Server, cancellationToken: soon.Token);
        Assert.Equal(0, await gate.DrainAllAsync(TimeSpan.FromMinutes(1)).WaitAsync(Peer.Hangs));
        Assert.Equal(CloseOutcome.Canceled, (await closing).Outcome);
    }

    private static async Task<List<Connection>> OpenAsync(int count)
    {
        var connections = new List<Connection>();
        while (connections.Count < count)
            connections.Add(await Connection.OpenAsync());
        return connections;
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
