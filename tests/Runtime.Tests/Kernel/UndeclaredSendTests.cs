using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>A send of the caller's that is still pending, and that nobody has named: the FIN comes behind it, or a reset.</summary>
[Collection(KernelCollection.Name)]
public class UndeclaredSendTests
{
    private const int Size = 8_000_000;

    // More than the two buffers take while the peer does not read.
    private static readonly byte[] Data = new byte[Size];

    public static TheoryData<string, bool> Sends
    {
        get
        {
            var all = new TheoryData<string, bool>();
            foreach (var how in new[] { "SendAsync", "SocketAsyncEventArgs", "NetworkStream", "BeginSend", "Send after SendAsync" })
            {
                all.Add(how, true);
                all.Add(how, false);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Sends))]
    public async Task All_of_it_arrives_before_the_end(string how, bool async)
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 64 * 1024);
        var sending = await BeginAsync(connection.Server, how);
        var closing = CloseAssert.EndsAsync(CloseOutcome.PeerClosed, connection.Server, CloseAssert.Patient, async);
        Assert.Equal(new Seen(Size, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
        connection.Client.Dispose();
        await closing;
        await sending.WaitAsync(Peer.Hangs);
    }

    [Fact]
    public async Task In_the_gate_too()
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 64 * 1024);
        var sending = await BeginAsync(connection.Server, "SendAsync");
        var closing = new CloseGate(1, CloseAssert.Patient).CloseAsync(connection.Server);
        Assert.Equal(new Seen(Size, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
        connection.Client.Dispose();
        Assert.Equal(CloseOutcome.PeerClosed, (await closing.WaitAsync(Peer.Hangs)).Outcome);
        await sending;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_limit_that_comes_first_is_a_reset(bool async)
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        var sending = await BeginAsync(connection.Server, "SendAsync");
        var result = await CloseAssert.EndsAsync(CloseOutcome.IdleTimeout, connection.Server, CloseAssert.Short, async);
        Assert.False(result.FinQueued);
        Assert.Equal(SocketError.ConnectionReset, (await Peer.ReadToEndAsync(connection.Client)).End);
        await Assert.ThrowsAsync<SocketException>(() => sending);
    }

    [Fact]
    public async Task A_gate_that_is_full_resets_too()
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        var sending = await BeginAsync(connection.Server, "SendAsync");
        Assert.Equal(CloseOutcome.Shed, (await new CloseGate(0).CloseAsync(connection.Server).WaitAsync(Peer.Hangs)).Outcome);
        Assert.Equal(SocketError.ConnectionReset, (await Peer.ReadToEndAsync(connection.Client)).End);
        await Assert.ThrowsAsync<SocketException>(() => sending);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reset_while_it_is_waited_for_is_told(bool async)
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        var sending = await BeginAsync(connection.Server, "SendAsync");
        var closing = CloseAssert.EndsAsync(CloseOutcome.PeerReset, connection.Server, CloseAssert.Patient, async);
        await Task.Delay(50);
        Peer.Reset(connection.Client);
        await closing;
        await Assert.ThrowsAsync<SocketException>(() => sending);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_peer_had_sent_before_its_reset_is_still_drained(bool async)
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        var sending = await BeginAsync(connection.Server, "SendAsync");
        await Peer.SendAsync(connection.Client, 500);
        await Peer.HasArrivedAsync(connection.Server);
        var closing = CloseAssert.EndsAsync(CloseOutcome.PeerReset, connection.Server, CloseAssert.Patient, async);
        await Task.Delay(50);
        Peer.Reset(connection.Client);
        Assert.Equal(500, (await closing).DrainedBytes);
        await Assert.ThrowsAsync<SocketException>(() => sending);
    }

    [Fact]
    public async Task The_half_close_waits()
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 64 * 1024);
        var sending = await BeginAsync(connection.Server, "SendAsync");
        var completing = connection.Server.CompleteWritesAsync().AsTask();
        Assert.False(completing.IsCompleted);
        Assert.Equal(new Seen(Size, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
        await completing.WaitAsync(Peer.Hangs);
        await sending;
        await connection.Server.CompleteWritesAsync();
        await Peer.SendAsync(connection.Client, 5);
        Assert.Equal(5, await connection.Server.ReceiveAsync(new byte[10], SocketFlags.None));
    }

    [Fact]
    public async Task The_half_close_stops_waiting_when_it_is_canceled_and_sends_no_FIN()
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 64 * 1024);
        var sending = await BeginAsync(connection.Server, "SendAsync");
        using var soon = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.Server.CompleteWritesAsync(soon.Token).AsTask().WaitAsync(Peer.Hangs));
        var reading = Peer.ReadToEndAsync(connection.Client);
        await sending.WaitAsync(Peer.Hangs);
        Assert.Equal(7, await connection.Server.SendAsync(new byte[7], SocketFlags.None));
        await connection.Server.CompleteWritesAsync();
        Assert.Equal(new Seen(Size + 7, SocketError.Success), await reading);
    }

    [Fact]
    public async Task The_half_close_throws_a_reset()
    {
        using var connection = await Connection.OpenAsync();
        Peer.Reset(connection.Client);
        await Peer.HasArrivedAsync(connection.Server);
        var e = await Assert.ThrowsAsync<SocketException>(() => connection.Server.CompleteWritesAsync().AsTask());
        Assert.True(SocketErrors.IsPeerReset(e), e.ToString());
    }

    [Fact]
    public async Task The_half_close_throws_what_it_was_waiting_for_was_told()
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        var sending = await BeginAsync(connection.Server, "SendAsync");
        var completing = connection.Server.CompleteWritesAsync().AsTask();
        Peer.Reset(connection.Client);
        var e = await Assert.ThrowsAsync<SocketException>(() => completing.WaitAsync(Peer.Hangs));
        Assert.True(SocketErrors.IsPeerReset(e), e.ToString());
        await Assert.ThrowsAsync<SocketException>(() => sending);
    }

    [Fact]
    public async Task The_half_close_of_what_was_never_connected_and_of_a_disposed_socket()
    {
        using var never = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Assert.Equal(SocketError.NotConnected, (await Assert.ThrowsAsync<SocketException>(() => never.CompleteWritesAsync().AsTask())).SocketErrorCode);
        never.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => never.CompleteWritesAsync().AsTask());
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.IPv6Loopback, 0));
        listener.Listen();
        await Assert.ThrowsAsync<InvalidOperationException>(() => listener.CompleteWritesAsync().AsTask());
        await Assert.ThrowsAsync<ArgumentNullException>(() => SocketClosing.CompleteWritesAsync(null!).AsTask());
    }

    [Fact]
    public async Task A_Unix_domain_socket_too()
    {
        using var connection = await Connection.OpenUnixAsync();
        var sending = await BeginAsync(connection.Server, "SendAsync");
        var closing = CloseAssert.EndsAsync(CloseOutcome.PeerClosed, connection.Server, CloseAssert.Patient);
        Assert.Equal(new Seen(Size, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
        connection.Client.Dispose();
        await closing;
        await sending;
    }

    private static async Task<Task> BeginAsync(Socket socket, string how)
    {
        switch (how)
        {
            case "SendAsync":
                return Pending(socket.SendAsync(Data, SocketFlags.None));
            case "NetworkStream":
                return Pending(new NetworkStream(socket).WriteAsync(Data, 0, Size));
            case "BeginSend":
                return Pending(Task.Factory.FromAsync(socket.BeginSend(Data, 0, Size, SocketFlags.None, null, null), end => socket.EndSend(end)));
            case "SocketAsyncEventArgs":
                var done = new TaskCompletionSource();
                var args = new SocketAsyncEventArgs();
                args.SetBuffer(Data, 0, Size);
                args.Completed += (_, e) => done.TrySetResult();
                Assert.True(socket.SendAsync(args));
                return done.Task;
            default:
                await socket.SendAsync(new byte[0], SocketFlags.None);
                var sending = Peer.OnOwnThread(() => socket.Send(Data));
                await Task.Delay(200);
                return Pending(sending);
        }
    }

    private static Task Pending(Task sending)
    {
        Assert.False(sending.IsCompleted);
        return sending;
    }
}
