using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>Whatever the peer does, the close ends within its limits, says what happened, and does not throw.</summary>
[Collection(KernelCollection.Name)]
public class HostilePeerTests
{
    // Where acknowledgements are told, a silent peer that has everything is no failure.
    private static readonly CloseOptions NoQuiet = CloseAssert.Short with { QuietAfterDelivery = Timeout.InfiniteTimeSpan };

    public static TheoryData<bool> Async => new(true, false);

    [Theory]
    [MemberData(nameof(Async))]
    public async Task Silent(bool async)
    {
        using var connection = await Connection.OpenAsync();
        var result = await CloseAssert.EndsAsync(CloseOutcome.IdleTimeout, connection.Server, NoQuiet, async);
        Assert.InRange(result.Elapsed, TimeSpan.FromMilliseconds(190), CloseAssert.Generous);
    }

    [Theory]
    [MemberData(nameof(Async))]
    public async Task Silent_with_everything_acknowledged(bool async)
    {
        using var connection = await Connection.OpenAsync();
        await Peer.SendAsync(connection.Server, 1_000);
        var options = new CloseOptions { QuietAfterDelivery = TimeSpan.FromMilliseconds(50), IdleTimeout = TimeSpan.FromMilliseconds(500) };
#if RUNTIME_IS_NETSTANDARD
        await CloseAssert.EndsAsync(CloseOutcome.IdleTimeout, connection.Server, options, async);
#else
        await CloseAssert.EndsAsync(CloseOutcome.Delivered, connection.Server, options, async);
#endif
        Assert.Equal(new Seen(1_000, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
    }

    [Theory]
    [MemberData(nameof(Async))]
    public async Task One_byte_each_time_before_the_idle_limit(bool async)
    {
        using var connection = await Connection.OpenAsync();
        // On a busy machine a byte may come too late, and then the idle limit is the right one: hence far apart.
        var options = new CloseOptions { IdleTimeout = TimeSpan.FromSeconds(2), TotalTimeout = TimeSpan.FromMilliseconds(900), QuietAfterDelivery = Timeout.InfiniteTimeSpan };
        using var stop = new CancellationTokenSource();
        var sending = DripAsync(connection.Client, TimeSpan.FromMilliseconds(150), stop.Token);
        var result = await CloseAssert.EndsAsync(CloseOutcome.TotalTimeout, connection.Server, options, async);
        stop.Cancel();
        await sending;
        Assert.InRange(result.DrainedBytes, 1, 100);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task An_endless_sender(bool async, bool untilTheByteLimit)
    {
        using var connection = await Connection.OpenAsync();
        var sending = FloodAsync(connection.Client);
        var options = untilTheByteLimit ? CloseAssert.Patient : CloseAssert.Patient with { MaxDrainedBytes = long.MaxValue, TotalTimeout = TimeSpan.FromMilliseconds(600) };
        var result = await CloseAssert.EndsAsync(untilTheByteLimit ? CloseOutcome.ByteLimit : CloseOutcome.TotalTimeout, connection.Server, options, async);
        await sending.WaitAsync(Peer.Hangs);
        Assert.True(result.DrainedBytes > 256 * 1024);
    }

    [Theory]
    [MemberData(nameof(Async))]
    public async Task Zero_window(bool async)
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        await Peer.SendAsync(connection.Server, 500_000);
        var result = await CloseAssert.EndsAsync(CloseOutcome.IdleTimeout, connection.Server, async: async);
#if !RUNTIME_IS_NETSTANDARD
        Assert.False(result.FinAcknowledged);
        Assert.InRange(result.UnacknowledgedBytes!.Value, 400_000, 500_000);
#endif
        // Unacknowledged is not lost: the kernel goes on.
        Assert.Equal(new Seen(500_000, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
    }

    /// <summary>The network gives up, as it does after 15 minutes without TCP_USER_TIMEOUT.</summary>
    [LinuxTheory]
    [MemberData(nameof(Async))]
    public async Task Zero_window_until_the_kernel_gives_up(bool async)
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        connection.Server.SetRawSocketOption(6, 18, BitConverter.GetBytes(300));
        await Peer.SendAsync(connection.Server, 500_000);
        var result = await CloseAssert.EndsAsync(CloseOutcome.Error, connection.Server, async: async);
        Assert.Equal(SocketError.TimedOut, result.Error);
    }

    [Theory]
    [MemberData(nameof(Async))]
    public async Task A_live_reader_slower_than_the_idle_limit(bool async)
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        await Peer.SendAsync(connection.Server, 500_000);
        var options = CloseAssert.Patient with { IdleTimeout = TimeSpan.FromSeconds(2) };
        async Task<Seen> ReadAndEndAsync()
        {
            var seen = await Peer.ReadToEndAsync(connection.Client, TimeSpan.FromMilliseconds(400));
            connection.Client.Dispose();
            return seen;
        }

        var reading = ReadAndEndAsync();
#if RUNTIME_IS_NETSTANDARD
        // Nothing tells that it is alive; the kernel delivers after the dispose.
        await CloseAssert.EndsAsync(CloseOutcome.IdleTimeout, connection.Server, options, async);
#else
        var result = await CloseAssert.EndsAsync(CloseOutcome.PeerClosed, connection.Server, options, async);
        Assert.True(result.Elapsed > options.IdleTimeout, "The reader was not slow enough for this test.");
#endif
        Assert.Equal(new Seen(500_000, SocketError.Success), await reading);
    }

    private static async Task DripAsync(Socket socket, TimeSpan pause, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await socket.SendAsync(new byte[1], SocketFlags.None);
                await Task.Delay(pause, stop);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                return;
            }
        }
    }

    private static async Task FloodAsync(Socket socket)
    {
        try
        {
            while (true)
                await socket.SendAsync(new byte[64 * 1024], SocketFlags.None);
        }
        catch (SocketException)
        {
            // The close has ended the connection: nothing else ends this sender.
        }
    }
}
