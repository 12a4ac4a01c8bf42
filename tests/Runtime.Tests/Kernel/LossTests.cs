using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Threading.Tasks;
using Xunit;
using Xunit.Abstractions;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>
/// 500,000 of 500,000 bytes and EOF, in every state of the server, where the usual ways to close lose them. How often: 20 runs, or as
/// many as SOCKETANALYZERS_RUNS says. The losing ways are the proof that the test can fail.
/// </summary>
[Collection(KernelCollection.Name)]
public class LossTests(ITestOutputHelper output)
{
    private static readonly int Runs = int.TryParse(Environment.GetEnvironmentVariable("SOCKETANALYZERS_RUNS"), out var runs) ? runs : 20;

    // These mostly wait.
    private const int SlowAtOnce = 5;

    private static readonly Dictionary<string, Func<LossCase, Task>> Ways = new()
    {
        ["CloseGracefullyAsync(Socket)"] = async c => await Ended(c.Server.CloseGracefullyAsync()),
        ["CloseGracefully(Socket)"] = c => Ended(new(c.Server.CloseGracefully())),
        ["CloseGate.CloseAsync(Socket)"] = async c => await Ended(new(new CloseGate(1).CloseAsync(c.Server))),
        ["CloseGracefullyAsync(TcpClient)"] = async c => await Ended(new TcpClient { Client = c.Server }.CloseGracefullyAsync()),
        ["CloseGracefullyAsync(NetworkStream)"] = async c => await Ended(SocketClosing.CloseGracefullyAsync(new NetworkStream(c.Server, ownsSocket: true), c.Server)),
        ["CloseGracefullyAsync(SslStream), TLS 1.2"] = TlsAsync,
        ["CloseGracefullyAsync(SslStream), TLS 1.3"] = TlsAsync,
        ["Dispose()"] = Losing(s => s.Dispose()),
        ["Close(5)"] = Losing(s => s.Close(5)),
        ["Shutdown(Both); Dispose()"] = Losing(s =>
        {
            s.Shutdown(SocketShutdown.Both);
            s.Dispose();
        }),
        ["Shutdown(Send); Dispose()"] = Losing(s =>
        {
            s.Shutdown(SocketShutdown.Send);
            s.Dispose();
        }),
        ["LingerState = (true, 5); Dispose()"] = Losing(s =>
        {
            s.LingerState = new LingerOption(true, 5);
            s.Dispose();
        }),
    };

    private static readonly ServerState[] States = Enum.GetValues<ServerState>();

    /// <summary>Where facts and peers say that the way loses; elsewhere it is only measured.</summary>
    private static readonly Dictionary<string, ServerState[]> Loses = new()
    {
        ["Dispose()"] = [ServerState.ReceivePending, ServerState.RequestUnread, ServerState.PeerStillSending, ServerState.SlowReader],
        ["Close(5)"] = [ServerState.RequestUnread, ServerState.PeerStillSending, ServerState.SlowReader],
        ["Shutdown(Both); Dispose()"] = [ServerState.RequestUnread, ServerState.PeerStillSending],
        ["Shutdown(Send); Dispose()"] = [ServerState.RequestUnread, ServerState.PeerStillSending],
        ["LingerState = (true, 5); Dispose()"] = [ServerState.ReceivePending, ServerState.RequestUnread, ServerState.PeerStillSending, ServerState.SlowReader],
    };

    [Fact]
    public async Task Nothing_is_lost_where_the_usual_ways_lose()
    {
        var watch = Stopwatch.StartNew();
        var whole = new Dictionary<(string Way, ServerState State), int>();
        var least = new Dictionary<string, long>();
        var took = new Dictionary<ServerState, TimeSpan>();
        foreach (var way in Ways.Keys)
        {
            foreach (var state in States)
            {
                var started = watch.Elapsed;
                var seen = await Peer.TimesAsync(Runs, state == ServerState.SlowReader ? SlowAtOnce : 1, async () =>
                {
                    using var one = await OpenAsync(way);
                    return await one.RunAsync(state, Ways[way]);
                });
                whole[(way, state)] = seen.Count(one => one == new Seen(LossCase.Reply, SocketError.Success));
                least[way] = Math.Min(least.GetValueOrDefault(way, LossCase.Reply), seen.Min(one => one.Bytes));
                took[state] = took.GetValueOrDefault(state) + watch.Elapsed - started;
            }
        }

        Print(whole, least, took);
        foreach (var ((way, state), count) in whole)
        {
            if (!IsLosing(way))
                Assert.True(count == Runs, $"{way}, {state}: {count} of {Runs} whole");
            else if (Loses[way].Contains(state))
                Assert.True(count < Runs, $"{way}, {state}: nothing was lost, so this test would not see a loss either");
        }
    }

    private static bool IsLosing(string way) => Loses.ContainsKey(way);

    private static Task<LossCase> OpenAsync(string way) => way switch
    {
        _ when way.EndsWith("TLS 1.2", StringComparison.Ordinal) => LossCase.TlsAsync(SslProtocols.Tls12),
        _ when way.EndsWith("TLS 1.3", StringComparison.Ordinal) => LossCase.TlsAsync(SslProtocols.Tls13),
        _ => LossCase.PlainAsync(),
    };

    // Over TLS the read that waits is declared: two reads of one SslStream are not allowed.
    private static async Task TlsAsync(LossCase c) =>
        await Ended(SocketClosing.CloseGracefullyAsync(c.ServerStream!, c.Server, new CloseOptions { Reader = c.Pending }));

    private static async Task Ended(ValueTask<CloseResult> closing)
    {
        var result = await closing;
        // Not a limit: a limit would be luck.
        Assert.True(result.Outcome is CloseOutcome.PeerClosed or CloseOutcome.Delivered, result.ToString());
    }

    private static Func<LossCase, Task> Losing(Action<Socket> close) => c =>
    {
        close(c.Server);
        return Task.CompletedTask;
    };

    private void Print(Dictionary<(string Way, ServerState State), int> whole, Dictionary<string, long> least, Dictionary<ServerState, TimeSpan> took)
    {
        var table = new StringBuilder();
        table.AppendLine($"Runs with 500,000 of 500,000 bytes and EOF at the peer, of {Runs} each");
        table.AppendLine($"| The server ends with | {string.Join(" | ", States)} | least bytes |").AppendLine($"|---|{string.Concat(States.Select(_ => "---|"))}---|");
        foreach (var way in Ways.Keys)
            table.AppendLine($"| {way} | {string.Join(" | ", States.Select(state => whole[(way, state)]))} | {least[way]:N0} |");
        table.AppendLine($"| (seconds for all) | {string.Join(" | ", States.Select(state => took[state].TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)))} | |");
        output.WriteLine(table.ToString());
        var name = typeof(LossTests).Assembly.GetName().Name;
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, $"{name}.loss.md"), table.ToString());
    }
}
