using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Benchmarks;

/// <summary>What one would write without the library. No evidence, no idle limit, no byte limit, no outcome; errors are the caller's.</summary>
internal static class HandWritten
{
    private static readonly byte[] Nowhere = new byte[16 * 1024];
    private static readonly ConcurrentQueue<CancellationTokenSource> Timeouts = new();

    public static async ValueTask CloseAsync(Socket socket)
    {
        if (!Timeouts.TryDequeue(out var timeout))
            timeout = new CancellationTokenSource();
        timeout.CancelAfter(30_000);
        socket.Shutdown(SocketShutdown.Send);
        while (await socket.ReceiveAsync(Nowhere, SocketFlags.None, timeout.Token).ConfigureAwait(false) > 0)
        {
        }

        socket.Dispose();
        if (timeout.TryReset())
            Timeouts.Enqueue(timeout);
    }

    /// <summary>Two copies; the end of each is passed on.</summary>
    public static Task RelayAsync(Socket a, Socket b)
    {
        return Task.WhenAll(CopyAsync(new NetworkStream(a), new NetworkStream(b), b), CopyAsync(new NetworkStream(b), new NetworkStream(a), a));

        static async Task CopyAsync(Stream source, Stream destination, Socket socket)
        {
            await source.CopyToAsync(destination).ConfigureAwait(false);
            socket.Shutdown(SocketShutdown.Send);
        }
    }
}
