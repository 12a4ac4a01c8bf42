using System;
using System.Buffers;
using System.IO;
using System.Linq;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>The order of a close over a stream: flush, close_notify, FIN, each under the limits; and a part never looks whole.</summary>
[Collection(KernelCollection.Name)]
public class TlsCloseTests
{
    public static TheoryData<SslProtocols> Versions => new(SslProtocols.Tls12, SslProtocols.Tls13);

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_peer_that_never_answers_close_notify(SslProtocols version)
    {
        using var tls = await Tls.OpenAsync(version);
        await tls.Server.WriteAsync(new byte[1_000]);
        var result = await CloseAsync(tls, CloseAssert.Short with { QuietAfterDelivery = TimeSpan.FromMilliseconds(50) });
#if RUNTIME_IS_NETSTANDARD
        Assert.Equal(CloseOutcome.IdleTimeout, result.Outcome);
#else
        Assert.Equal(CloseOutcome.Delivered, result.Outcome);
#endif
        Assert.Equal(TlsEnd.None, result.PeerTlsEnd);
        Assert.Equal(new Seen(1_000, SocketError.Success), await Peer.ReadToEndAsync(tls.Client));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Close_notify_to_a_peer_with_a_zero_window(SslProtocols version)
    {
        using var tls = await Tls.OpenAsync(version, clientReceiveBuffer: 8 * 1024);
        await FillAsync(tls.Connection.Server);
        var result = await CloseAsync(tls, CloseAssert.Short);
        Assert.Equal((CloseOutcome.IdleTimeout, false), (result.Outcome, result.FinQueued));
        Assert.Equal(SocketError.ConnectionReset, (await Peer.ReadToEndAsync(tls.Connection.Client)).End);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_declared_write_to_a_peer_with_a_zero_window(SslProtocols version)
    {
        using var tls = await Tls.OpenAsync(version, clientReceiveBuffer: 8 * 1024);
        var writing = tls.Server.WriteAsync(new byte[16_000_000]).AsTask();
        var result = await CloseAsync(tls, CloseAssert.Short with { PendingSends = writing });
        Assert.Equal((CloseOutcome.IdleTimeout, false), (result.Outcome, result.FinQueued));
        await Assert.ThrowsAnyAsync<Exception>(() => writing.WaitAsync(Peer.Hangs));
        Assert.Equal(SocketError.ConnectionReset, (await Peer.ReadToEndAsync(tls.Connection.Client)).End);
    }

    /// <summary>Undeclared, but close_notify waits until it has ended: the peer that reads slowly gets all of it.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public async Task An_undeclared_write_to_a_slow_reader_arrives_whole(SslProtocols version)
    {
        using var tls = await Tls.OpenAsync(version, clientReceiveBuffer: 8 * 1024);
        var writing = tls.Server.WriteAsync(new byte[3_000_000]).AsTask();
        var closing = CloseAsync(tls, CloseAssert.Patient);
        await Task.Delay(50);
        Assert.Equal(new Seen(3_000_000, SocketError.Success), await Peer.ReadToEndAsync(tls.Client));
        Assert.False(tls.ClientInner.HasEnded, "The end was a bare FIN.");
        tls.Connection.Client.Dispose();
        await writing.WaitAsync(Peer.Hangs);
        var result = await closing;
        Assert.Equal((CloseOutcome.PeerClosed, true), (result.Outcome, result.CloseNotifySent));
    }

    [Fact]
    public async Task The_half_close_waits_for_an_undeclared_write_too()
    {
        using var tls = await Tls.OpenAsync(SslProtocols.Tls13, clientReceiveBuffer: 8 * 1024);
        var writing = tls.Server.WriteAsync(new byte[3_000_000]).AsTask();
        var completing = SocketClosing.CompleteWritesAsync(tls.Server, tls.Connection.Server).AsTask();
        Assert.Equal(new Seen(3_000_000, SocketError.Success), await Peer.ReadToEndAsync(tls.Client));
        Assert.False(tls.ClientInner.HasEnded, "The end was a bare FIN.");
        await Task.WhenAll(writing, completing).WaitAsync(Peer.Hangs);
    }

    /// <summary>Undeclared, but close_notify waits behind it.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public async Task An_undeclared_write_that_is_pending(SslProtocols version)
    {
        using var tls = await Tls.OpenAsync(version, clientReceiveBuffer: 8 * 1024);
        var writing = tls.Server.WriteAsync(new byte[16_000_000]).AsTask();
        var result = await CloseAsync(tls, CloseAssert.Short);
        Assert.Equal((CloseOutcome.IdleTimeout, false), (result.Outcome, result.FinQueued));
        await Assert.ThrowsAnyAsync<Exception>(() => writing.WaitAsync(Peer.Hangs));
        Assert.Equal(SocketError.ConnectionReset, (await Peer.ReadToEndAsync(tls.Connection.Client)).End);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task An_undeclared_read_that_is_pending_is_not_robbed(SslProtocols version)
    {
        using var tls = await Tls.OpenAsync(version);
        var reading = tls.Server.ReadAsync(new byte[5_000]).AsTask();
        var closing = CloseAsync(tls, CloseAssert.Patient);
        await tls.Client.WriteAsync(Enumerable.Repeat((byte)7, 100).ToArray());
        Assert.Equal(100, await reading.WaitAsync(Peer.Hangs));
        await tls.Client.ShutdownAsync();
        tls.Connection.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal(CloseOutcome.PeerClosed, (await closing).Outcome);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_sink_gets_the_plain_text_and_the_limit_counts_it(SslProtocols version)
    {
        using var tls = await Tls.OpenAsync(version);
        var text = Enumerable.Range(0, 20_000).Select(i => (byte)i).ToArray();
        await tls.Client.WriteAsync(text);
        var sink = new ArrayBufferWriter<byte>();
        var result = await CloseAsync(tls, CloseAssert.Short with { Sink = sink, MaxDrainedBytes = 10_000 });
        Assert.Equal((CloseOutcome.ByteLimit, 10_001), (result.Outcome, result.DrainedBytes));
        Assert.True(sink.WrittenSpan.SequenceEqual(text.AsSpan(0, 10_001)));
    }

    /// <summary>It had sent what it had to when it was disposed; the connection below it is still to be ended.</summary>
    [Fact]
    public async Task A_stream_that_is_disposed_already()
    {
        using var connection = await Connection.OpenAsync();
        var stream = new SslStream(new NetworkStream(connection.Server), leaveInnerStreamOpen: true);
        stream.Dispose();
        await Peer.SendAsync(connection.Client, 20_000);
        await Peer.SendAsync(connection.Server, 10);
        var closing = SocketClosing.CloseGracefullyAsync(stream, connection.Server, CloseAssert.Patient).AsTask();
        Assert.Equal(new Seen(10, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
        connection.Client.Dispose();
        var result = await closing.WaitAsync(Peer.Hangs);
        Assert.Equal((CloseOutcome.PeerClosed, 20_000), (result.Outcome, result.DrainedBytes));
    }

    [Fact]
    public async Task What_a_stream_has_buffered_is_flushed_before_the_FIN()
    {
        using var connection = await Connection.OpenAsync();
        var stream = new BufferedStream(new NetworkStream(connection.Server), 64 * 1024);
        stream.Write(new byte[5_000]);
        var closing = SocketClosing.CloseGracefullyAsync(stream, connection.Server, CloseAssert.Patient).AsTask();
        Assert.Equal(new Seen(5_000, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
        connection.Client.Dispose();
        Assert.Equal(CloseOutcome.PeerClosed, (await closing.WaitAsync(Peer.Hangs)).Outcome);
    }

    [Fact]
    public async Task A_flush_that_fails_is_not_followed_by_a_FIN()
    {
        using var connection = await Connection.OpenAsync();
        var result = await SocketClosing.CloseGracefullyAsync(new FullDisk(), connection.Server, CloseAssert.Short);
        Assert.Equal((CloseOutcome.Error, false), (result.Outcome, result.FinQueued));
        Assert.Equal(SocketError.ConnectionReset, (await Peer.ReadToEndAsync(connection.Client)).End);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_half_close_is_close_notify_and_FIN_and_leaves_the_other_direction_open(SslProtocols version)
    {
        using var tls = await Tls.OpenAsync(version);
        await tls.Server.WriteAsync(new byte[700]);
        await SocketClosing.CompleteWritesAsync(tls.Server, tls.Connection.Server);
        await SocketClosing.CompleteWritesAsync(tls.Server, tls.Connection.Server);
        Assert.Equal(new Seen(700, SocketError.Success), await Peer.ReadToEndAsync(tls.Client));
        Assert.Equal(new Seen(0, SocketError.Success), await Peer.ReadToEndAsync(tls.Connection.Client));
        await tls.Client.WriteAsync(new byte[9]);
        Assert.Equal(9, await tls.Server.ReadAsync(new byte[100]).AsTask().WaitAsync(Peer.Hangs));
    }

    [Fact]
    public async Task A_half_close_held_up_by_a_zero_window_is_freed_by_its_token()
    {
        using var tls = await Tls.OpenAsync(SslProtocols.Tls13, clientReceiveBuffer: 8 * 1024);
        await FillAsync(tls.Connection.Server);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SocketClosing.CompleteWritesAsync(tls.Server, tls.Connection.Server, soon.Token).AsTask().WaitAsync(Peer.Hangs));
        Assert.Equal(SocketError.Success, (await Peer.ReadToEndAsync(tls.Connection.Client)).End);
    }

    private static async Task<CloseResult> CloseAsync(Tls tls, CloseOptions options)
    {
        var result = await SocketClosing.CloseGracefullyAsync(tls.Server, tls.Connection.Server, options).AsTask().WaitAsync(Peer.Hangs);
        CloseAssert.Consistent(result, tls.Connection.Server);
        return result;
    }

    /// <summary>So full that not even close_notify goes in.</summary>
    private static async Task FillAsync(Socket socket)
    {
        socket.Blocking = false;
        // The peer's kernel takes a little more, and ours makes more room, for some time.
        for (var full = 0; full < 5; full++)
        {
            while (socket.Send(new byte[16 * 1024], SocketFlags.None, out _) > 0)
                full = 0;
            await Task.Delay(50);
        }

        socket.Blocking = true;
    }

    private sealed class FullDisk : MemoryStream
    {
        public override Task FlushAsync(CancellationToken cancellationToken) => Task.FromException(new IOException("No space left."));
    }
}
