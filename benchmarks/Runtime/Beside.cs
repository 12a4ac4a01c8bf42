using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace SocketAnalyzers.Benchmarks;

/// <summary>Relays as processes of their own, for relay-beside-socat-haproxy.sh.</summary>
internal static class Beside
{
    private const int Rounds = 9;

    /// <summary>Relays each connection until the process is killed.</summary>
    public static void Serve(string relay, int port, int target)
    {
        using var listener = Listen(port);
        while (true)
        {
            var front = listener.Accept();
            var back = Connect(target);
            _ = RelayAsync(relay, front, back);
        }
    }

    /// <summary>Sends through each relay in turn, and prints the median of its rounds.</summary>
    /// <param name="target">Where all of them lead to.</param>
    /// <param name="relays">name=port; the first one is what the others are compared with.</param>
    public static void Measure(int target, IEnumerable<string> relays)
    {
        using var listener = Listen(target);
        var rates = relays.Select(static relay => relay.Split('=')).Select(static parts => (Name: parts[0], Port: int.Parse(parts[1], null), Rates: new List<double>())).ToArray();
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (_, port, measured) in rates)
            {
                var rate = Transfer(listener, port);
                // The first round is the compiler's.
                if (round > 0)
                    measured.Add(rate);
            }
        }

        var baseline = Median(rates[0].Rates);
        foreach (var (name, _, measured) in rates)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-12} {Median(measured),8:0} MiB/s   {Median(measured) / baseline:0.00} of {rates[0].Name}"));
    }

    private static async Task RelayAsync(string relay, Socket front, Socket back)
    {
#if DUPLEX_RELAY
        if (relay == "DuplexRelay")
        {
            await DuplexRelay.RunAsync(front, back);
            return;
        }
#endif
        if (relay != "TwoCopies")
            throw new ArgumentException($"There is no relay {relay} in this build.", nameof(relay));
        await HandWritten.RelayAsync(front, back);
        front.Dispose();
        back.Dispose();
    }

    private static double Transfer(Socket listener, int port)
    {
        using var client = Connect(port);
        using var server = listener.Accept();
        var start = Stopwatch.GetTimestamp();
        var sending = Task.Run(() => RelayBenchmarks.Send(client));
        RelayBenchmarks.Receive(server);
        var time = Stopwatch.GetElapsedTime(start);
        sending.Wait();
        return RelayBenchmarks.Bytes / 1024.0 / 1024.0 / time.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static Socket Listen(int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen();
        return listener;
    }

    private static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }
}
