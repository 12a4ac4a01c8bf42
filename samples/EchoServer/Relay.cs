using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers;

namespace Echo;

/// <summary>Joins each client with a connection of its own to the target. Ends are passed on as ends, errors as resets.</summary>
internal sealed class Relay
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(5);

    private readonly DnsEndPoint _target;
    private readonly TextWriter _log;
    private readonly TextWriter _progress;

    public Relay(DnsEndPoint target, TextWriter log, TextWriter progress)
    {
        _target = target;
        _log = log;
        _progress = progress;
    }

    public async Task RunAsync(IPEndPoint endPoint, CancellationToken stop)
    {
        var listener = new Listener(ServeAsync, _log);
        _log.WriteLine($"relaying to {_target.Host} port {_target.Port}");
        await listener.RunAsync(endPoint, stop);
        _log.WriteLine($"stopping: those who are connected have {StopLimit.TotalSeconds} seconds");
        await listener.Sessions;
        _log.WriteLine("stopped");
    }

    private async Task ServeAsync(Socket client, CancellationToken stop)
    {
        var name = client.RemoteEndPoint;
        using var target = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await target.ConnectAsync(_target.Host, _target.Port, stop);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // An end in order would tell the client that the target had nothing to say.
            client.Abort();
            _log.WriteLine($"{name}: reset. {Explanation.OfConnection(e, _target)}");
            return;
        }

        // Both directions end when their senders end them. Cut off at once, what is under way would be lost.
        using var cutOff = new CancellationTokenSource();
        using var stopping = stop.Register(() => cutOff.CancelAfter(StopLimit));
        var relaying = DuplexRelay.RunAsync(client, target, RelayOptions.Default, cutOff.Token);
        await ShowProgressAsync(client, name, relaying);
        var (there, back, elapsed) = await relaying;
        _log.WriteLine($"{name}: {there.Bytes} bytes there, {there.Outcome}; {back.Bytes} bytes back, {back.Outcome}; {elapsed.TotalSeconds:0.0} s");
    }

    /// <summary>What the kernel knows of the client's connection, while it changes: the relay itself tells at its end. Nothing where the system does not tell.</summary>
    private async Task ShowProgressAsync(Socket client, EndPoint? name, Task relaying)
    {
        long before = 0;
        while (await Task.WhenAny(relaying, Task.Delay(ProgressInterval)) != relaying)
        {
            if (!client.TryGetDelivery(out var delivery))
                return;
            var (there, back) = (delivery.ReceivedBytes, delivery.AcknowledgedBytes);
            var rate = (there + back - before) / ProgressInterval.TotalSeconds;
            before = there + back;
            if (rate > 0)
                _progress.WriteLine($"{name}: {Progress.Megabytes(there)} there, {Progress.Megabytes(back)} back, {Progress.Megabytes(rate)}/s together");
        }
    }
}
