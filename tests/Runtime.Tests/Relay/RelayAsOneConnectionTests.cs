using System;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Tests.Kernel;
using Xunit;

namespace SocketAnalyzers.Tests.Relay;

/// <summary>What a side sees at the end of the other through a relay is what it sees on one connection: the same bytes, the same end.</summary>
[Collection(KernelCollection.Name)]
public class RelayAsOneConnectionTests
{
    private const int Runs = 100;
    private const int AtOnce = 5;
    private const int Size = 400_000;

    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(400);

#if !RUNTIME_IS_NETSTANDARD
    // A peer that is slow, and a source that resets when all it sent is acknowledged: on one connection the reader has it all then.
    [LinuxTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reset_comes_behind_the_data(bool fromA)
    {
        await AssertAllAsync(new Seen(Size, SocketError.ConnectionReset), async () =>
        {
            using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
            var direct = await SendAndResetAsync(connection.Server, connection.Client);
            using var rig = await RelayRig.OpenAsync(receiveBufferOfA: 8 * 1024, receiveBufferOfB: 8 * 1024);
            var relaying = rig.RelayAsync();
            var relayed = await (fromA ? SendAndResetAsync(rig.A, rig.B) : SendAndResetAsync(rig.B, rig.A));
            var result = await relaying;
            var (failed, other) = fromA ? (result.AToB, result.BToA) : (result.BToA, result.AToB);
            Assert.Equal((Size, RelayOutcome.SourceError), (failed.Bytes, failed.Outcome));
            Assert.Equal(RelayOutcome.OtherDirectionFailed, other.Outcome);
            return (direct, relayed);
        });
    }

    /// <summary>A server that answers early and closes, with the upload unread: its answer comes before the reset.</summary>
    [LinuxFact]
    public async Task An_early_answer_comes_before_the_reset_of_the_upload()
    {
        await AssertAllAsync(new Seen(200, SocketError.Success), async () =>
        {
            using var connection = await Connection.OpenAsync();
            var direct = await UploadAsync(connection.Client, connection.Server);
            using var rig = await RelayRig.OpenAsync();
            var relaying = rig.RelayAsync();
            var relayed = await UploadAsync(rig.A, rig.B);
            var result = await relaying;
            Assert.False(result.IsCompleted);
            Assert.Equal(200, result.BToA.Bytes);
            return (direct, relayed);
        });
    }

    [LinuxFact]
    public async Task A_reader_that_is_slow_but_alive_gets_more_than_the_buffers_hold_before_the_reset()
    {
        const int size = 6_000_000;
        using var rig = await RelayRig.OpenAsync(receiveBufferOfB: 64 * 1024);
        var relaying = rig.RelayAsync(RelayOptions.Default with { HalfClosedIdleTimeout = TimeSpan.FromSeconds(2) });
        var sending = RelayRig.SendAsync(rig.A, new byte[size]);
        var reading = Peer.ReadToEndAsync(rig.B, pause: TimeSpan.FromMilliseconds(5));
        await sending;
        await IsAcknowledgedAsync(rig.A);
        Peer.Reset(rig.A);
        Assert.Equal(new Seen(size, SocketError.ConnectionReset), await reading);
        Assert.Equal((size, RelayOutcome.SourceError), ((int)(await relaying).AToB.Bytes, (await relaying).AToB.Outcome));
    }

    [LinuxTheory]
    [InlineData("HalfClosedIdleTimeout")]
    [InlineData("TotalTimeout")]
    [InlineData("Canceled")]
    public async Task The_reset_does_not_wait_for_a_reader_that_takes_nothing_beyond_the_limits(string what)
    {
        using var rig = await RelayRig.OpenAsync(receiveBufferOfB: 8 * 1024);
        using var source = new CancellationTokenSource();
        var options = what switch
        {
            "HalfClosedIdleTimeout" => RelayOptions.Default with { HalfClosedIdleTimeout = Limit },
            "TotalTimeout" => RelayOptions.Default with { TotalTimeout = TimeSpan.FromSeconds(2) },
            _ => RelayOptions.Default,
        };
        var relaying = rig.RelayAsync(options, source.Token);
        await RelayRig.SendAsync(rig.A, new byte[Size]);
        await IsAcknowledgedAsync(rig.A);
        Peer.Reset(rig.A);
        if (what == "Canceled")
        {
            await Task.Delay(Limit);
            Assert.False(relaying.IsCompleted);
            source.Cancel();
        }

        var result = await relaying;
        Assert.Equal(RelayOutcome.SourceError, result.AToB.Outcome);
        Assert.True(result.Elapsed < TimeSpan.FromSeconds(5), result.ToString());
        await RelayRig.SeesResetAsync(rig.B);
    }
#endif

    /// <summary>The end of one direction is passed on, and nobody has taken the data yet: what stops the relay must not destroy it.</summary>
    [Theory]
    [InlineData("HalfClosedIdleTimeout")]
    [InlineData("TotalTimeout")]
    [InlineData("Canceled")]
    [InlineData("the other side's reset")]
    public async Task A_side_that_has_its_end_is_not_reset(string what)
    {
        const int size = 1_000_000;
        using var rig = await RelayRig.OpenAsync(receiveBufferOfB: 8 * 1024);
        using var source = new CancellationTokenSource();
        var options = what switch
        {
            "HalfClosedIdleTimeout" => RelayOptions.Default with { HalfClosedIdleTimeout = Limit },
            "TotalTimeout" => RelayOptions.Default with { TotalTimeout = TimeSpan.FromSeconds(2) },
            _ => RelayOptions.Default,
        };
        var relaying = rig.RelayAsync(options, source.Token);
        await RelayRig.SendAsync(rig.A, new byte[size], thenFin: true);

        // Unread at the relay when it ends: it must not become a reset.
        await RelayRig.FillAsync(rig.B, atMost: what == "HalfClosedIdleTimeout" ? 0 : 8_000_000);
        await Task.Delay(Limit);
        if (what == "Canceled")
            source.Cancel();
        else if (what == "the other side's reset")
            rig.A.Dispose();
        var result = await relaying;
        Assert.Equal(size, result.AToB.Bytes);
#if !RUNTIME_IS_NETSTANDARD
        Assert.Equal(
            what switch
            {
                "HalfClosedIdleTimeout" => RelayOutcome.HalfClosedIdleTimeout,
                "TotalTimeout" => RelayOutcome.TotalTimeout,
                "Canceled" => RelayOutcome.Canceled,
                _ => RelayOutcome.OtherDirectionFailed,
            },
            result.AToB.Outcome);
#endif
        Assert.NotEqual(RelayOutcome.Completed, result.BToA.Outcome);
        if (what == "HalfClosedIdleTimeout")
            Assert.Equal(new Seen(size, SocketError.Success), await Peer.ReadToEndAsync(rig.B));
    }

    [LinuxFact]
    public async Task What_the_relays_caller_had_still_to_send_comes_before_the_end()
    {
        const int size = 8_000_000;
        using var rig = await RelayRig.OpenAsync(receiveBufferOfB: 64 * 1024);
        var sending = rig.EndB.SendAsync(new byte[size], SocketFlags.None);
        Assert.False(sending.IsCompleted);
        var relaying = rig.RelayAsync();
        rig.A.Shutdown(SocketShutdown.Send);
        rig.B.Shutdown(SocketShutdown.Send);
        Assert.Equal(new Seen(size, SocketError.Success), await Peer.ReadToEndAsync(rig.B));
        await sending;
        Assert.True((await relaying).IsCompleted);
    }

    [Fact]
    public void The_text_of_a_result_is_one_line()
    {
        Exception thrown;
        try
        {
            throw new SocketException((int)SocketError.ConnectionReset);
        }
        catch (SocketException e)
        {
            thrown = e;
        }

        var text = new RelayResult(new RelayDirection(10, RelayOutcome.SourceError, SocketError.ConnectionReset, thrown, TlsEnd.None), default, default).ToString();
        Assert.DoesNotContain('\n', text);
        Assert.Contains($"SocketException: {thrown.Message}", text, StringComparison.Ordinal);
    }

#if !RUNTIME_IS_NETSTANDARD
    /// <summary>On one connection and through the relay in turns, a few of these pairs at once, because they mostly wait.</summary>
    private static async Task AssertAllAsync(Seen expected, Func<Task<(Seen Direct, Seen Relayed)>> run)
    {
        var seen = await Peer.TimesAsync(Runs, AtOnce, run);
        Assert.True(
            seen.Length == Runs && seen.All(one => one == (expected, expected)),
            $"Expected {expected}: {string.Join("; ", seen.GroupBy(one => one).Select(group => $"{group.Count()} times {group.Key.Direct} on one connection, {group.Key.Relayed} through the relay"))}");
    }

    private static async Task<Seen> SendAndResetAsync(Socket source, Socket reader)
    {
        var reading = Peer.ReadToEndAsync(reader, pause: TimeSpan.FromMilliseconds(1));
        await RelayRig.SendAsync(source, new byte[Size]);
        await IsAcknowledgedAsync(source);
        Peer.Reset(source);
        return await reading;
    }

    private static Task IsAcknowledgedAsync(Socket socket) =>
        Peer.UntilAsync(() => socket.TryGetDelivery(out var delivery) && delivery.UnacknowledgedBytes == 0);

    /// <summary>First the upload until it fails, then the answer: so who is told of the reset is no matter of luck.</summary>
    private static async Task<Seen> UploadAsync(Socket client, Socket server)
    {
        var answering = Task.Run(async () =>
        {
            await server.ReceiveAsync(new byte[1000], SocketFlags.None);
            await server.SendAsync(new byte[200], SocketFlags.None);
            server.Dispose();
        });
        var e = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (true)
                await client.SendAsync(new byte[64 * 1024], SocketFlags.None).WaitAsync(Peer.Hangs);
        });
        Assert.True(SocketErrors.IsPeerReset(e), e.ToString());
        await answering;
        return await Peer.ReadToEndAsync(client);
    }
#endif
}
