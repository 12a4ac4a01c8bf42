using System;
using System.Net.Sockets;
using System.Threading;
using BenchmarkDotNet.Attributes;

namespace SocketAnalyzers.Benchmarks;

/// <summary>When the peer ends.</summary>
public enum PeerEnd
{
    BeforeTheClose,
    DuringTheClose,
}

/// <summary>One close after the other, on connections that have carried a byte in each direction.</summary>
[MemoryDiagnoser]
public class CloseBenchmarks
{
    public const int Connections = 20;

    private readonly Loopback[] _connections = new Loopback[Connections];

    [Params(PeerEnd.BeforeTheClose, PeerEnd.DuringTheClose)]
    public PeerEnd Peer { get; set; }

    [IterationSetup]
    public void Open()
    {
        for (var i = 0; i < Connections; i++)
        {
            _connections[i] = Loopback.OpenUsed();
            if (Peer == PeerEnd.BeforeTheClose)
                _connections[i].Client.Shutdown(SocketShutdown.Send);
        }
    }

    [IterationCleanup]
    public void Clean() => Array.ForEach(_connections, static connection => connection.Dispose());

    [Benchmark(Baseline = true, OperationsPerInvoke = Connections)]
    public void ByHand()
    {
        foreach (var connection in _connections)
        {
            var closing = HandWritten.CloseAsync(connection.Server);
            EndPeer(connection);
            while (!closing.IsCompleted)
                Thread.Yield();
            closing.GetAwaiter().GetResult();
        }
    }

    [Benchmark(OperationsPerInvoke = Connections)]
    public void CloseGracefully()
    {
        foreach (var connection in _connections)
        {
            var closing = connection.Server.CloseGracefullyAsync();
            EndPeer(connection);
            while (!closing.IsCompleted)
                Thread.Yield();
            closing.GetAwaiter().GetResult();
        }
    }

    private void EndPeer(Loopback connection)
    {
        if (Peer == PeerEnd.DuringTheClose)
            connection.Client.Shutdown(SocketShutdown.Send);
    }
}
