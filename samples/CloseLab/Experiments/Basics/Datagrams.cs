using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CloseLab.Experiments.Basics;

/// <summary>Sockets for the experiments on UDP, which has no end to send: what they call is written down.</summary>
internal static class Datagrams
{
    public static Socket Open(Stage stage, int port = 0)
    {
        var socket = stage.Own(new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5000 });
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    /// <summary>Where nobody listens.</summary>
    public static IPEndPoint FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    public static string Receive(Stage stage, string actor, Socket socket)
    {
        var seen = Peer.Answer(() =>
        {
            var buffer = new byte[100];
            var count = socket.Receive(buffer);
            return $"\"{Encoding.ASCII.GetString(buffer, 0, count)}\"";
        });
        stage.Call(actor, $"Receive: {seen}", bad: !seen.StartsWith('"'));
        return seen;
    }

    public static string Call(Stage stage, string actor, string call, Action action)
    {
        var seen = Peer.Answer(() =>
        {
            action();
            return "ok";
        });
        stage.Call(actor, seen == "ok" ? call : $"{call}: {seen}", bad: seen != "ok");
        return seen;
    }
}
