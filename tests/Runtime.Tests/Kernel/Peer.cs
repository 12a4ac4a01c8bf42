using System;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>What the peer's program saw: so many bytes, and then an end (Success) or an error.</summary>
internal readonly record struct Seen(long Bytes, SocketError End)
{
    public override string ToString() => $"{Bytes:N0} bytes, {(End == SocketError.Success ? "EOF" : End)}";
}

/// <summary>What the other side does.</summary>
internal static class Peer
{
    /// <summary>No wait in these tests comes near it, on any machine, unless something hangs.</summary>
    public static readonly TimeSpan Hangs = TimeSpan.FromSeconds(30);

    /// <summary>Reads until the end, or the error.</summary>
    /// <param name="socket">The peer's side.</param>
    /// <param name="pause">After each 50,000 bytes.</param>
    /// <param name="piece">Bytes per read at most.</param>
    public static Task<Seen> ReadToEndAsync(Socket socket, TimeSpan pause = default, int piece = 64 * 1024) =>
        ReadToEndAsync(bytes => socket.ReceiveAsync(bytes, SocketFlags.None).AsTask(), pause, piece);

    /// <inheritdoc cref="ReadToEndAsync(Socket, TimeSpan, int)"/>
    public static Task<Seen> ReadToEndAsync(Stream stream, TimeSpan pause = default, int piece = 64 * 1024) =>
        ReadToEndAsync(bytes => stream.ReadAsync(bytes).AsTask(), pause, piece);

    /// <summary>More than the peer's kernel takes: its window is zero then, and what is left waits in our queue.</summary>
    public static async Task<int> SendAsync(Socket socket, int bytes)
    {
        await socket.SendAsync(new byte[bytes], SocketFlags.None).WaitAsync(Hangs);
        return bytes;
    }

    /// <summary>A reset: what a crash, a firewall or <c>SO_LINGER {1, 0}</c> does.</summary>
    public static void Reset(Socket socket) => socket.Close(0);

    /// <summary>Until the condition holds; fails the test if it never does.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        for (var started = DateTime.UtcNow; !condition(); await Task.Delay(2))
        {
            if (DateTime.UtcNow - started > Hangs)
                throw new TimeoutException("The state that the test waits for did not come.");
        }
    }

    /// <summary>So many times, a few at once.</summary>
    public static async Task<T[]> TimesAsync<T>(int times, int atOnce, Func<Task<T>> run)
    {
        var results = new T[times];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var one && one < times)
                results[one] = await run();
        }));
        return results;
    }

    /// <summary>Until bytes, an end or an error of the other side have arrived.</summary>
    public static Task HasArrivedAsync(Socket socket) => UntilAsync(() => socket.Poll(0, SelectMode.SelectRead));

    /// <summary>For what blocks: the pool's few threads belong to the other side.</summary>
    public static Task<T> OnOwnThread<T>(Func<T> blocks) => Task.Factory.StartNew(blocks, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static async Task<Seen> ReadToEndAsync(Func<Memory<byte>, Task<int>> read, TimeSpan pause, int piece)
    {
        var buffer = new byte[piece];
        long bytes = 0;
        try
        {
            while (await read(buffer).WaitAsync(Hangs) is var count and > 0)
            {
                bytes += count;
                if (pause > TimeSpan.Zero && bytes / 50_000 > (bytes - count) / 50_000)
                    await Task.Delay(pause);
            }
        }
        catch (Exception e) when ((e as SocketException ?? e.InnerException as SocketException) is { } error)
        {
            return new Seen(bytes, error.SocketErrorCode);
        }

        return new Seen(bytes, SocketError.Success);
    }
}
