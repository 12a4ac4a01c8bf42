using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Closing;
using SocketAnalyzers.Tests.Kernel;
using Xunit;

namespace SocketAnalyzers.Tests.Api;

/// <summary>
/// What a close asks of the kernel beyond the lines written by hand: shutdown, receive until 0, close. Each method of the transport that is
/// counted here is one system call (docs/verification.md has the figures).
/// </summary>
[Collection(KernelCollection.Name)]
public class SystemCallTests
{
    private const int MostBeyondByHand = 4;

    [LinuxTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task At_most_four_more_when_the_peer_has_ended(bool async)
    {
        using var connection = await Connection.OpenAsync();
        await Peer.SendAsync(connection.Server, 100);
        connection.Client.Shutdown(SocketShutdown.Send);
        await Peer.HasArrivedAsync(connection.Server);
        var counting = new CountingTransport { Socket = connection.Server };
        var result = async ? await GracefulClose.RunAsync(counting, CloseOptions.Server, default) : new BlockingClose().Run(counting, CloseOptions.Server);
        Assert.Equal(CloseOutcome.PeerClosed, result.Outcome);
        Assert.InRange(counting.Calls, 1, MostBeyondByHand);
    }

    /// <summary>Without a wait between: the looks for acknowledgements come when one waits, the first after 1 ms.</summary>
    [LinuxFact]
    public async Task Two_before_the_first_wait()
    {
        using var connection = await Connection.OpenAsync();
        var counting = new CountingTransport { Socket = connection.Server };
        var closing = GracefulClose.RunAsync(counting, CloseOptions.Server with { TimeProvider = new Relay.HandClock() }, default).AsTask();
        Assert.False(closing.IsCompleted);
        Assert.Equal(2, counting.Calls);
        connection.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal(CloseOutcome.PeerClosed, (await closing.WaitAsync(Peer.Hangs)).Outcome);
        Assert.InRange(counting.Calls, 3, MostBeyondByHand);
    }

    private sealed class CountingTransport : SocketTransport
    {
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public override int Available => Counted(base.Available);

        public override bool IsReadable => Counted(base.IsReadable);

        public override bool TryTakeSnapshot(out TcpSnapshot snapshot) => Counted(base.TryTakeSnapshot(out snapshot));

        public override void SendNothing()
        {
            Counted(2);
            base.SendNothing();
        }

        public override ValueTask<SocketError> PassSendsAsync() => Counted(base.PassSendsAsync());

        public override SocketError TakePendingError() => Counted(base.TakePendingError());

        public override void ForgetLinger()
        {
            Counted(1);
            base.ForgetLinger();
        }

        private T Counted<T>(T result)
        {
            Interlocked.Increment(ref _calls);
            return result;
        }
    }
}
