using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Tests.Kernel;
using Xunit;

namespace SocketAnalyzers.Tests.Api;

/// <summary>
/// What a close allocates, in the whole process. Conditions: .NET 8 or later, no token, no sink, a socket that has received before (its first
/// receive allocates what all later ones use), pools that earlier closes have filled. The median of the rounds, because the test host
/// allocates now and then too.
/// </summary>
[Collection(AloneInTheProcess.Name)]
public class AllocationTests
{
    private const int Rounds = 21;

    // On a loaded machine the default 250 ms of quiet may come before the peer's end.
    private static readonly CloseOptions UntilThePeerEnds = CloseOptions.Server with { QuietAfterDelivery = Timeout.InfiniteTimeSpan };

    [Fact]
    public async Task None_when_the_peer_has_ended() =>
        Assert.Equal(0, await MedianAsync(connectionsPerRound: 20, static connections =>
        {
            foreach (var connection in connections)
                connection.Client.Shutdown(SocketShutdown.Send);
            return Allocated(connections, static connections =>
            {
                foreach (var connection in connections)
                    Expect(connection.Server.CloseGracefullyAsync());
            });
        }));

    /// <summary>So late that the close has looked a few times whether the peer's kernel has acknowledged.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task None_when_the_peer_ends_later(int milliseconds) =>
        Assert.Equal(0, await MedianAsync(connectionsPerRound: 1, connections => Allocated(connections, connections =>
        {
            foreach (var connection in connections)
            {
                var closing = connection.Server.CloseGracefullyAsync(UntilThePeerEnds);
                if (milliseconds > 0)
                    Thread.Sleep(milliseconds);
                connection.Client.Shutdown(SocketShutdown.Send);
                Expect(closing);
            }
        })));

    [Fact]
    public async Task At_most_160_bytes_with_300_pending()
    {
        var closing = new ValueTask<CloseResult>[300];
        var bytes = await MedianAsync(closing.Length, connections => Allocated(connections, connections =>
        {
            for (var i = 0; i < connections.Length; i++)
                closing[i] = connections[i].Server.CloseGracefullyAsync(UntilThePeerEnds);
            foreach (var connection in connections)
                connection.Client.Shutdown(SocketShutdown.Send);
            foreach (var close in closing)
                Expect(close);
        }));
        Assert.InRange(bytes, 0, 160);
    }

    private static async Task<long> MedianAsync(int connectionsPerRound, Func<Connection[], long> bytesPerClose)
    {
        var rounds = new List<long>();
        for (var round = 0; round < Rounds; round++)
        {
            var connections = new Connection[connectionsPerRound];
            for (var i = 0; i < connections.Length; i++)
                connections[i] = await UsedAsync();
            rounds.Add(bytesPerClose(connections));
            Array.ForEach(connections, static connection => connection.Dispose());
        }

        return rounds.Order().ElementAt(Rounds / 2);
    }

    /// <summary>Blocks, because an asynchronous method of the test's would allocate too.</summary>
    private static long Allocated(Connection[] connections, Action<Connection[]> close)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        close(connections);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / connections.Length;
    }

    private static void Expect(ValueTask<CloseResult> closing)
    {
        while (!closing.IsCompleted)
            Thread.Sleep(1);
        var result = closing.GetAwaiter().GetResult();
        if (result.Outcome != CloseOutcome.PeerClosed)
            throw new InvalidOperationException($"This close is not the one that was to be measured: {result}");
    }

    private static async Task<Connection> UsedAsync()
    {
        var connection = await Connection.OpenAsync();
        var receiving = connection.Server.ReceiveAsync(new byte[1], SocketFlags.None, CancellationToken.None);
        await connection.Client.SendAsync(new byte[1], SocketFlags.None);
        await receiving;
        return connection;
    }
}

/// <summary>For what can only be seen of the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneInTheProcess
{
    public const string Name = "alone in the process";
}
