using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Closing;

namespace SocketAnalyzers.Tests.TlsStress;

/// <summary>The ways in which TLS is ended while it is read. Each takes one connection and tells of the ends that it has made.</summary>
internal static class StressWays
{
    // Many small records: while they are decrypted, the end comes.
    private const int Records = 32;
    private const int RecordLength = 400;
    private const int Length = Records * RecordLength;

    // Nothing here waits for a limit, and on a machine that has much else to do one must not come.
    private static readonly CloseOptions Patient = new() { QuietAfterDelivery = TimeSpan.FromMinutes(2), IdleTimeout = TimeSpan.FromMinutes(2), TotalTimeout = TimeSpan.FromMinutes(3) };

    /// <summary>What kills the process: the stream's own method, beside a read.</summary>
    public static Task BareAsync(StressListener listener, StressCount count) => BothEndsAsync(listener, count, async (end, _) =>
    {
        await end.ShutdownAsync();
        end.Socket.Shutdown(SocketShutdown.Send);
    });

    public static Task HalfAsync(StressListener listener, StressCount count) => BothEndsAsync(listener, count, async (end, _) =>
    {
        try
        {
            await SocketClosing.CompleteWritesAsync(end, end.Socket);
        }
        catch (IOException e) when (TlsInternals.AreHidden && e.InnerException is null)
        {
            // Both read, each waits for the end of the other, and neither has it to give.
            count.Check(end.EndedBesideRead is null, e.Message);
        }
    });

    public static Task ReaderAsync(StressListener listener, StressCount count) => BothEndsAsync(listener, count, async (end, reader) =>
        count.Add(await SocketClosing.CloseGracefullyAsync(end, end.Socket, Patient with { Reader = reader })));

    /// <summary>The reader is not named: the close and it may take the last bytes from one another.</summary>
    public static Task CloseAsync(StressListener listener, StressCount count) => BothEndsAsync(listener, count, async (end, _) =>
        count.Add(await SocketClosing.CloseGracefullyAsync(end, end.Socket, Patient)), readsAll: false);

    /// <summary>The relay's end is a TLS client that reads from its server when the end of the other side has to be passed on.</summary>
    public static async Task RelayAsync(StressListener listener, StressCount count)
    {
        using var tls = await StressConnection.OpenAsync(listener);
        var (outer, plain) = await listener.ConnectAsync();
        using (outer)
        {
            var relaying = DuplexRelay.RunAsync(plain, new RelayEnd(tls.Client, tls.Client.Socket));
            while (!tls.Client.IsBeingRead)
                await Task.Yield();
            outer.Send(new byte[10]);
            await SendAsync(tls.Server);
            var received = 0;
            var buffer = new byte[4096];
            // A read that is to be interrupted has to be pending, and not between two records.
            while (TlsInternals.AreHidden && received < Length)
                received += await outer.ReceiveAsync(buffer.AsMemory(), SocketFlags.None);
            while (!tls.Client.IsBeingRead)
                await Task.Yield();
            outer.Shutdown(SocketShutdown.Send);
            var serving = Task.Run(async () =>
            {
                count.Check(await ReadAsync(tls.Server) == 10, "what the relay passed on to TLS");
                await tls.Server.WriteAsync(new byte[10]);
                await tls.Server.ShutdownAsync();
                tls.Server.Socket.Shutdown(SocketShutdown.Send);
            });
            while (await outer.ReceiveAsync(buffer.AsMemory(), SocketFlags.None) is var some and > 0)
                received += some;
            var result = await relaying;
            await serving;
            count.Check(received == Length + 10, "what the relay passed on from TLS");
            count.Check(result.IsCompleted, $"{result.AToB.Outcome}, {result.BToA.Outcome} ({result.BToA.Exception ?? result.AToB.Exception})");
            count.Add(tls.Client, tls.Client.WasInterrupted);
        }
    }

    /// <summary>Both have data to decrypt, and the client tickets too; it ends when its reader has just begun. The server answers with its own end.</summary>
    private static async Task BothEndsAsync(StressListener listener, StressCount count, Func<WatchedSslStream, Task<int>, Task> endAsync, bool readsAll = true)
    {
        using var tls = await StressConnection.OpenAsync(listener);
        await SendAsync(tls.Server);
        await SendAsync(tls.Client);
        while (tls.Client.Socket.Available < Length || tls.Server.Socket.Available < Length)
            await Task.Yield();
        var answer = Task.Run(() => ReadAsync(tls.Client));
        while (!tls.Client.IsBeingRead && !answer.IsCompleted)
            Thread.Yield();
        // Where the end waits for reads, there was one.
        var met = !answer.IsCompleted;
        var ending = endAsync(tls.Client, answer);
        var question = Task.Run(() => ReadAsync(tls.Server));
        await endAsync(tls.Server, question);
        await ending;
        count.Check(await question == Length || !readsAll, $"{await question} bytes of {Length} read by the server");
        count.Check(await answer == Length || !readsAll, $"{await answer} bytes of {Length} read by the client");
        count.Add(tls.Client, met);
    }

    private static async Task SendAsync(WatchedSslStream from)
    {
        for (var i = 0; i < Records; i++)
            await from.WriteAsync(new byte[RecordLength]);
    }

    private static async Task<int> ReadAsync(WatchedSslStream end)
    {
        var buffer = new byte[4096];
        var total = 0;
        try
        {
            while (await end.ReadAsync(buffer) is var some and > 0)
                total += some;
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException || SocketErrors.IsLocalAbort(e))
        {
            // The close has taken over, or has ended; in the middle of its dispose the stream says that it is not authenticated.
        }

        return total;
    }
}
