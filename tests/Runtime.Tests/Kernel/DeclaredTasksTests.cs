using System;
using System.Buffers;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>The caller's own reader and pending sends, when they are declared.</summary>
[Collection(KernelCollection.Name)]
public class DeclaredTasksTests
{
    public static TheoryData<bool> Async => new(true, false);

    [Theory]
    [MemberData(nameof(Async))]
    public async Task The_reader_gets_every_byte_and_the_close_none(bool async)
    {
        using var connection = await Connection.OpenAsync();
        var reader = Peer.ReadToEndAsync(connection.Server);
        var sink = new ArrayBufferWriter<byte>();
        var closing = CloseAssert.EndsAsync(CloseOutcome.PeerClosed, connection.Server, CloseAssert.Patient with { Reader = reader, Sink = sink }, async);
        for (var i = 0; i < 100; i++)
            await Peer.SendAsync(connection.Client, 4_000);
        connection.Client.Dispose();
        Assert.Equal(new Seen(400_000, SocketError.Success), await reader);
        Assert.Equal((0, 0), ((await closing).DrainedBytes, sink.WrittenCount));
    }

    [Theory]
    [MemberData(nameof(Async))]
    public async Task What_the_reader_leaves_is_drained(bool async)
    {
        using var connection = await Connection.OpenAsync();
        var reader = connection.Server.ReceiveAsync(new byte[100], SocketFlags.None);
        var closing = CloseAssert.EndsAsync(CloseOutcome.PeerClosed, connection.Server, CloseAssert.Patient with { Reader = reader }, async);
        await Peer.SendAsync(connection.Client, 1_000);
        connection.Client.Dispose();
        Assert.Equal(100, await reader.WaitAsync(Peer.Hangs));
        Assert.Equal(900, (await closing).DrainedBytes);
    }

    [Theory]
    [MemberData(nameof(Async))]
    public async Task A_reader_that_waits_for_a_silent_peer_is_held_to_the_limits(bool async)
    {
        using var connection = await Connection.OpenAsync();
        var reader = Peer.ReadToEndAsync(connection.Server);
        await CloseAssert.EndsAsync(CloseOutcome.IdleTimeout, connection.Server, CloseAssert.Short with { Reader = reader, QuietAfterDelivery = CloseAssert.Generous }, async);
        Assert.Equal(new Seen(0, SocketError.OperationAborted), await reader);
    }

    [Theory]
    [MemberData(nameof(Async))]
    public async Task A_reset_that_the_reader_was_told_is_told_by_the_close(bool async)
    {
        using var connection = await Connection.OpenAsync();
        var reader = connection.Server.ReceiveAsync(new byte[100], SocketFlags.None);
        var closing = CloseAssert.EndsAsync(CloseOutcome.PeerReset, connection.Server, CloseAssert.Patient with { Reader = reader }, async);
        // Its FIN is out. Before, the close looks for an error itself, and the kernel tells each error once.
        Assert.Equal(new Seen(0, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
        Peer.Reset(connection.Client);
        await Assert.ThrowsAsync<SocketException>(() => reader.WaitAsync(Peer.Hangs));
        await closing;
    }

    [Theory]
    [MemberData(nameof(Async))]
    public async Task The_FIN_waits_for_a_pending_send(bool async)
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 64 * 1024);
        var sending = connection.Server.SendAsync(new byte[8_000_000], SocketFlags.None);
        Assert.False(sending.IsCompleted);
        var closing = CloseAssert.EndsAsync(CloseOutcome.PeerClosed, connection.Server, CloseAssert.Patient with { PendingSends = sending }, async);
        Assert.Equal(new Seen(8_000_000, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
        connection.Client.Dispose();
        Assert.Equal(8_000_000, await sending);
        await closing;
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_send_that_failed_becomes_a_reset(bool async, bool canceled)
    {
        using var connection = await Connection.OpenAsync();
        var failed = canceled ? Task.FromCanceled(new(canceled: true)) : Task.FromException(new SocketException((int)SocketError.TimedOut));
        var result = await CloseAssert.EndsAsync(CloseOutcome.Error, connection.Server, new CloseOptions { PendingSends = failed }, async);
        Assert.Equal(canceled ? SocketError.OperationAborted : SocketError.TimedOut, result.Error);
        Assert.False(result.FinQueued);
        Assert.Equal(new Seen(0, SocketError.ConnectionReset), await Peer.ReadToEndAsync(connection.Client));
    }

    [Theory]
    [MemberData(nameof(Async))]
    public async Task A_send_that_hits_a_limit_becomes_a_reset(bool async)
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        var sending = connection.Server.SendAsync(new byte[16_000_000], SocketFlags.None);
        await CloseAssert.EndsAsync(CloseOutcome.IdleTimeout, connection.Server, CloseAssert.Short with { PendingSends = sending }, async);
        Assert.Equal(SocketError.ConnectionReset, (await Peer.ReadToEndAsync(connection.Client)).End);
        await Assert.ThrowsAsync<SocketException>(() => sending);
    }
}
