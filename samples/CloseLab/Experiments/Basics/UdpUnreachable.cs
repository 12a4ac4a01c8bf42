using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class UdpUnreachable : Experiment
{
    public override string Name => "udp-unreachable";

    public override string Claim => "That nobody listens (ICMP port unreachable) only a connected UDP socket is told, with its next call. An unconnected one learns nothing.";

    public override string Facts => "§7";

    public override Expectation Expected => """
        connected: Send: ok; then Receive: ConnectionRefused; Connected: False
        not connected: SendTo: ok; SendTo again: ok; something to receive: False
        """;

    protected override string Run(Stage stage)
    {
        var nobody = Datagrams.FreePort();
        stage.Scene("connected", "client", "nobody");
        var connected = Datagrams.Open(stage);
        Datagrams.Call(stage, "client", "Connect", () => connected.Connect(nobody));
        var send = Datagrams.Call(stage, "client", "Send", () => connected.Send("data"u8));
        stage.Note("ICMP: port unreachable");
        var receive = Datagrams.Receive(stage, "client", connected);

        stage.Scene("not connected", "client", "nobody");
        var free = Datagrams.Open(stage);
        var first = Datagrams.Call(stage, "client", "SendTo", () => free.SendTo("data"u8, nobody));
        var second = Datagrams.Call(stage, "client", "SendTo", () => free.SendTo("data"u8, nobody));
        var heard = free.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectRead);
        stage.Call("client", heard ? "something came" : "hears nothing");
        return Lines(
            $"connected: Send: {send}; then Receive: {receive}; Connected: {connected.Connected}",
            $"not connected: SendTo: {first}; SendTo again: {second}; something to receive: {heard}");
    }
}
