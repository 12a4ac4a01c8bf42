using System;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>A linger time that the caller, or the listener before it, has set: it would make the dispose at the end a reset, or let it block.</summary>
[Collection(KernelCollection.Name)]
public class LingerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_linger_time_of_zero_does_not_reset_what_the_kernel_still_delivers(bool async)
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        connection.Server.LingerState = new LingerOption(true, 0);
        await Peer.SendAsync(connection.Server, 500_000);
        await CloseAssert.EndsAsync(CloseOutcome.IdleTimeout, connection.Server, async: async);
        Assert.Equal(new Seen(500_000, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_linger_time_does_not_hold_the_close_beyond_its_limits(bool async)
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        connection.Server.LingerState = new LingerOption(true, 60);
        await Peer.SendAsync(connection.Server, 500_000);
        await CloseAssert.EndsAsync(CloseOutcome.IdleTimeout, connection.Server, async: async);
    }
}
