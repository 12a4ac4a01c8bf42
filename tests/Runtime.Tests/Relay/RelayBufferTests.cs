using System.Buffers;
using System.Collections.Concurrent;
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
        var relaying = rig.RelayAsync(RelayOptions.Default with { Pool = pool });
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
        for (var wait = 0; pool.Held > 0 && wait < 500; wait++)
            await Task.Delay(20);
        Assert.Equal(0, pool.Held);
        Assert.True(pool.MostHeld > 0);
        Assert.False(relaying.IsCompleted);
    }
#endif

    private sealed class CountingPool : ArrayPool<byte>
    {
        private readonly ConcurrentDictionary<byte[], bool> _held = new();

        public int Held => _held.Count;

        public int MostHeld { get; private set; }

        public override byte[] Rent(int minimumLength)
        {
            var array = new byte[minimumLength];
            _held[array] = true;
            lock (_held)
                MostHeld = int.Max(MostHeld, Held);
            return array;
        }

        public override void Return(byte[] array, bool clearArray = false) => Assert.True(_held.TryRemove(array, out _), "returned twice");
    }
}
