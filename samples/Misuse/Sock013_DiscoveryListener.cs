using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Misuse;

/// <summary>
/// Finds devices by their multicast announcements. The port of such a protocol is fixed, and every program on the machine
/// that speaks it needs the same one: the first that binds without SO_REUSEADDR shuts all others out.
/// </summary>
public static class DiscoveryListener
{
    private static readonly IPAddress Group = IPAddress.Parse("239.255.255.250");

    /// <summary>A raw socket: option, bind, join, receive is the order; the option is missing.</summary>
    public static void Listen(Action<string> onDevice)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 1900)); // SOCK013
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(Group));

        var buffer = new byte[2048];
        while (true)
        {
            try
            {
                var count = socket.Receive(buffer);
                onDevice(Encoding.ASCII.GetString(buffer, 0, count));
            }
            catch (SocketException e)
            {
                Console.Error.WriteLine($"announcement: {e.SocketErrorCode}");
                Thread.Sleep(100);
            }
        }
    }

    /// <summary>This constructor binds at once: there is no place left for the option.</summary>
    public static async Task ListenAsync(Action<string> onDevice, CancellationToken stop)
    {
        using var client = new UdpClient(5353); // SOCK013
        client.JoinMulticastGroup(IPAddress.Parse("224.0.0.251"));
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var announcement = await client.ReceiveAsync(stop);
                onDevice(Encoding.UTF8.GetString(announcement.Buffer));
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (SocketException e)
            {
                Console.Error.WriteLine($"announcement: {e.SocketErrorCode}");
                await Task.Delay(100, CancellationToken.None);
            }
        }
    }

    /// <summary>Joining is in a helper.</summary>
    public static string WaitForFirst()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 1900)); // SOCK013
        Join(socket);
        var buffer = new byte[2048];
        return Encoding.ASCII.GetString(buffer, 0, socket.Receive(buffer));
    }

    private static void Join(Socket socket) =>
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(Group));
}
