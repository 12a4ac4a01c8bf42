using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Api;

/// <summary>What has no connection to end is refused, and left as it was.</summary>
public class NoConnectionTests
{
    public static TheoryData<string> Closes => ["CloseGracefully", "CloseGracefullyAsync", "CompleteWrites", "Abort"];

    [Theory]
    [MemberData(nameof(Closes))]
    public async Task A_listener_goes_on_listening(string close)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        listener.Listen();
        await Assert.ThrowsAsync<InvalidOperationException>(() => CloseAsync(close, listener));

        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!);
    }

    [Theory]
    [MemberData(nameof(Closes))]
    public async Task A_UDP_socket_goes_on_receiving(string close)
    {
        using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        await Assert.ThrowsAsync<InvalidOperationException>(() => CloseAsync(close, socket));

        socket.SendTo(new byte[3], socket.LocalEndPoint!);
        Assert.Equal(3, socket.Receive(new byte[10]));
    }

    private static async Task CloseAsync(string close, Socket socket)
    {
        switch (close)
        {
            case "CloseGracefully":
                socket.CloseGracefully();
                break;
            case "CloseGracefullyAsync":
                await socket.CloseGracefullyAsync();
                break;
            case "CompleteWrites":
                socket.CompleteWrites();
                break;
            case "Abort":
                socket.Abort();
                break;
        }
    }
}
