using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>A canceled token ends the close, and the connection, at once, and is an outcome, not an exception.</summary>
[Collection(KernelCollection.Name)]
public class CancellationTests
{
    [Fact]
    public async Task Before_the_close()
    {
        using var connection = await Connection.OpenAsync();
        await Peer.SendAsync(connection.Server, 10);
        await CanceledAsync(connection.Server, CloseAssert.Patient, new CancellationToken(canceled: true));
        Assert.Equal(new Seen(10, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task During_the_drain(bool reader)
    {
        using var connection = await Connection.OpenAsync();
        var reading = reader ? Peer.ReadToEndAsync(connection.Server) : null;
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await CanceledAsync(connection.Server, CloseAssert.Patient with { Reader = reading }, soon.Token);
        Assert.Equal(new Seen(0, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
        if (reading is not null)
            Assert.Equal(SocketError.OperationAborted, (await reading).End);
    }

    [Fact]
    public async Task While_a_send_is_awaited_it_is_a_reset()
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        var sending = connection.Server.SendAsync(new byte[16_000_000], SocketFlags.None);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var result = await CanceledAsync(connection.Server, CloseAssert.Patient with { PendingSends = sending }, soon.Token);
        Assert.False(result.FinQueued);
        Assert.Equal(SocketError.ConnectionReset, (await Peer.ReadToEndAsync(connection.Client)).End);
        await Assert.ThrowsAsync<SocketException>(() => sending);
    }

    [Fact]
    public async Task While_acknowledgements_are_awaited()
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        await Peer.SendAsync(connection.Server, 500_000);
        connection.Client.Shutdown(SocketShutdown.Send);
        await Peer.HasArrivedAsync(connection.Server);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
#if RUNTIME_IS_NETSTANDARD
        // The peer's FIN is all that there is to wait for.
        await CloseAssert.EndsAsync(CloseOutcome.PeerClosed, connection.Server);
#else
        await CanceledAsync(connection.Server, CloseAssert.Patient, soon.Token);
#endif
        Assert.Equal(new Seen(500_000, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
    }

    private static async Task<CloseResult> CanceledAsync(Socket socket, CloseOptions options, CancellationToken cancellation)
    {
        var result = await socket.CloseGracefullyAsync(options, cancellation).AsTask().WaitAsync(Peer.Hangs);
        Assert.Equal(CloseOutcome.Canceled, result.Outcome);
        CloseAssert.Consistent(result, socket);
        return result;
    }
}
