using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Misuse;

/// <summary>
/// A mail sink for load tests: it takes what comes and throws it away. Its author wanted a long queue for bursts and wrote a
/// large number; Linux cuts the queue to net.core.somaxconn without a word.
/// </summary>
public sealed class MailSink
{
    private const int BurstBacklog = 16 * 1024;

    private readonly TcpListener _listener;

    public MailSink(int port)
    {
        _listener = new TcpListener(IPAddress.Any, port) { ExclusiveAddressUse = true };
    }

    /// <summary>The number is a constant with a hopeful name.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        _listener.Start(BurstBacklog); // SOCK005
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var sender = await _listener.AcceptTcpClientAsync(stop);
                _ = SwallowAsync(sender, stop);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (SocketException e)
            {
                Console.Error.WriteLine($"accept: {e.SocketErrorCode}");
                await Task.Delay(100, CancellationToken.None);
            }
        }

        _listener.Stop();
    }

    private static async Task SwallowAsync(TcpClient sender, CancellationToken stop)
    {
        using var connection = sender;
        try
        {
            await connection.GetStream().CopyToAsync(Stream.Null, stop);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            Console.Error.WriteLine($"a sender left: {e.Message}");
        }
    }
}

/// <summary>The same with raw sockets.</summary>
public static class MailSinkSockets
{
    public static Socket OpenSubmissionPort()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.ExclusiveAddressUse = true;
        listener.Bind(new IPEndPoint(IPAddress.Any, 587));
        listener.Listen(10_000); // SOCK005
        return listener;
    }

    /// <summary>The configured number wins; the fallback is what nobody looks at.</summary>
    public static Socket OpenRelayPort(int? configured)
    {
        var listener = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        listener.ExclusiveAddressUse = true;
        listener.Bind(new IPEndPoint(IPAddress.IPv6Any, 25));
        if (configured is int backlog)
        {
            listener.Listen(backlog);
        }
        else
        {
            listener.Listen(
                backlog: short.MaxValue); // SOCK005
        }

        return listener;
    }
}
