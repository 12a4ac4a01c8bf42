using System;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>A receive of the caller's that is pending, and not declared: how it ends, as the remarks of SocketClosing say.</summary>
[Collection(KernelCollection.Name)]
public class PendingReceiveTests
{
    public static TheoryData<bool> Async => new(true, false);

    [Theory]
    [MemberData(nameof(Async))]
    public async Task It_is_served_first(bool async)
    {
        using var connection = await Connection.OpenAsync();
        var receiving = connection.Server.ReceiveAsync(new byte[100], SocketFlags.None);
        var closing = CloseAssert.EndsAsync(CloseOutcome.PeerClosed, connection.Server, async: async);
        await Peer.HasArrivedAsync(connection.Client);
        await Peer.SendAsync(connection.Client, 5);
        Assert.Equal(5, await receiving.WaitAsync(Peer.Hangs));
        await Peer.SendAsync(connection.Client, 7);
        connection.Client.Dispose();
        Assert.Equal(7, (await closing).DrainedBytes);
    }

    [Theory]
    [MemberData(nameof(Async))]
    public async Task It_gets_0_at_the_peers_end(bool async)
    {
        using var connection = await Connection.OpenAsync();
        var receiving = connection.Server.ReceiveAsync(new byte[100], SocketFlags.None);
        var closing = CloseAssert.EndsAsync(CloseOutcome.PeerClosed, connection.Server, async: async);
        await Peer.HasArrivedAsync(connection.Client);
        connection.Client.Dispose();
        Assert.Equal(0, await receiving.WaitAsync(Peer.Hangs));
        await closing;
    }

    [Theory]
    [MemberData(nameof(Async))]
    public async Task It_fails_with_OperationAborted_at_a_limit(bool async)
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        await Peer.SendAsync(connection.Server, 500_000);
        var receiving = connection.Server.ReceiveAsync(new byte[100], SocketFlags.None);
        await CloseAssert.EndsAsync(CloseOutcome.IdleTimeout, connection.Server, async: async);
        var e = await Assert.ThrowsAsync<SocketException>(() => receiving.WaitAsync(Peer.Hangs));
        Assert.Equal(SocketError.OperationAborted, e.SocketErrorCode);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => connection.Server.ReceiveAsync(new byte[100], SocketFlags.None));
        Assert.Equal(new Seen(500_000, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
    }

    [Theory]
    [MemberData(nameof(Async))]
    public async Task One_that_blocks_its_thread_ends_too(bool async)
    {
        using var connection = await Connection.OpenAsync();
        // Never used asynchronously before: the thread waits in the kernel.
        var receiving = Peer.OnOwnThread(() => Record.Exception(() => connection.Server.Receive(new byte[100])));
        await Task.Delay(50);
        await CloseAssert.EndsAsync(CloseOutcome.IdleTimeout, connection.Server, CloseAssert.Short with { QuietAfterDelivery = CloseAssert.Generous }, async);
        var e = await receiving.WaitAsync(Peer.Hangs);
        Assert.True(e is null || SocketErrors.IsLocalAbort(e), $"{e}");
        Assert.Equal(new Seen(0, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
    }
}
