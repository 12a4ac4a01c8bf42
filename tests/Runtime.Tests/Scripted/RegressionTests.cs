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

    /// <summary>The same for both ways to wait, which have the same limits and the same evidence.</summary>
    private static CloseResult Of(Script script)
    {
        var endings = new[] { Ending.Of(script, Ending.Asynchronous), Ending.Of(script, Ending.Blocking) };
        Assert.Empty(endings.SelectMany(ending => ending.Violations));
        Assert.Equal(endings[0].Result.Outcome, endings[1].Result.Outcome);
        return endings[0].Result;
    }
}
