using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>What the usual ways lose, and what the same connection comes to with the close. LossTests has the rest of these facts.</summary>
[Collection(KernelCollection.Name)]
public class FactTests
{
    /// <summary>A FIN overtakes a pending send, and the part looks whole.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Shutdown_overtakes_a_pending_send(bool helper)
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 64 * 1024);
        var sending = connection.Server.SendAsync(new byte[8_000_000], SocketFlags.None);
        Assert.False(sending.IsCompleted);
        var closing = helper ? connection.Server.CloseGracefullyAsync(CloseAssert.Patient with { PendingSends = sending }).AsTask() : Task.CompletedTask;
        if (!helper)
            connection.Server.Shutdown(SocketShutdown.Send);
        var seen = await Peer.ReadToEndAsync(connection.Client);
        connection.Client.Dispose();
        await closing.WaitAsync(Peer.Hangs);
        Assert.Equal(SocketError.Success, seen.End);
        Assert.Equal(helper, seen.Bytes == 8_000_000);
        if (!helper)
            await Assert.ThrowsAsync<SocketException>(() => sending);
    }

    /// <summary>A drain beside the caller's loop takes bytes that were not for it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_second_reader_steals(bool helper)
    {
        using var connection = await Connection.OpenAsync();
        var reader = Peer.ReadToEndAsync(connection.Server, piece: 1_000);
        var beside = helper
            ? connection.Server.CloseGracefullyAsync(CloseAssert.Patient with { Reader = reader }).AsTask()
            : (Task)Peer.ReadToEndAsync(connection.Server, piece: 1_000);
        await Peer.SendAsync(connection.Client, 200_000);
        connection.Client.Shutdown(SocketShutdown.Send);
        await beside.WaitAsync(Peer.Hangs);
        Assert.Equal(helper, (await reader).Bytes == 200_000);
    }

    /// <summary>A drain that is "bounded" by ReceiveTimeout starts its time anew with each byte.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_receive_timeout_is_no_bound(bool helper)
    {
        using var connection = await Connection.OpenAsync();
        connection.Server.ReceiveTimeout = 1_000;
        var draining = Peer.OnOwnThread(() => helper
            ? connection.Server.CloseGracefully(new CloseOptions { TotalTimeout = TimeSpan.FromSeconds(1), QuietAfterDelivery = Timeout.InfiniteTimeSpan }).Outcome == CloseOutcome.TotalTimeout
            : Drains(connection.Server));
        for (var i = 0; i < 15 && !draining.IsCompleted; i++)
        {
            _ = connection.Client.Send(new byte[1], SocketFlags.None, out _);
            await Task.Delay(100);
        }

        Assert.Equal(helper, draining.IsCompleted);
        connection.Client.Dispose();
        Assert.True(await draining.WaitAsync(Peer.Hangs));
    }

    /// <summary>500,000 bytes are told as delivered to a peer that never ends, without waiting for a limit; and they are.</summary>
    [Fact]
    public async Task Delivery_is_known_without_the_peers_end()
    {
        for (var i = 0; i < 5; i++)
        {
            using var connection = await Connection.OpenAsync();
            await Peer.SendAsync(connection.Client, 20_000);
            await Peer.SendAsync(connection.Server, 500_000);
            var reading = Peer.ReadToEndAsync(connection.Client);
#if RUNTIME_IS_NETSTANDARD
            await CloseAssert.EndsAsync(CloseOutcome.IdleTimeout, connection.Server);
#else
            var result = await CloseAssert.EndsAsync(CloseOutcome.Delivered, connection.Server, new CloseOptions());
            Assert.True(result.Elapsed < CloseOptions.Server.IdleTimeout, result.ToString());
#endif
            Assert.Equal(new Seen(500_000, SocketError.Success), await reading);
        }
    }

    /// <summary>After a FIN one unread byte is enough to make the dispose a reset.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_byte_from_the_peer_after_the_FIN(bool helper)
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        await Peer.SendAsync(connection.Server, 500_000);
        connection.Server.Shutdown(SocketShutdown.Send);
        await Peer.SendAsync(connection.Client, 1);
        await Peer.HasArrivedAsync(connection.Server);
        if (helper)
            await CloseAssert.EndsAsync(CloseOutcome.IdleTimeout, connection.Server);
        else
            connection.Server.Dispose();
        var seen = await Peer.ReadToEndAsync(connection.Client);
        Assert.Equal(helper, seen == new Seen(500_000, SocketError.Success));
    }

    private static bool Drains(Socket socket)
    {
        while (socket.Receive(new byte[100]) > 0)
        {
            // On, as long as a byte comes in time.
        }

        return true;
    }
}
