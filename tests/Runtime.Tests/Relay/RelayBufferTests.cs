using System;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Relay;

public class RelayBufferTests
{
    [Fact]
    public async Task At_most_one_buffer_for_each_direction_and_none_at_the_end()
    {
        using var rig = await RelayRig.OpenAsync();
        var pool = new CountingPool();
        // What is owed to a side that takes nothing is waited for so long.
        var relaying = rig.RelayAsync(RelayOptions.Default with { Pool = pool, HalfClosedIdleTimeout = TimeSpan.FromSeconds(1) });
        await Task.WhenAll(RelayRig.FillAsync(rig.A), RelayRig.FillAsync(rig.B));
        Assert.Equal(2, pool.Held);
        rig.A.Close(0);
        await relaying;
        Assert.Equal(0, pool.Held);
        Assert.Equal(2, pool.MostHeld);
    }

#if !RUNTIME_IS_NETSTANDARD
    [Fact]
    public async Task While_it_is_idle_a_relay_holds_no_buffer()
    {
        using var rig = await RelayRig.OpenAsync();
        var pool = new CountingPool();
        var relaying = rig.RelayAsync(RelayOptions.Default with { Pool = pool });
        await RelayRig.SendAsync(rig.A, new byte[1000]);
        Assert.True(await rig.B.ReceiveAsync(new byte[1000]) > 0);
        await pool.HoldsNoneAsync();
        Assert.False(relaying.IsCompleted);
    }
#endif
}
