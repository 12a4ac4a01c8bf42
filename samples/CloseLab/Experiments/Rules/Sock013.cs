using System.Net;
using System.Net.Sockets;

namespace CloseLab.Experiments.Rules;

internal sealed class Sock013 : Experiment
{
    public override string Name => "SOCK013";

    public override string Claim => "The port of a multicast protocol is for every program of the machine: without ReuseAddress the first one keeps it to itself.";

    public override string Facts => "§1";

    public override Expectation Expected => """
        Bind alone: first: ok; second: AddressAlreadyInUse
        ReuseAddress before Bind: first: ok; second: ok
        """;

    protected override string Run(Stage stage) => Lines(Try(stage, "Bind alone", share: false), Try(stage, "ReuseAddress before Bind", share: true));

    private static string Try(Stage stage, string title, bool share)
    {
        stage.Scene(title);
        using var first = stage.Own(Receiver(share));
        using var second = stage.Own(Receiver(share));
        return $"{title}: first: {Bind(stage, "first", first, 0)}; second: {Bind(stage, "second", second, ((IPEndPoint)first.LocalEndPoint!).Port)}";
    }

    private static Socket Receiver(bool share)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        if (share)
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        return socket;
    }

    private static string Bind(Stage stage, string receiver, Socket socket, int port)
    {
        var seen = Peer.Answer(() =>
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return "ok";
        });
        stage.Call(receiver, $"Bind: {seen}", bad: seen != "ok");
        return seen;
    }
}
