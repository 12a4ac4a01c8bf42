using System;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Closing;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>Two threads end one connection at once: none throws, none hangs, and nothing is told that is not so.</summary>
[Collection(KernelCollection.Name)]
public class ConcurrentCloseTests
{
    private const int Times = 300;

    private static readonly CloseOutcome[] Ended = [CloseOutcome.PeerClosed, CloseOutcome.AlreadyClosed];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_closes(bool bothAsync)
    {
        for (var i = 0; i < Times; i++)
        {
            using var connection = await Connection.OpenAsync();
            await Peer.SendAsync(connection.Server, 10_000);
            using var start = new Barrier(3);
            var one = Start(start, () => connection.Server.CloseGracefullyAsync(CloseAssert.Patient).AsTask());
            var other = Start(start, () => bothAsync ? connection.Server.CloseGracefullyAsync(CloseAssert.Patient).AsTask() : Task.FromResult(connection.Server.CloseGracefully(CloseAssert.Patient)));
            start.SignalAndWait();
            Assert.Equal(new Seen(10_000, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
            connection.Client.Dispose();
            foreach (var result in await Task.WhenAll(one, other).WaitAsync(Peer.Hangs))
            {
                CloseAssert.Consistent(result, connection.Server);
                Assert.Contains(result.Outcome, Ended);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_close_and_a_dispose(bool async)
    {
        for (var i = 0; i < Times; i++)
        {
            using var connection = await Connection.OpenAsync();
            await Peer.SendAsync(connection.Server, 10);
            using var start = new Barrier(3);
            var closing = Start(start, () => async ? connection.Server.CloseGracefullyAsync(CloseAssert.Patient).AsTask() : Task.FromResult(connection.Server.CloseGracefully(CloseAssert.Patient)));
            var disposing = Start(start, () =>
            {
                Thread.SpinWait(i * 20);
                connection.Server.Dispose();
                return Task.FromResult(default(CloseResult));
            });
            start.SignalAndWait();
            await disposing.WaitAsync(Peer.Hangs);
            var result = await closing.WaitAsync(Peer.Hangs);
            CloseAssert.Consistent(result, connection.Server);
            Assert.True(result.Outcome == CloseOutcome.AlreadyClosed, result.ToString());
        }
    }

    /// <summary>The other one ends before a step of the close, and disposes before the next: at each of them, also where the counters do not tell of which side the FIN is.</summary>
    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(false, false, false)]
    public async Task The_other_ends_between_two_steps(bool async, bool disposes, bool inFlight)
    {
        // Those before the first wait: later the limits come between.
        for (var step = 0; step < 6; step++)
        {
            using var connection = await Connection.OpenAsync();
            await Peer.SendAsync(connection.Server, 100);
            var interrupted = new InterruptedTransport(step, inFlight, () => EndByAnother(connection), () => Dispose(connection.Server, disposes)) { Socket = connection.Server };
            var result = await (async ? GracefulClose.RunAsync(interrupted, CloseAssert.Patient, default).AsTask() : Peer.OnOwnThread(() => new BlockingClose().Run(interrupted, CloseAssert.Patient))).WaitAsync(Peer.Hangs);
            CloseAssert.Consistent(result, connection.Server);
            Assert.True(Ended.Contains(result.Outcome), $"step {step}: {result}");
            Assert.True(interrupted.Steps > step, $"There is no step {step}.");
        }
    }

    private static void EndByAnother(Connection connection)
    {
        connection.Server.Shutdown(SocketShutdown.Send);
        while (connection.Client.Receive(new byte[1000]) > 0)
        {
        }

        connection.Client.Dispose();
        // Until its FIN is here.
        connection.Server.Poll(Peer.Hangs, SelectMode.SelectRead);
    }

    private static void Dispose(Socket socket, bool disposes)
    {
        if (disposes)
            socket.Dispose();
    }

    /// <summary>Two hundred at once share the pooled objects; each gets the bytes and the outcome of its own connection.</summary>
    [Fact]
    public async Task Many_connections_at_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(1, 200).Select(async i =>
        {
            using var connection = await Connection.OpenAsync();
            var closing = connection.Server.CloseGracefullyAsync(CloseAssert.Patient);
            await Peer.SendAsync(connection.Client, i);
            connection.Client.Dispose();
            return (Expected: i, Result: await closing);
        })).WaitAsync(Peer.Hangs);
        Assert.All(results, each => Assert.Equal((CloseOutcome.PeerClosed, each.Expected), (each.Result.Outcome, each.Result.DrainedBytes)));
    }

    private static Task<CloseResult> Start(Barrier start, Func<Task<CloseResult>> close) => Peer.OnOwnThread(() =>
    {
        start.SignalAndWait();
        return close();
    }).Unwrap();

    /// <summary>Each look and each act is a step; before one of them another thread has its turn.</summary>
    private sealed class InterruptedTransport(int step, bool inFlight, Action end, Action dispose) : SocketTransport
    {
        public int Steps { get; private set; }

        public override bool TryTakeSnapshot(out TcpSnapshot snapshot)
        {
            Next();
            if (!base.TryTakeSnapshot(out snapshot))
                return false;
            if (inFlight && Steps == 1)
                snapshot = snapshot with { AnythingInFlight = true };
            return true;
        }

        public override void SendNothing()
        {
            Next();
            base.SendNothing();
        }

        public override ValueTask<SocketError> PassSendsAsync()
        {
            Next();
            return base.PassSendsAsync();
        }

        public override SocketError TakePendingError()
        {
            Next();
            return base.TakePendingError();
        }

        public override void CompleteWrites()
        {
            Next();
            base.CompleteWrites();
        }

        private void Next()
        {
            if (Steps == step)
                end();
            else if (Steps == step + 1)
                dispose();
            Steps++;
        }
    }
}
