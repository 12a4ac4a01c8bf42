using System;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
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
}
