using System.Linq;
using System.Net.Sockets;
using Xunit;

namespace SocketAnalyzers.Tests.Scripted;

/// <summary>Scripts that a close once got wrong, shrunk.</summary>
public class RegressionTests
{
    [Fact]
    public void A_FIN_that_has_not_left_is_no_byte()
    {
        var result = Of(new Script { ZeroWindow = true, Written = 3 });
        Assert.Equal((CloseOutcome.IdleTimeout, 3L), (result.Outcome, result.UnacknowledgedBytes));
    }

    [Fact]
    public void Reset_after_the_FIN_before_the_close_where_the_system_tells_nothing()
    {
        var result = Of(new Script { Tells = Tells.Nothing, Before = [new(0, Kind.PeerFin), new(0, Kind.Reset)] });
        Assert.Equal((CloseOutcome.PeerReset, SocketError.Shutdown), (result.Outcome, result.Error));
    }

    [Fact]
    public void Reset_after_the_FIN_during_the_close_where_the_system_tells_nothing()
    {
        var result = Of(new Script
        {
            Tells = Tells.Nothing, Written = 3, Reader = ReaderKind.Scripted,
            Events = [new(10, Kind.PeerFin), new(10, Kind.Reset), new(10, Kind.ReaderEnds)],
        });
        Assert.Equal((CloseOutcome.PeerReset, SocketError.ConnectionReset), (result.Outcome, result.Error));
    }

    [Fact]
    public void Byte_limit_without_a_sink_is_the_one_of_a_sink()
    {
        var result = Of(new Script { MaxDrained = 5_000, Before = [new(0, Kind.Data, 20_000)] });
        Assert.Equal((CloseOutcome.ByteLimit, 5_001L), (result.Outcome, result.DrainedBytes));
    }

    [Fact]
    public void A_limit_after_a_reset_is_no_error()
    {
        var result = Of(new Script { MaxDrained = 0, Before = [new(0, Kind.Data, 1), new(0, Kind.Reset)] });
        Assert.Equal((CloseOutcome.ByteLimit, SocketError.Success), (result.Outcome, result.Error));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public void A_reset_before_the_close_is_told_although_the_reader_does_not_end(int? pendingSend)
    {
        var result = Of(new Script
        {
            Written = 3, PendingSend = pendingSend, Reader = ReaderKind.Scripted,
            Before = [new(0, Kind.Reset), new(0, Kind.ErrorIsEaten)],
        });
        Assert.Equal((CloseOutcome.PeerReset, SocketError.ConnectionReset), (result.Outcome, result.Error));
    }

    [Fact]
    public void Nothing_is_delivered_while_a_declared_send_is_running()
    {
        var result = Of(new Script { PendingSend = 3_000, Before = [new(0, Kind.CallerShutsDown), new(0, Kind.AckAll)] });
        Assert.Equal(CloseOutcome.IdleTimeout, result.Outcome);
    }

    [Fact]
    public void A_send_that_fails_because_of_the_callers_own_FIN_is_no_reset_of_the_peer()
    {
        var result = Of(new Script { PendingSend = 3_000, Before = [new(0, Kind.CallerShutsDown), new(0, Kind.SendsDone)] });
        Assert.Equal((CloseOutcome.Error, SocketError.Shutdown), (result.Outcome, result.Error));
    }

    [Fact]
    public void The_FIN_is_not_acknowledged_by_a_reset_that_our_receive_was_told()
    {
        var result = Of(new Script { Opened = true, Before = [new(0, Kind.CallerShutsDown)], Events = [new(100, Kind.Reset)] });
        Assert.Equal((CloseOutcome.PeerReset, null), (result.Outcome, result.FinAcknowledged));
    }

    [Fact]
    public void An_acknowledged_FIN_stays_acknowledged_after_a_reset()
    {
        var result = Of(new Script { Written = 3, Events = [new(100, Kind.AckAll), new(100, Kind.Reset)] });
        Assert.Equal((CloseOutcome.PeerReset, true), (result.Outcome, result.FinAcknowledged));
    }

    [Fact]
    public void A_reset_before_the_close_and_after_the_acknowledgement_of_the_FIN()
    {
        var result = Of(new Script { Opened = true, Before = [new(0, Kind.CallerShutsDown), new(0, Kind.AckAll), new(0, Kind.Reset)] });
        Assert.Equal((CloseOutcome.PeerReset, SocketError.ConnectionReset, true), (result.Outcome, result.Error, result.FinAcknowledged));
    }

    [Fact]
    public void Both_had_ended_and_an_old_kernel_does_not_tell_how()
    {
        var result = Of(new Script
        {
            Tells = Tells.CountersWithoutSent, Opened = true, Written = 3,
            Before = [new(0, Kind.PeerFin), new(0, Kind.CallerShutsDown), new(0, Kind.AckAll)],
        });
        Assert.Equal((CloseOutcome.AlreadyClosed, null), (result.Outcome, result.FinAcknowledged));
    }

    [Fact]
    public void A_reset_that_the_reader_swallows_is_no_acknowledgement()
    {
        var result = Of(new Script { Tells = Tells.CountersWithoutSent, Written = 3, Reader = ReaderKind.Swallowing, Events = [new(1, Kind.Reset)] });
        Assert.Null(result.FinAcknowledged);
    }

    [Fact]
    public void A_reset_that_the_reader_was_told_makes_the_send_fail_as_our_FIN_does()
    {
        var result = Of(new Script
        {
            Opened = true, PendingSend = 1, Reader = ReaderKind.Greedy,
            Before = [new(0, Kind.CallerShutsDown)], Events = [new(0, Kind.Reset)],
        });
        Assert.NotEqual(true, result.FinAcknowledged);
    }

    [Fact]
    public void A_send_on_a_connection_that_was_gone_before_is_not_waited_for()
    {
        var result = Of(new Script { Written = 2, PendingSend = 1, SendsFailByThemselves = false, Before = [new(0, Kind.PeerFin), new(0, Kind.Reset)] });
        Assert.Equal((CloseOutcome.PeerReset, 0), (result.Outcome, result.Elapsed.Ticks));
    }

    /// <summary>The same for both ways to wait, which have the same limits and the same evidence.</summary>
    private static CloseResult Of(Script script)
    {
        var endings = new[] { Ending.Of(script, Ending.Asynchronous), Ending.Of(script, Ending.Blocking) };
        Assert.Empty(endings.SelectMany(ending => ending.Violations));
        Assert.Equal(endings[0].Result.Outcome, endings[1].Result.Outcome);
        return endings[0].Result;
    }
}
