using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class UdpConnect : Experiment
{
    public override string Name => "udp-connect";

    public override string Claim => "Connect on a UDP socket sends nothing: it stores the peer, again and again. Only that peer's datagrams are received, and RemoteEndPoint keeps the first.";

    public override string Facts => "§7";

    public override Expectation Expected => """
        Connect(a), Send: a gets "one"; Connect(b), Send: b gets "two"
        a and b answer; received: "from b", nothing more; RemoteEndPoint is still a: True
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("", "a", "client", "b");
        var (client, a, b) = (Datagrams.Open(stage), Datagrams.Open(stage), Datagrams.Open(stage));
        Datagrams.Call(stage, "client", "Connect(a)", () => client.Connect(a.LocalEndPoint!));
        // Asked for once, it is remembered.
        var first = client.RemoteEndPoint;
        Datagrams.Call(stage, "client", "Send(\"one\")", () => client.Send("one"u8));
        var atA = Datagrams.Receive(stage, "a", a);
        Datagrams.Call(stage, "client", "Connect(b)", () => client.Connect(b.LocalEndPoint!));
        Datagrams.Call(stage, "client", "Send(\"two\")", () => client.Send("two"u8));
        var atB = Datagrams.Receive(stage, "b", b);
        Datagrams.Call(stage, "a", "SendTo(\"from a\")", () => a.SendTo("from a"u8, client.LocalEndPoint!));
        Datagrams.Call(stage, "b", "SendTo(\"from b\")", () => b.SendTo("from b"u8, client.LocalEndPoint!));
        var received = Datagrams.Receive(stage, "client", client);
        var more = client.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectRead) ? "more" : "nothing more";
        return Lines(
            $"Connect(a), Send: a gets {atA}; Connect(b), Send: b gets {atB}",
            $"a and b answer; received: {received}, {more}; RemoteEndPoint is still a: {Equals(client.RemoteEndPoint, first) && Equals(first, a.LocalEndPoint)}");
    }
}
