using System.Net.NetworkInformation;
using SocketAnalyzers.Closing;
using Xunit;

namespace SocketAnalyzers.Tests.Scripted;

/// <summary>The counters are those that Linux shows: a SYN of ours and our FIN count as acknowledged bytes, an unsent FIN as not sent.</summary>
public class DeliveryEvidenceTests
{
    [Theory]
    [InlineData(TcpState.Established, false)]
    [InlineData(TcpState.FinWait1, false)]
    [InlineData(TcpState.Closing, false)]
    [InlineData(TcpState.LastAck, false)]
    [InlineData(TcpState.FinWait2, true)]
    [InlineData(TcpState.TimeWait, true)]
    public void The_state_tells_of_the_FIN(TcpState state, bool acknowledged) =>
        Assert.Equal(acknowledged, Of(new TcpSnapshot { State = state, Sent = 5, Acknowledged = 5, CountsFin = true }).FinAcknowledged);

    [Theory]
    // The SYN and the FIN; a FIN or a SYN; a byte is missing.
    [InlineData(7, true)]
    [InlineData(6, null)]
    [InlineData(5, false)]
    public void Closed_and_the_counters_alone(long acknowledged, bool? expected)
    {
        var evidence = Of(Closed(acknowledged));
        Assert.Equal((expected, expected is null, expected == false), (evidence.FinAcknowledged, evidence.IsUndecided, evidence.IsBroken));
    }

    [Theory]
    [InlineData(5, 6, true)]
    [InlineData(5, 5, false)]
    [InlineData(6, 7, true)]
    [InlineData(6, 6, false)]
    public void Closed_and_the_counters_of_a_moment_when_all_was_acknowledged(long before, long after, bool expected) =>
        Assert.Equal(expected, Of(new TcpSnapshot { State = TcpState.Established, Sent = 5, Acknowledged = before, CountsFin = true }, Closed(after)).FinAcknowledged);

    [Fact]
    public void An_unsent_FIN_does_not_count_as_acknowledged() =>
        Assert.True(Of(Closed(6) with { NotSent = 1 }).IsBroken);

    [Fact]
    public void A_FIN_that_was_acknowledged_stays_so()
    {
        var evidence = Of(new TcpSnapshot { State = TcpState.FinWait2, Sent = 5, Acknowledged = 6, CountsFin = true }, Closed(6));
        Assert.Equal((true, 0L), (evidence.FinAcknowledged, evidence.UnacknowledgedBytes));
    }

    [Fact]
    public void Without_the_count_of_what_was_sent_a_closed_connection_is_undecided()
    {
        var evidence = Of(Closed(6) with { Sent = null });
        Assert.Equal((true, false), (evidence.IsUndecided, evidence.ShowsSynOrFin));
        evidence.Decide(finAcknowledged: false);
        Assert.True(evidence.IsBroken);
    }

    [Fact]
    public void Progress_is_what_came_since_the_last_snapshot()
    {
        var evidence = default(DeliveryEvidence);
        Assert.False(evidence.IsKnown);
        var first = new TcpSnapshot { State = TcpState.Established, Acknowledged = 10, Received = 10 };
        Assert.Equal((false, false), Add(first));
        Assert.Equal((false, false), Add(first));
        Assert.Equal((true, false), Add(first with { Acknowledged = 11 }));
        Assert.Equal((false, true), Add(first with { Acknowledged = 11, Received = 11 }));

        (bool Acknowledged, bool Received) Add(TcpSnapshot snapshot)
        {
            evidence.Add(snapshot, out var acknowledged, out var received);
            return (acknowledged, received);
        }
    }

    private static TcpSnapshot Closed(long acknowledged) => new() { State = TcpState.Closed, Sent = 5, Acknowledged = acknowledged, CountsFin = true };

    private static DeliveryEvidence Of(params TcpSnapshot[] snapshots)
    {
        var evidence = default(DeliveryEvidence);
        foreach (var snapshot in snapshots)
            evidence.Add(snapshot, out _, out _);
        return evidence;
    }
}
