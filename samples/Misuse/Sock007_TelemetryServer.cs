using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Misuse;

/// <summary>
/// Collects measurements. Its author wanted quick restarts and switched address reuse on, as one does in C. In .NET that also
/// sets SO_REUSEPORT on Unix: a second copy of the server starts without an error, and the two split the connections.
/// </summary>
public sealed class TelemetryServer
{
    private readonly TcpListener _listener;

    /// <summary>Set in the constructor, started in <see cref="RunAsync"/>.</summary>
    public TelemetryServer(int port)
    {
        _listener = new TcpListener(IPAddress.Any, port);
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); // SOCK007
    }

    public async Task RunAsync(Stream store, CancellationToken stop)
    {
        _listener.Start();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var device = await _listener.AcceptTcpClientAsync(stop);
                await device.GetStream().CopyToAsync(store, stop);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                Console.Error.WriteLine($"device: {e.Message}");
                await Task.Delay(100, CancellationToken.None);
            }
        }

        _listener.Stop();
    }
}

/// <summary>Three more ways to the same shared port.</summary>
public static class TelemetryPorts
{
    /// <summary>"false, as on Windows": on Unix false means the same as ReuseAddress = true.</summary>
    public static TcpListener OpenWithInitializer(int port)
    {
        var listener = new TcpListener(IPAddress.Any, port)
        {
            ExclusiveAddressUse = false, // SOCK007
        };
        listener.Start();
        return listener;
    }

    /// <summary>The option as its number's name in C suggests: 1.</summary>
    public static Socket OpenSocket(int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, 1); // SOCK007
        listener.Bind(new IPEndPoint(IPAddress.Any, port));
        listener.Listen();
        return listener;
    }

    /// <summary>A helper listens. The client socket of the same method may reuse what it likes: it does not listen.</summary>
    public static void Forward(int port, EndPoint collector)
    {
        using var upstream = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        upstream.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        upstream.Connect(collector);

        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.ExclusiveAddressUse = false; // SOCK007
        listener.Bind(new IPEndPoint(IPAddress.Any, port));
        using var device = AcceptOne(listener);

        var buffer = new byte[4096];
        int count;
        while ((count = device.Receive(buffer)) > 0)
            upstream.Send(buffer, 0, count, SocketFlags.None);
        upstream.Shutdown(SocketShutdown.Send);
    }

    private static Socket AcceptOne(Socket listener)
    {
        listener.Listen();
        return listener.Accept();
    }
}
