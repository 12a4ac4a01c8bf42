using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Relay;

public class RelayResetTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reset_of_one_side_is_a_reset_at_the_other(bool fromA)
    {
        using var rig = await RelayRig.OpenAsync();
        var (resets, other) = fromA ? (rig.A, rig.B) : (rig.B, rig.A);
        var relaying = rig.RelayAsync();
        await RelayRig.SendAsync(resets, new byte[10]);
        Assert.Equal(10, await other.ReceiveAsync(new byte[100], SocketFlags.None));
        resets.Close(0);
        await RelayRig.SeesResetAsync(other);
        var result = await relaying;
        var (failed, taken) = fromA ? (result.AToB, result.BToA) : (result.BToA, result.AToB);
        Assert.Equal((10, RelayOutcome.SourceError, SocketError.ConnectionReset), (failed.Bytes, failed.Outcome, failed.Error));
        Assert.Equal(SocketError.ConnectionReset, SocketErrors.Code(failed.Exception!));
        Assert.Equal(RelayOutcome.OtherDirectionFailed, taken.Outcome);
        Assert.False(result.IsCompleted);
    }

    [Fact]
    public async Task A_reset_is_noticed_while_a_write_to_the_other_side_is_blocked()
    {
        using var rig = await RelayRig.OpenAsync();
        var relaying = rig.RelayAsync();
        await RelayRig.FillAsync(rig.A);
        Assert.False(relaying.IsCompleted);
        rig.A.Close(0);
        var result = await relaying;
        Assert.Equal((RelayOutcome.SourceError, SocketError.ConnectionReset), (result.AToB.Outcome, result.AToB.Error));
        await RelayRig.SeesResetAsync(rig.B);
    }

    [Fact]
    public async Task An_urgent_byte_while_a_write_is_blocked_is_no_reset()
    {
        using var rig = await RelayRig.OpenAsync();
        await RelayRig.FillAsync(rig.EndA);
        var relaying = rig.RelayAsync();

        // A read stops before the urgent byte, so it stays in the queue while the three wait for A.
        await RelayRig.SendAsync(rig.B, new byte[3]);
        rig.B.Send(new byte[1], SocketFlags.OutOfBand);
        await Task.Delay(1000);
        Assert.True(rig.EndB.Poll(0, SelectMode.SelectError));
        Assert.False(relaying.IsCompleted);
    }

    [Fact]
    public async Task A_reset_after_the_half_close_is_noticed_though_nobody_reads_there()
    {
        using var rig = await RelayRig.OpenAsync();
        var relaying = rig.RelayAsync();
        rig.A.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, (await RelayRig.ReadToEndAsync(rig.B)).Length);

        // Close(0) after a FIN is no reset any more; unread data is.
        await RelayRig.SendAsync(rig.B, new byte[10]);
        Assert.True(rig.A.Poll(10_000_000, SelectMode.SelectRead));
        rig.A.Dispose();
        var result = await relaying;
        Assert.Equal(RelayOutcome.Completed, result.AToB.Outcome);
        Assert.Equal(RelayOutcome.DestinationError, result.BToA.Outcome);

        // What Linux calls a reset after the peer's FIN.
        Assert.True(result.BToA.Error is SocketError.Shutdown or SocketError.ConnectionReset, result.BToA.Error.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reset_that_a_write_has_eaten_is_not_taken_for_an_end(bool fromA)
    {
        using var rig = await RelayRig.OpenAsync();
        var (resets, end, other) = fromA ? (rig.A, rig.EndA, rig.B) : (rig.B, rig.EndB, rig.A);
        await RelayRig.SendAsync(resets, new byte[1000]);
        Assert.True(end.Poll(10_000_000, SelectMode.SelectRead));
        resets.Close(0);
        var eaten = await Assert.ThrowsAsync<SocketException>(() => RelayRig.SendAsync(end, new byte[1]));
        Assert.Equal(SocketError.ConnectionReset, eaten.SocketErrorCode);

        // From here on a read gets 1000 bytes, and then 0.
        var result = await rig.RelayAsync();
        var direction = fromA ? result.AToB : result.BToA;
        Assert.Equal((RelayOutcome.SourceError, SocketError.ConnectionReset), (direction.Outcome, direction.Error));
        await RelayRig.SeesResetAsync(other);
    }

    [Fact]
    public async Task A_destination_that_resets_is_a_reset_at_the_source()
    {
        using var rig = await RelayRig.OpenAsync();
        var relaying = rig.RelayAsync();
        var flooding = FloodAsync(rig.A);
        await rig.B.ReceiveAsync(new byte[50_000], SocketFlags.None);
        rig.B.Dispose();
        Assert.True(await flooding is SocketError.ConnectionReset or SocketError.Shutdown);
        Assert.False((await relaying).IsCompleted);
    }

    [Fact]
    public async Task A_socket_that_is_disposed_already_is_an_error_at_the_other_side()
    {
        using var rig = await RelayRig.OpenAsync();
        rig.EndA.Dispose();
        var result = await rig.RelayAsync();
        Assert.Equal((RelayOutcome.SourceError, SocketError.OperationAborted), (result.AToB.Outcome, result.AToB.Error));
        await RelayRig.SeesResetAsync(rig.B);
    }

    [Fact]
    public async Task What_is_reset_before_it_is_acknowledged_is_not_completed()
    {
#if RUNTIME_IS_NETSTANDARD
        // The kernel's evidence is not to be had there.
        await Task.CompletedTask;
#else
        using var rig = await RelayRig.OpenAsync();
        var relaying = rig.RelayAsync();
        var filling = RelayRig.SendAsync(rig.A, new byte[1_000_000], thenFin: true);
        rig.B.Shutdown(SocketShutdown.Send);
        await filling;
        Assert.Equal(0, (await RelayRig.ReadToEndAsync(rig.A)).Length);

        // All is written, both have ended, and B never reads.
        await Task.Delay(300);
        rig.B.Dispose();
        var result = await relaying;
        Assert.Equal(RelayOutcome.DestinationError, result.AToB.Outcome);
        Assert.Equal(RelayOutcome.Completed, result.BToA.Outcome);
#endif
    }

    private static async Task<SocketError> FloodAsync(Socket socket)
    {
        try
        {
            while (true)
                await socket.SendAsync(new byte[20_000], SocketFlags.None);
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }
}
