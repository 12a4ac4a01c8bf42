using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>A close may begin in any state of the socket.</summary>
[Collection(KernelCollection.Name)]
public class EntryStateTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Never_connected(bool async)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var result = await CloseAssert.EndsAsync(CloseOutcome.Error, socket, async: async);
        Assert.Equal(SocketError.NotConnected, result.Error);
        Assert.False(result.FinQueued);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refused(bool async)
    {
        using var bound = new Socket(SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(bound.LocalEndPoint!));
#if RUNTIME_IS_NETSTANDARD
        // Looks like a connection that has ended.
        await CloseAssert.EndsAsync(CloseOutcome.AlreadyClosed, socket, async: async);
#else
        var result = await CloseAssert.EndsAsync(CloseOutcome.Error, socket, async: async);
        Assert.Equal(SocketError.NotConnected, result.Error);
#endif
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Connecting(bool async, bool blocking)
    {
        using var full = new FullListener();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { Blocking = blocking };
        var connecting = blocking ? socket.ConnectAsync(full.Address) : Task.CompletedTask;
        if (!blocking)
            Assert.Equal(SocketError.WouldBlock, Assert.Throws<SocketException>(() => socket.Connect(full.Address)).SocketErrorCode);
#if RUNTIME_IS_NETSTANDARD
        // Linux ends the attempt at the half-close, and tells it as a reset: to the close, or to the attempt, whichever asks first.
        var result = await (async ? socket.CloseGracefullyAsync().AsTask() : Peer.OnOwnThread(() => socket.CloseGracefully())).WaitAsync(Peer.Hangs);
        CloseAssert.Consistent(result, socket);
        Assert.Contains(result.Outcome, new[] { CloseOutcome.PeerReset, CloseOutcome.Error });
#else
        var result = await CloseAssert.EndsAsync(CloseOutcome.Error, socket, async: async);
        Assert.Equal(SocketError.NotConnected, result.Error);
#endif
        var e = await Record.ExceptionAsync(() => connecting.WaitAsync(Peer.Hangs));
#if RUNTIME_IS_NETSTANDARD
        // It may even look as if it had succeeded; it must only not hang.
        Assert.IsNotType<TimeoutException>(e);
#else
        Assert.True(!blocking || SocketErrors.IsLocalAbort(e!), $"{e}");
#endif
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Half_closed_before_by_us(bool async)
    {
        using var connection = await Connection.OpenAsync();
        await CloseAssert.EndsAfterHalfCloseAsync(connection, async);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Half_closed_before_by_the_peer(bool async)
    {
        using var connection = await Connection.OpenAsync();
        connection.Client.Shutdown(SocketShutdown.Send);
        await Peer.HasArrivedAsync(connection.Server);
        await Peer.SendAsync(connection.Server, 1_000);
        var closing = CloseAssert.EndsAsync(CloseOutcome.PeerClosed, connection.Server, async: async);
        Assert.Equal(new Seen(1_000, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
        await closing;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Half_closed_before_by_both(bool async)
    {
        using var connection = await Connection.OpenAsync();
        await Peer.SendAsync(connection.Client, 500);
        connection.Server.CompleteWrites();
        Assert.Equal(new Seen(0, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
        connection.Client.Dispose();
        await Peer.UntilAsync(() => connection.Server.Available == 500);
        await Task.Delay(20);
        var result = await CloseAssert.EndsAsync(CloseOutcome.AlreadyClosed, connection.Server, async: async);
        Assert.Equal(500, result.DrainedBytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deaf_since_an_earlier_shutdown_of_both_directions(bool async)
    {
        using var connection = await Connection.OpenAsync();
        connection.Server.Shutdown(SocketShutdown.Both);
#if RUNTIME_IS_NETSTANDARD
        // Nothing tells that the 0 is our own doing.
        await CloseAssert.EndsAsync(CloseOutcome.AlreadyClosed, connection.Server, async: async);
#else
        await CloseAssert.EndsAsync(CloseOutcome.Delivered, connection.Server, CloseAssert.Short with { QuietAfterDelivery = TimeSpan.FromMilliseconds(50) }, async);
#endif
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Disposed(bool async)
    {
        using var connection = await Connection.OpenAsync();
        connection.Server.Dispose();
        await CloseAssert.EndsAsync(CloseOutcome.AlreadyClosed, connection.Server, async: async);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Non_blocking(bool async)
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        await Peer.SendAsync(connection.Client, 20_000);
        await Peer.SendAsync(connection.Server, 500_000);
        connection.Server.Blocking = false;
        var closing = CloseAssert.EndsAsync(CloseOutcome.PeerClosed, connection.Server, async: async);
        Assert.Equal(new Seen(500_000, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
        connection.Client.Dispose();
        Assert.Equal(20_000, (await closing).DrainedBytes);
    }

    /// <summary>On the side that opened, what is true of the side that accepted.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_side_that_opened(bool async)
    {
        using var connection = await Connection.OpenAsync();
        await Peer.SendAsync(connection.Client, 1_000);
        var closing = CloseAssert.EndsAsync(CloseOutcome.PeerClosed, connection.Client, async: async);
        Assert.Equal(new Seen(1_000, SocketError.Success), await Peer.ReadToEndAsync(connection.Server));
        connection.Server.Dispose();
        var result = await closing;
        Assert.True(result.FinQueued);
#if !RUNTIME_IS_NETSTANDARD
        Assert.True(result.FinAcknowledged);
#endif
    }
}
