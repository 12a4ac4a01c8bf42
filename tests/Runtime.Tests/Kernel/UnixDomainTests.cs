using System;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>AF_UNIX has no TCP_INFO: what is known comes from sending nothing, from receiving, and from SO_ERROR.</summary>
[Collection(KernelCollection.Name)]
public class UnixDomainTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Half_closed_before_by_us_and_the_peer_ends_later(bool async)
    {
        using var connection = await Connection.OpenUnixAsync();
        await CloseAssert.EndsAfterHalfCloseAsync(connection, async);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pending_send_to_a_peer_that_does_not_read_is_held_to_the_limits(bool async)
    {
        using var connection = await Connection.OpenUnixAsync();
        var sending = connection.Server.SendAsync(new byte[8_000_000], SocketFlags.None);
        await Task.Delay(20);
        await CloseAssert.EndsAsync(CloseOutcome.IdleTimeout, connection.Server, CloseAssert.Short with { PendingSends = sending }, async);
        await Assert.ThrowsAsync<SocketException>(() => sending.WaitAsync(Peer.Hangs));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_peer_ends_during_the_close(bool async)
    {
        using var connection = await Connection.OpenUnixAsync();
        await Peer.SendAsync(connection.Client, 20_000);
        await Peer.SendAsync(connection.Server, 100_000);
        var closing = CloseAssert.EndsAsync(CloseOutcome.PeerClosed, connection.Server, async: async);
        Assert.Equal(new Seen(100_000, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
        connection.Client.Dispose();
        var result = await closing;
        Assert.Equal(20_000, result.DrainedBytes);
        Assert.Null(result.FinAcknowledged);
    }

    /// <summary>A close of an AF_UNIX peer ends both directions, so there is nothing left to end.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_peer_closed_before(bool async)
    {
        using var connection = await Connection.OpenUnixAsync();
        await Peer.SendAsync(connection.Client, 700);
        connection.Client.Dispose();
        var result = await CloseAssert.EndsAsync(CloseOutcome.AlreadyClosed, connection.Server, async: async);
        Assert.Equal(700, result.DrainedBytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_peer_closed_before_with_bytes_of_ours_unread(bool async)
    {
        using var connection = await Connection.OpenUnixAsync();
        await Peer.SendAsync(connection.Server, 10);
        connection.Client.Dispose();
        var result = await CloseAssert.EndsAsync(CloseOutcome.PeerReset, connection.Server, async: async);
        Assert.Equal(SocketError.ConnectionReset, result.Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_peer_closes_during_the_close_with_bytes_of_ours_unread(bool async)
    {
        using var connection = await Connection.OpenUnixAsync();
        await Peer.SendAsync(connection.Server, 10);
        var closing = CloseAssert.EndsAsync(CloseOutcome.PeerReset, connection.Server, async: async);
        await Peer.HasArrivedAsync(connection.Client);
        await Task.Delay(20);
        connection.Client.Dispose();
        await closing;
    }

    [Fact]
    public async Task An_abort_shows_the_peer_an_end()
    {
        using var connection = await Connection.OpenUnixAsync();
        await Peer.SendAsync(connection.Server, 10);
        connection.Server.Abort();
        Assert.Equal(new Seen(10, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
    }

    [Fact]
    public async Task Nothing_tells_what_is_delivered()
    {
        using var connection = await Connection.OpenUnixAsync();
        Assert.False(connection.Server.TryGetDelivery(out var delivery));
        Assert.Equal(default, delivery);
    }
}
