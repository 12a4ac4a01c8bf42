using System;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>The objects behind a close are used for one connection after the other.</summary>
public class ReuseTests
{
    [Fact]
    public async Task A_receive_that_a_limit_ended_is_not_the_one_of_the_next_connection()
    {
        for (var i = 0; i < 3; i++)
        {
            using (var silent = await Connection.OpenAsync())
                await silent.Server.CloseGracefullyAsync(CloseOptions.Server with { TotalTimeout = TimeSpan.FromMilliseconds(20), QuietAfterDelivery = TimeSpan.FromSeconds(10) });
            using var next = await Connection.OpenAsync();
            next.Client.Send(new byte[] { 1, 2, 3 });
            next.Client.Shutdown(SocketShutdown.Send);
            var result = await next.Server.CloseGracefullyAsync();
            Assert.Equal((CloseOutcome.PeerClosed, 3), (result.Outcome, result.DrainedBytes));
        }
    }
}
