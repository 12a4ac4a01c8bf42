#if !RUNTIME_IS_NETSTANDARD
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using SocketAnalyzers.Tests.Kernel;
using Xunit;
using Xunit.Abstractions;

namespace SocketAnalyzers.Tests.Relay;

/// <summary>
/// The table of docs/verification.md: what a side sees of the other on one connection, through the relay, two copies, and, with
/// SOCKETANALYZERS_BESIDE=1 and where they are installed, socat and haproxy. SOCKETANALYZERS_RUNS=n makes n runs of each.
/// </summary>
[Collection(KernelCollection.Name)]
public class RelayBesideOthersTests(ITestOutputHelper output)
{
    private const int Size = 400_000;

    private static readonly int Runs = int.TryParse(Environment.GetEnvironmentVariable("SOCKETANALYZERS_RUNS"), CultureInfo.InvariantCulture, out var runs) ? runs : 10;
    private static readonly bool Beside = Environment.GetEnvironmentVariable("SOCKETANALYZERS_BESIDE") == "1";

    private delegate Task<bool> Case(Socket a, Socket b);

    [LinuxFact]
    public async Task The_relay_is_as_one_connection()
    {
        var cases = new (string Name, Case Holds)[]
        {
            ("an answer after the half-close", AnswersAfterHalfCloseAsync),
            ("all data and the end, slow reader", EndsBehindTheDataAsync),
            ("all data and the reset, slow reader", ResetsBehindTheDataAsync),
            ("an early answer, the upload unread", AnswersEarlyAsync),
        };
        var table = new List<(string Form, int[] Whole)>();
        foreach (var form in Forms())
        {
            await using (form)
            {
                var whole = new int[cases.Length];
                for (var i = 0; i < cases.Length; i++)
                {
                    for (var run = 0; run < Runs; run++)
                        whole[i] += await form.RunAsync(cases[i].Holds) ? 1 : 0;
                }

                table.Add((form.Name, whole));
                output.WriteLine($"| {form.Name} | {string.Join(" | ", whole)} |");
            }
        }

        output.WriteLine($"of {Runs} runs: {string.Join("; ", cases.Select(one => one.Name))}");
        Assert.All(table.Where(row => row.Form is "one connection" or "DuplexRelay"), row => Assert.All(row.Whole, whole => Assert.Equal(Runs, whole)));
    }

    private static IEnumerable<Form> Forms()
    {
        yield return new Form("one connection", null, null);
        yield return new Form("DuplexRelay", (a, b) => DuplexRelay.RunAsync(a, b), null);
        yield return new Form("two copies", TwoCopiesAsync, null);
        if (!Beside)
            yield break;
        yield return new Form("socat", null, (from, to) => new ProcessStartInfo("socat", $"-t 30 TCP4-LISTEN:{from},bind=127.0.0.1,reuseaddr,fork TCP4:127.0.0.1:{to}"));
        yield return new Form("haproxy", null, Haproxy);
    }

    private static ProcessStartInfo Haproxy(int from, int to)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(file, $"defaults\n mode tcp\n timeout connect 5s\n timeout client 60s\n timeout server 60s\nlisten relay\n bind 127.0.0.1:{from}\n server target 127.0.0.1:{to}\n");
        return new ProcessStartInfo("haproxy", $"-db -f {file}");
    }

    private static async Task TwoCopiesAsync(Socket a, Socket b)
    {
        try
        {
            await Task.WhenAll(CopyAsync(a, b), CopyAsync(b, a));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // One copy failed, or met the end that the other one had made.
        }

        a.Dispose();
        b.Dispose();

        async Task CopyAsync(Socket from, Socket to)
        {
            try
            {
                await new NetworkStream(from).CopyToAsync(new NetworkStream(to));
                to.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                // The other copy would wait for ever.
                a.Dispose();
                b.Dispose();
                throw;
            }
        }
    }

    private static async Task<bool> AnswersAfterHalfCloseAsync(Socket a, Socket b)
    {
        var sending = RelayRig.SendAsync(a, new byte[Size], thenFin: true);
        var question = await Peer.ReadToEndAsync(b);
        await sending;
        await RelayRig.SendAsync(b, new byte[Size], thenFin: true);
        return question == new Seen(Size, SocketError.Success) && await Peer.ReadToEndAsync(a) == question;
    }

    private static async Task<bool> EndsBehindTheDataAsync(Socket a, Socket b)
    {
        b.Shutdown(SocketShutdown.Send);
        var sending = RelayRig.SendAsync(a, new byte[Size], thenFin: true);
        var seen = await Peer.ReadToEndAsync(b, pause: TimeSpan.FromMilliseconds(1));
        await sending;
        return seen == new Seen(Size, SocketError.Success);
    }

    private static async Task<bool> ResetsBehindTheDataAsync(Socket a, Socket b)
    {
        var reading = Peer.ReadToEndAsync(b, pause: TimeSpan.FromMilliseconds(1));
        await RelayRig.SendAsync(a, new byte[Size]);
        await Peer.UntilAsync(() => a.TryGetDelivery(out var delivery) && delivery.UnacknowledgedBytes == 0);
        Peer.Reset(a);
        return await reading == new Seen(Size, SocketError.ConnectionReset);
    }

    private static async Task<bool> AnswersEarlyAsync(Socket a, Socket b)
    {
        var answering = Task.Run(async () =>
        {
            await b.ReceiveAsync(new byte[1000], SocketFlags.None);
            await b.SendAsync(new byte[200], SocketFlags.None);
            b.Dispose();
        });
        try
        {
            while (true)
                await a.SendAsync(new byte[64 * 1024], SocketFlags.None).WaitAsync(Peer.Hangs);
        }
        catch (SocketException)
        {
        }

        await answering;
        return (await Peer.ReadToEndAsync(a)).Bytes == 200;
    }

    /// <summary>What joins the two sides.</summary>
    private sealed class Form : IAsyncDisposable
    {
        private readonly Func<Socket, Socket, Task>? _relay;
        private readonly Socket _target = Listen(receiveBuffer: 8 * 1024);
        private readonly Socket _front = Listen(receiveBuffer: null);
        private readonly Process? _process;
        private readonly EndPoint _entry;

        public Form(string name, Func<Socket, Socket, Task>? relay, Func<int, int, ProcessStartInfo>? process)
        {
            Name = name;
            _relay = relay;
            _entry = relay is null ? _target.LocalEndPoint! : _front.LocalEndPoint!;
            if (process is null)
                return;
            _entry = _front.LocalEndPoint!;
            _front.Dispose();
            var start = process(((IPEndPoint)_entry).Port, ((IPEndPoint)_target.LocalEndPoint!).Port);
            start.UseShellExecute = false;
            _process = Process.Start(start);
        }

        public string Name { get; }

        public async Task<bool> RunAsync(Case holds)
        {
            using var a = await ConnectAsync(_entry);
            var relaying = _relay is null ? Task.CompletedTask : _relay(await _front.AcceptAsync(), await ConnectAsync(_target.LocalEndPoint!));
            using var b = await _target.AcceptAsync().WaitAsync(Peer.Hangs);
            var holding = holds(a, b);
            var ends = await Task.WhenAny(holding, Task.Delay(TimeSpan.FromSeconds(10))) == holding;
            var result = ends && holding.IsCompletedSuccessfully && holding.Result;
            a.Dispose();
            b.Dispose();
            await relaying.WaitAsync(Peer.Hangs);
            _ = holding.ContinueWith(static done => _ = done.Exception, TaskScheduler.Default);
            return result;
        }

        public ValueTask DisposeAsync()
        {
            _process?.Kill(entireProcessTree: true);
            _process?.Dispose();
            _target.Dispose();
            _front.Dispose();
            return default;
        }

        private static Socket Listen(int? receiveBuffer)
        {
            var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            if (receiveBuffer is { } size)
                listener.ReceiveBufferSize = size;
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen();
            return listener;
        }

        private static async Task<Socket> ConnectAsync(EndPoint to)
        {
            // A process takes a moment before it listens.
            for (var tries = 0; ; tries++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    await socket.ConnectAsync(to);
                    return socket;
                }
                catch (SocketException) when (tries < 50)
                {
                    socket.Dispose();
                    await Task.Delay(100);
                }
            }
        }
    }
}
#endif
