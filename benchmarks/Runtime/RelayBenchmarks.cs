using System.Net.Sockets;
using System.Threading.Tasks;
using BenchmarkDotNet.Attributes;

namespace SocketAnalyzers.Benchmarks;

/// <summary>64 MiB through a relay over loopback, from the client's first byte to the server's end of the stream.</summary>
[MemoryDiagnoser]
public class RelayBenchmarks
{
    public const long Bytes = 64 * 1024 * 1024;

    private static readonly byte[] Chunk = new byte[64 * 1024];

    private Loopback _front = null!;
    private Loopback _back = null!;

    [IterationSetup]
    public void Open()
    {
        _front = Loopback.OpenUsed();
        _back = Loopback.OpenUsed();
    }

    [IterationCleanup]
    public void Clean()
    {
        _front.Dispose();
        _back.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void TwoCopies() => Transfer(HandWritten.RelayAsync(_front.Server, _back.Client));

#if DUPLEX_RELAY
    [Benchmark]
    public void Relay() => Transfer(DuplexRelay.RunAsync(_front.Server, _back.Client));
#endif

    private void Transfer(Task relay)
    {
        var sending = Task.Run(() => Send(_front.Client));
        Receive(_back.Server);
        _back.Server.Shutdown(SocketShutdown.Send);
        Task.WaitAll(sending, relay);
    }

    /// <summary>All bytes, and the end.</summary>
    public static void Send(Socket socket)
    {
        for (long sent = 0; sent < Bytes; sent += Chunk.Length)
            socket.Send(Chunk);
        socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>To the end.</summary>
    public static void Receive(Socket socket)
    {
        var buffer = new byte[64 * 1024];
        long received = 0;
        while (socket.Receive(buffer) is var count and > 0)
            received += count;
        if (received != Bytes)
            throw new System.InvalidOperationException($"{received} of {Bytes} bytes have come through.");
    }
}
