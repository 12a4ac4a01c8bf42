using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Relay;

/// <summary>Knows which buffers are out.</summary>
internal sealed class CountingPool : ArrayPool<byte>
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

    /// <summary>After some were out, none is.</summary>
    public async Task HoldsNoneAsync()
    {
        for (var wait = 0; Held > 0 && wait < 500; wait++)
            await Task.Delay(20);
        Assert.Equal(0, Held);
        Assert.True(MostHeld > 0);
    }
}
