using System.Net;
using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class ZeroReceive : Experiment
{
    public override string Name => "zero-receive";

    public override string Claim => "0 from Receive is the peer's end only for a TCP socket, with room in the buffer, and when no error came before.";

    public override string Facts => "§3, §5, §7, §9";

    public override Expectation Expected => """
        a buffer without room: 0, and then 5 bytes
        after our own Shutdown(Receive): 0, the peer is ESTABLISHED
        after a reset that a Send has reported (ConnectionReset): 0
        an empty UDP datagram: 0, and then 5 bytes
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("a buffer without room");
        var (client, server) = stage.Connect();
        server.Send("data1");
        client.Hears(withinMs: 5000);
        var noRoom = $"a buffer without room: {Zero(stage, client, new byte[0])}, and then {client.Receive()}";

        stage.Scene("our own Shutdown(Receive)");
        (client, server) = stage.Connect();
        client.Shutdown(SocketShutdown.Receive);
        var own = $"after our own Shutdown(Receive): {Zero(stage, client, new byte[10])}, the peer is {server.Look()}";

        stage.Scene("a reset that was reported");
        (client, server) = stage.Connect();
        server.Close(0);
        client.Reach(ConnectionStates.Gone);
        var reset = $"after a reset that a Send has reported ({client.Send("data")}): {Zero(stage, client, new byte[10])}";
        return Lines(noRoom, own, reset, $"an empty UDP datagram: {Datagrams()}");
    }

    private static int Zero(Stage stage, Peer peer, byte[] buffer)
    {
        var count = peer.Socket.Receive(buffer);
        stage.Call(peer.Actor, $"Receive into {buffer.Length} bytes: {count}");
        return count;
    }

    private static string Datagrams()
    {
        using var receiver = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5000 };
        receiver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        sender.SendTo([], receiver.LocalEndPoint!);
        sender.SendTo("data1"u8, receiver.LocalEndPoint!);
        var buffer = new byte[10];
        return $"{receiver.Receive(buffer)}, and then {receiver.Receive(buffer)} bytes";
    }
}
