using System;
using System.Threading;
using SocketAnalyzers.Closing;
using Xunit;

namespace SocketAnalyzers.Tests.Scripted;

/// <summary>Times in milliseconds, -1 for infinite.</summary>
public class CloseLimitsTests
{
    [Theory]
    [InlineData(299, null)]
    [InlineData(300, CloseOutcome.IdleTimeout)]
    [InlineData(1_000, CloseOutcome.TotalTimeout)]
    public void Limits_are_exceeded_when_their_time_has_come(int now, CloseOutcome? expected) =>
        Assert.Equal(expected, Limits(total: 1_000, idle: 300).Exceeded(At(now)));

    [Fact]
    public void Progress_restarts_the_idle_limit_and_not_the_total()
    {
        var limits = Limits(total: 1_000, idle: 300);
        limits.Progress(At(900));
        Assert.Null(limits.Exceeded(At(999)));
        Assert.Equal(CloseOutcome.TotalTimeout, limits.Exceeded(At(1_000)));
    }

    [Fact]
    public void Infinite_limits_are_never_exceeded()
    {
        var limits = new CloseLimits(CloseOptions.Unbounded);
        limits.Delivered(At(1));
        Assert.Null(limits.Exceeded(TimeSpan.MaxValue));
        Assert.False(limits.IsQuiet(TimeSpan.MaxValue));
        Assert.Equal(Timeout.InfiniteTimeSpan, limits.NextWait(At(5), looks: false, peerHasEnded: false));
    }

    [Fact]
    public void Quiet_begins_with_the_delivery_and_again_with_each_byte()
    {
        var limits = Limits(quiet: 250);
        limits.Noise(At(50));
        Assert.False(limits.IsQuiet(At(1_000)));
        limits.Delivered(At(1_000));
        limits.Delivered(At(1_100));
        Assert.True(limits.IsQuiet(At(1_250)));
        limits.Noise(At(1_200));
        Assert.False(limits.IsQuiet(At(1_449)));
        Assert.True(limits.IsQuiet(At(1_450)));
    }

    [Theory]
    [InlineData(0, 9, false)]
    [InlineData(0, 10, true)]
    [InlineData(400, 399, false)]
    [InlineData(400, 400, true)]
    [InlineData(-1, 100_000, false)]
    public void A_total_of_zero_leaves_a_moment_to_read_what_is_there(int total, int now, bool isOver) =>
        Assert.Equal(isOver, Limits(total: total).IsFloodedPast(At(now)));

    [Fact]
    public void Looks_come_after_twice_the_time_each_up_to_the_quiet()
    {
        var limits = Limits(quiet: 250);
        foreach (var expected in new[] { 1, 2, 4, 8, 16, 32, 64, 128, 250, 250 })
            Assert.Equal(At(expected), limits.NextWait(At(10), looks: true, peerHasEnded: false));
    }

    [Fact]
    public void After_the_peers_end_no_look_is_later_than_50_ms()
    {
        var limits = Limits();
        for (var i = 0; i < 20; i++)
            Assert.InRange(limits.NextWait(At(10), looks: true, peerHasEnded: true), At(1), At(50));
    }

    [Theory]
    [InlineData(250, 100, 150)]
    [InlineData(5_000, 100, 1_000)]
    [InlineData(5_000, 3_000, 1_000)]
    [InlineData(5_000, 4_900, 100)]
    [InlineData(-1, 100_000, 1_000)]
    public void After_the_delivery_the_next_look_is_at_the_end_of_the_quiet_or_a_second_later(int quiet, int now, int expected)
    {
        var limits = Limits(total: -1, idle: -1, quiet: quiet);
        limits.Delivered(At(0));
        Assert.Equal(At(expected), limits.NextWait(At(now), looks: true, peerHasEnded: false));
    }

    [Theory]
    [InlineData(990, 10)]
    [InlineData(1_000, 1)]
    [InlineData(2_000, 1)]
    public void No_wait_is_longer_than_what_is_left_or_shorter_than_a_millisecond(int now, int expected)
    {
        var limits = Limits(total: 1_000, idle: -1);
        Assert.Equal(At(expected), limits.NextWait(At(now), looks: false, peerHasEnded: false));
    }

    private static CloseLimits Limits(int total = 30_000, int idle = 5_000, int quiet = 250) => new(new Script { Total = total, Idle = idle, Quiet = quiet }.Limits);

    private static TimeSpan At(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
