using System;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>The objects of a close are used again: nothing of one connection may reach the next.</summary>
[Collection(KernelCollection.Name)]
public class RepeatedCloseTests
{
    [Fact]
    public async Task A_close_after_one_that_hit_its_limit_starts_afresh()
    {
        var silent = new CloseOptions { IdleTimeout = TimeSpan.FromMilliseconds(20), QuietAfterDelivery = TimeSpan.FromMinutes(1) };
        for (var i = 0; i < 5; i++)
        {
            using var first = await Connection.OpenAsync();
            await CloseAssert.EndsAsync(CloseOutcome.IdleTimeout, first.Server, silent);
            using var second = await Connection.OpenAsync();
            await Peer.SendAsync(second.Client, 1_000);
            second.Client.Dispose();
            var result = await CloseAssert.EndsAsync(CloseOutcome.PeerClosed, second.Server);
            Assert.Equal(1_000, result.DrainedBytes);
        }
    }
}
