using System.Net;
using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class UdpDisconnect : Experiment
{
    public override string Name => "udp-disconnect";

    public override string Claim => "There is no call to take a UDP connect back, but the kernel has one: connect to an address of the family AF_UNSPEC.";

    public override string Facts => "§7";

    public override Expectation Expected => """
        connected: Send: ok; after connect(AF_UNSPEC): ok; Send: DestinationAddressRequired; SendTo: ok
        received from a stranger before: no; after: "hello"
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("", "client", "peer", "stranger");
        // A port that the kernel chose is given back at the disconnect; this one is bound by its number and stays.
        var (client, peer, stranger) = (Datagrams.Open(stage, Datagrams.FreePort().Port), Datagrams.Open(stage), Datagrams.Open(stage));
        Datagrams.Call(stage, "client", "Connect(peer)", () => client.Connect(peer.LocalEndPoint!));
        var connected = Datagrams.Call(stage, "client", "Send", () => client.Send("one"u8));
        Datagrams.Call(stage, "stranger", "SendTo(client)", () => stranger.SendTo("hello"u8, client.LocalEndPoint!));
        var before = client.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectRead) ? "yes" : "no";
        var undo = Datagrams.Call(stage, "client", "connect(AF_UNSPEC)", () => client.Connect(new Unspecified()));
        var send = Datagrams.Call(stage, "client", "Send", () => client.Send("two"u8));
        var sendTo = Datagrams.Call(stage, "client", "SendTo(peer)", () => client.SendTo("three"u8, peer.LocalEndPoint!));
        Datagrams.Call(stage, "stranger", "SendTo(client)", () => stranger.SendTo("hello"u8, client.LocalEndPoint!));
        var after = Datagrams.Receive(stage, "client", client);
        return Lines(
            $"connected: Send: {connected}; after connect(AF_UNSPEC): {undo}; Send: {send}; SendTo: {sendTo}",
            $"received from a stranger before: {before}; after: {after}");
    }

    /// <summary>struct sockaddr with sa_family 0.</summary>
    private sealed class Unspecified : EndPoint
    {
        public override AddressFamily AddressFamily => AddressFamily.Unspecified;

        public override SocketAddress Serialize() => new(AddressFamily.Unspecified, 16);
    }
}
