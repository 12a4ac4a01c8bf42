using System.Net.NetworkInformation;
using SocketAnalyzers.Closing;
using Xunit;

namespace SocketAnalyzers.Tests.Scripted;

public class TcpSnapshotTests
{
    [Theory]
    // state, sent, not sent, acknowledged, in flight: unacknowledged
    [InlineData(TcpState.Established, 0L, 0, 1, false, 0L)]
    [InlineData(TcpState.Established, 100L, 0, 40, true, 60L)]
    [InlineData(TcpState.Established, 100L, 50, 40, true, 110L)]
    [InlineData(TcpState.FinWait1, 100L, 0, 100, true, 0L)]
    // A zero window: bytes and the FIN wait to be sent.
    [InlineData(TcpState.FinWait1, 123_456L, 3_823_105, 123_456, false, 3_823_104L)]
    [InlineData(TcpState.LastAck, 10L, 1, 10, false, 0L)]
    [InlineData(TcpState.CloseWait, 10L, 1, 10, false, 1L)]
    [InlineData(TcpState.FinWait2, 100L, 0, 102, false, 0L)]
    // After a reset nothing is in flight, and yet it did not arrive.
    [InlineData(TcpState.Closed, 100L, 0, 40, false, 60L)]
    [InlineData(TcpState.Closed, 100L, 0, 102, false, 0L)]
    public void Bytes_that_are_not_acknowledged(TcpState state, long? sent, long notSent, long acknowledged, bool inFlight, long? expected) =>
        Assert.Equal(expected, Of(state, sent, notSent, acknowledged, inFlight).Unacknowledged);

    [Theory]
    [InlineData(TcpState.Established, false, 0L)]
    [InlineData(TcpState.Established, true, null)]
    [InlineData(TcpState.Closed, false, null)]
    public void Without_the_count_of_what_was_sent_only_all_or_nothing_is_known(TcpState state, bool inFlight, long? expected) =>
        Assert.Equal(expected, Of(state, null, 0, 40, inFlight).Unacknowledged);

    [Theory]
    [InlineData(TcpState.Established, false)]
    [InlineData(TcpState.CloseWait, false)]
    [InlineData(TcpState.Closed, false)]
    [InlineData(TcpState.FinWait1, true)]
    [InlineData(TcpState.FinWait2, true)]
    [InlineData(TcpState.Closing, true)]
    [InlineData(TcpState.LastAck, true)]
    [InlineData(TcpState.TimeWait, true)]
    public void States_behind_our_FIN(TcpState state, bool isOut) => Assert.Equal(isOut, new TcpSnapshot { State = state }.OurFinIsOut);

    private static TcpSnapshot Of(TcpState state, long? sent, long notSent, long acknowledged, bool inFlight) =>
        new() { State = state, Sent = sent, NotSent = notSent, Acknowledged = acknowledged, AnythingInFlight = inFlight, CountsFin = true };
}
