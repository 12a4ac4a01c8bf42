using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Tests.Kernel;
using Xunit;

namespace SocketAnalyzers.Tests.Api;

/// <summary>10,000 closes and 3,000 relays leave nothing behind: no descriptor, no timer, no thread, no heap.</summary>
[Collection(AloneInTheProcess.Name)]
public class GrowthTests
{
    private const int AtOnce = 50;

    // Of the first thousand the pools are filled, and code is compiled.
    private const int WarmUp = 1_000;

    [LinuxFact]
    public async Task Of_10_000_closes()
    {
        var gate = new CloseGate(20);
        await LeavesNothingAsync(10_000, async (i, client, server) =>
        {
            await client.SendAsync(new byte[100], SocketFlags.None);
            await server.SendAsync(new byte[100], SocketFlags.None);
            if (i % 5 == 0)
                client.Close(0);
            else
                client.Dispose();
            _ = (i % 6) switch
            {
                0 => await server.CloseGracefullyAsync(CloseOptions.Client),
                1 => await Task.Run(() => server.CloseGracefully(CloseOptions.Client)),
                2 => await new TcpClient { Client = server }.CloseGracefullyAsync(CloseOptions.Client),
                3 => await SocketClosing.CloseGracefullyAsync(new NetworkStream(server, ownsSocket: true), server, CloseOptions.Client),
                4 => await gate.CloseAsync(server),
                _ => await server.CloseGracefullyAsync(CloseOptions.Client, new CancellationToken(i % 2 == 0)),
            };
        });
    }

    [LinuxFact]
    public async Task Of_3_000_relays()
    {
        (Socket Client, Socket Server)? first = null;
        await LeavesNothingAsync(6_000, async (i, client, server) =>
        {
            if (first is not { } other)
            {
                first = (client, server);
                await client.SendAsync(new byte[1_000], SocketFlags.None);
                if (i % 4 != 0)
                    client.Shutdown(SocketShutdown.Send);
                else
                    client.Close(0);
                return;
            }

            first = null;
            var relaying = DuplexRelay.RunAsync(other.Server, server);
            client.Shutdown(SocketShutdown.Send);
            await relaying;
            client.Dispose();
            other.Client.Dispose();
        }, inTurns: true);
    }

    private static async Task LeavesNothingAsync(int count, Func<int, Socket, Socket, Task> use, bool inTurns = false)
    {
        await UseAsync(0, WarmUp, use, inTurns);
        var before = await Held.NowAsync();
        await UseAsync(WarmUp, count, use, inTurns);
        var after = await Held.NowAsync();
        Assert.True(after.Descriptors <= before.Descriptors + 10, $"{before} became {after}");
        Assert.True(after.Timers <= before.Timers + 10, $"{before} became {after}");
        // Some closes block a thread of the pool, which makes more where the machine has much to do. What was never let go would be one for each.
        Assert.True(after.Threads <= before.Threads + (2 * AtOnce), $"{before} became {after}");
        Assert.True(after.Heap <= before.Heap + 1_000_000, $"{before} became {after}");
    }

    private static async Task UseAsync(int from, int count, Func<int, Socket, Socket, Task> use, bool inTurns)
    {
        using var oneAtATime = new SemaphoreSlim(1);
        for (var done = from; done < from + count;)
        {
            // An address of its own for each thousand: as many ports are in TIME_WAIT afterwards.
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Parse($"127.66.{done / 1000 % 250}.99"), 0));
            listener.Listen(AtOnce);
            for (var end = Math.Min(done + 1_000, from + count); done < end; done += AtOnce)
            {
                var uses = Enumerable.Range(done, AtOnce).Select(async i =>
                {
                    var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    await oneAtATime.WaitAsync();
                    await client.ConnectAsync(listener.LocalEndPoint!);
                    var server = await listener.AcceptAsync();
                    oneAtATime.Release();
                    await use(i, client, server);
                });
                if (inTurns)
                {
                    foreach (var one in uses)
                        await one.WaitAsync(Peer.Hangs);
                }
                else
                {
                    await Task.WhenAll(uses).WaitAsync(Peer.Hangs);
                }
            }
        }
    }

    private readonly record struct Held(int Descriptors, long Timers, int Threads, long Heap)
    {
        public static async Task<Held> NowAsync()
        {
            // What ends behind the last close: receives that are canceled, the pool's threads.
            await Task.Delay(500);
            for (var i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            using var process = Process.GetCurrentProcess();
            return new Held(Directory.GetFiles("/proc/self/fd").Length, Timer.ActiveCount, process.Threads.Count, GC.GetTotalMemory(forceFullCollection: true));
        }
    }
}
