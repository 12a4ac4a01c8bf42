using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Closing;

namespace SocketAnalyzers.Tests.TlsStress;

/// <summary>
/// <c>tls-stress WAY ENDS [hidden]</c>: ends TLS while it is read, in a process of its own, because a mistake ends the process. WAY is half, reader,
/// close, relay, or bare; with "hidden" as if the stream's lock were not found. Exit codes: 0; 2, something was lost or wrong; 3, too few of the ends
/// met a read; 4, the lock is not found, or another of the members that the library asks for; what the system says of a process that died.
/// </summary>
internal static class StressProgram
{
    // One way takes milliseconds, and a minute was not enough where the processors were a hundred times overbooked.
    private static readonly TimeSpan Hangs = TimeSpan.FromMinutes(5);

    // Those that wait for a read, or for one another, leave the processors to others. So does a close whose reader was not named.
    private static int AtOnce(string way) => TlsInternals.AreHidden || way == "close" ? 16 : 4;

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not ["tls-stress", var name, var ends, ..])
            return 64;
        Func<StressListener, StressCount, Task> way = name switch
        {
            "half" => StressWays.HalfAsync,
            "reader" => StressWays.ReaderAsync,
            "close" => StressWays.CloseAsync,
            "relay" => StressWays.RelayAsync,
            "bare" => StressWays.BareAsync,
            _ => throw new ArgumentException(name),
        };
        if (MembersAreMissing())
            return 4;
        TlsInternals.AreHidden = arguments is [.., "hidden"];
        return await RunAsync(AtOnce(name), $"{string.Join(' ', arguments.Skip(1))}, {RuntimeInformation.FrameworkDescription}", way, int.Parse(ends));
    }

    private static async Task<int> RunAsync(int atOnce, string run, Func<StressListener, StressCount, Task> way, int ends)
    {
        // Each way waits for its reader's first read on its thread; with fewer threads than ways none might be left to begin that read.
        ThreadPool.SetMinThreads(4 * atOnce, 4 * atOnce);
        var count = new StressCount();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
        {
            using var listener = new StressListener();
            while (count.Ends < ends)
                await way(listener, count).WaitAsync(Hangs);
        })));
        return count.Report($"{run}, {watch.Elapsed.TotalSeconds:F1} s");
    }

    private static bool MembersAreMissing()
    {
        using var tls = new SslStream(new System.IO.MemoryStream());
        var found = TlsInternals.LockOf(tls);
        Console.WriteLine($"The lock is {found?.GetType().FullName ?? "missing"}.");
        return found is null || TlsInternals.IsBeingRead(tls) is null || TlsInternals.IsBeingWritten(tls) is null || TlsInternals.InnerStreamOf(tls) is null;
    }
}
