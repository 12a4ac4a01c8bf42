using System;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

public class ListenerTests
{
    [Fact]
    public void A_listener_is_left_as_it_was()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        Assert.Throws<InvalidOperationException>(() => listener.CloseGracefully());
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint!);
        using var server = listener.Accept();
        Assert.True(server.Connected);
    }
}
