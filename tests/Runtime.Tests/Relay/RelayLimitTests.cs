using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Relay;

public class RelayLimitTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(400);

    // A clock of the kernel's timers may be a little ahead of the stopwatch.
    private static readonly TimeSpan NotBefore = TimeSpan.FromMilliseconds(380);

    [Fact]
    public async Task Idle()
    {
        using var rig = await RelayRig.OpenAsync();
        var result = await rig.RelayAsync(RelayOptions.Default with { IdleTimeout = Limit });
        AssertBoth(RelayOutcome.IdleTimeout, result);
        await RelayRig.SeesResetAsync(rig.A);
        await RelayRig.SeesResetAsync(rig.B);
    }

    [Fact]
    public async Task Half_closed_and_idle()
    {
        using var rig = await RelayRig.OpenAsync();
        var relaying = rig.RelayAsync(RelayOptions.Default with { HalfClosedIdleTimeout = Limit });
        await Task.Delay(2 * Limit);
        Assert.False(relaying.IsCompleted);
        rig.A.Shutdown(SocketShutdown.Send);
        var result = await relaying;
        Assert.Equal(RelayOutcome.Completed, result.AToB.Outcome);
        Assert.Equal(RelayOutcome.HalfClosedIdleTimeout, result.BToA.Outcome);
        await RelayRig.SeesResetAsync(rig.A);
    }

    [Fact]
    public async Task A_write_stalls()
    {
        using var rig = await RelayRig.OpenAsync();
        var relaying = rig.RelayAsync(RelayOptions.Default with { WriteStallTimeout = Limit });
        await RelayRig.FillAsync(rig.B);
        var result = await relaying;
        Assert.Equal(RelayOutcome.OtherDirectionFailed, result.AToB.Outcome);
        Assert.Equal(RelayOutcome.WriteStalled, result.BToA.Outcome);
        await RelayRig.SeesResetAsync(rig.A);
    }

    [Fact]
    public async Task Total()
    {
        using var rig = await RelayRig.OpenAsync();
        var relaying = rig.RelayAsync(RelayOptions.Default with { TotalTimeout = Limit, IdleTimeout = Timeout.InfiniteTimeSpan });
        while (!relaying.IsCompleted)
        {
            try
            {
                await rig.A.SendAsync(new byte[1], SocketFlags.None);
            }
            catch (SocketException)
            {
                break;
            }

            await Task.Delay(50);
        }

        AssertBoth(RelayOutcome.TotalTimeout, await relaying);
        await RelayRig.SeesResetAsync(rig.B);
    }

    [Fact]
    public async Task Canceled()
    {
        using var rig = await RelayRig.OpenAsync();
        using var source = new CancellationTokenSource(Limit);
        AssertBoth(RelayOutcome.Canceled, await rig.RelayAsync(cancellation: source.Token));
        await RelayRig.SeesResetAsync(rig.A);
        await RelayRig.SeesResetAsync(rig.B);
    }

    [Fact]
    public async Task Canceled_before()
    {
        using var rig = await RelayRig.OpenAsync();
        var result = await rig.RelayAsync(cancellation: new CancellationToken(true));
        Assert.Equal((RelayOutcome.Canceled, RelayOutcome.Canceled), (result.AToB.Outcome, result.BToA.Outcome));
        await RelayRig.SeesResetAsync(rig.A);
    }

    [Fact]
    public async Task Progress_starts_the_idle_limits_anew()
    {
        using var rig = await RelayRig.OpenAsync();
        var limit = TimeSpan.FromSeconds(3);
        var relaying = rig.RelayAsync(RelayOptions.Default with { IdleTimeout = limit, HalfClosedIdleTimeout = limit, WriteStallTimeout = limit });
        rig.A.Shutdown(SocketShutdown.Send);
        for (var sent = 0; sent < 10; sent++)
        {
            await Task.Delay(350);
            await rig.B.SendAsync(new byte[1], SocketFlags.None);
        }

        rig.B.Shutdown(SocketShutdown.Send);
        Assert.Equal(10, (await RelayRig.ReadToEndAsync(rig.A)).Length);
        var result = await relaying;
        RelayDataTests.AssertCompleted(result, 0, 10);
        Assert.True(result.Elapsed > limit);
    }

#if !RUNTIME_IS_NETSTANDARD
    [Fact]
    public async Task A_slow_reader_that_is_alive_is_not_cut_off()
    {
        // It takes less in the whole time than lies in the buffers: only its acknowledgements show that it lives. A segment that a full
        // receive buffer refused is sent again 1.6 s later at worst, hence the long limit.
        using var rig = await RelayRig.OpenAsync();
        rig.EndB.SendBufferSize = 2_000_000;
        var limit = TimeSpan.FromSeconds(5);
        var relaying = rig.RelayAsync(RelayOptions.Default with { IdleTimeout = limit, HalfClosedIdleTimeout = limit, WriteStallTimeout = limit });
        await RelayRig.FillAsync(rig.A);
        var buffer = new byte[20_000];
        for (var elapsed = TimeSpan.Zero; elapsed < 1.5 * limit; elapsed += TimeSpan.FromMilliseconds(100))
        {
            Assert.False(relaying.IsCompleted, $"cut off after {elapsed}");
            await rig.B.ReceiveAsync(buffer, SocketFlags.None);
            await Task.Delay(100);
        }
    }

    [Fact]
    public async Task The_clock_is_that_of_the_options()
    {
        using var rig = await RelayRig.OpenAsync();
        var clock = new HandClock();
        var relaying = rig.RelayAsync(RelayOptions.Default with { TimeProvider = clock });
        clock.Advance(TimeSpan.FromMinutes(59));
        await Task.Delay(100);
        Assert.False(relaying.IsCompleted);
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(RelayOutcome.IdleTimeout, (await relaying).AToB.Outcome);
    }
#endif

    private static void AssertBoth(RelayOutcome outcome, RelayResult result)
    {
        Assert.Equal((outcome, outcome), (result.AToB.Outcome, result.BToA.Outcome));
        Assert.InRange(result.Elapsed, NotBefore, RelayRig.Patience);
    }
}
