using System;
using System.IO;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>CompleteWrites and Abort: what the peer sees, in which state.</summary>
[Collection(KernelCollection.Name)]
public class HalfCloseAndAbortTests
{
    [Fact]
    public async Task A_half_close_leaves_the_other_direction_open_and_can_be_repeated()
    {
        using var connection = await Connection.OpenAsync();
        await Peer.SendAsync(connection.Server, 100_000);
        connection.Server.CompleteWrites();
        connection.Server.CompleteWrites();
        Assert.Equal(new Seen(100_000, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
        await Peer.SendAsync(connection.Client, 9);
        Assert.Equal(9, await connection.Server.ReceiveAsync(new byte[100], SocketFlags.None).WaitAsync(Peer.Hangs));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_half_close_of_a_connection_that_the_peer_has_reset_leaves_it_to_the_next_receive(bool accepted)
    {
        using var connection = await Connection.OpenAsync();
        var (ours, peer) = accepted ? (connection.Server, connection.Client) : (connection.Client, connection.Server);
        Peer.Reset(peer);
        await Peer.HasArrivedAsync(ours);
        ours.CompleteWrites();
        Assert.Equal(new Seen(0, SocketError.ConnectionReset), await Peer.ReadToEndAsync(ours));
    }

    [Fact]
    public void A_half_close_of_what_has_no_connection_says_so()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Assert.Equal(SocketError.NotConnected, Assert.Throws<SocketException>(socket.CompleteWrites).SocketErrorCode);
        socket.Dispose();
        Assert.Throws<ObjectDisposedException>(socket.CompleteWrites);
    }

    [Fact]
    public async Task An_abort_is_a_reset_also_with_a_receive_pending()
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        var receiving = connection.Server.ReceiveAsync(new byte[9], SocketFlags.None);
        await Peer.SendAsync(connection.Server, 500_000);
        connection.Server.Abort();
        connection.Server.Abort();
        Assert.Equal(SocketError.ConnectionReset, (await Peer.ReadToEndAsync(connection.Client)).End);
        Assert.True(SocketErrors.IsLocalAbort((await Record.ExceptionAsync(() => receiving.WaitAsync(Peer.Hangs)))!));
    }

    [Fact]
    public async Task An_abort_after_the_FIN_has_arrived_is_an_end()
    {
        using var connection = await Connection.OpenAsync();
        await Peer.SendAsync(connection.Server, 10);
        connection.Server.CompleteWrites();
        await Peer.UntilAsync(() => connection.Client.Poll(0, SelectMode.SelectRead) && connection.Client.Available == 10);
        await Task.Delay(50);
        connection.Server.Abort();
        Assert.Equal(new Seen(10, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
    }

    [Fact]
    public void An_abort_of_what_has_no_connection_disposes_it()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Abort();
        Assert.Throws<ObjectDisposedException>(() => socket.Available);
    }

    [Fact]
    public async Task Errors_tell_whose_doing_it_was()
    {
        using var connection = await Connection.OpenAsync();
        var stream = new NetworkStream(connection.Server);
        Peer.Reset(connection.Client);
        await Peer.HasArrivedAsync(connection.Server);
        var first = await Assert.ThrowsAsync<IOException>(() => stream.WriteAsync(new byte[1]).AsTask());
        var second = await Assert.ThrowsAsync<IOException>(() => stream.WriteAsync(new byte[1]).AsTask());
        using var other = await Connection.OpenAsync();
        var receiving = other.Server.ReceiveAsync(new byte[1], SocketFlags.None);
        other.Server.Dispose();
        var own = await Assert.ThrowsAsync<SocketException>(() => receiving.WaitAsync(Peer.Hangs));
        stream.Dispose();
        var later = await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.ReadAsync(new byte[1]).AsTask());

        Assert.All(new Exception[] { first, second }, e => Assert.True(SocketErrors.IsPeerReset(e) && !SocketErrors.IsLocalAbort(e), $"{e}"));
        Assert.All(new Exception[] { own, later }, e => Assert.True(SocketErrors.IsLocalAbort(e) && !SocketErrors.IsPeerReset(e), $"{e}"));
        Assert.False(SocketErrors.IsPeerReset(new IOException("No space left.")) || SocketErrors.IsLocalAbort(new IOException("No space left.")));
    }
}
