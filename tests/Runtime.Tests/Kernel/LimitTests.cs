using System;
using System.Threading;
using SocketAnalyzers.Closing;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

public class LimitTests
{
    [Fact]
    public void A_limit_that_passed_a_millisecond_ago_is_not_an_infinite_wait()
    {
        var limits = new CloseLimits(new CloseOptions { TotalTimeout = TimeSpan.FromSeconds(1) });
        var wait = limits.NextWait(TimeSpan.FromMilliseconds(1_001), looks: false, peerHasEnded: false);
        Assert.NotEqual(Timeout.InfiniteTimeSpan, wait);
    }
}
