using System.Net.Sockets;
using SocketAnalyzers;

namespace CloseLab.Experiments.Basics;

internal sealed class Delivered : Experiment
{
    public override string Name => "delivered";

    public override string Claim => "Shutdown(Send) returns at once and proves nothing; FIN_WAIT_2 is the proof that the peer's kernel has every byte and our FIN.";

    public override string Facts => "§10, §14";

    public override Expectation Expected => """
        the peer does not read: FIN_WAIT_1; bytes not acknowledged: some; FIN acknowledged: False
        the peer has read: FIN_WAIT_2; bytes not acknowledged: none; FIN acknowledged: True
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("");
        var (client, server) = stage.Connect(bufferSize: 4096);
        client.FillWindow();
        client.Shutdown(SocketShutdown.Send);
        var before = $"the peer does not read: {client.Reach("FIN_WAIT_1")}; {Ask(stage, client)}";
        server.ReceiveAll();
        return Lines(before, $"the peer has read: {client.Reach("FIN_WAIT_2")}; {Ask(stage, client)}");
    }

    private static string Ask(Stage stage, Peer peer)
    {
        if (!peer.Socket.TryGetDelivery(out var delivery))
            return "this system does not tell";
        var text = $"bytes not acknowledged: {(delivery.UnacknowledgedBytes > 0 ? "some" : "none")}; FIN acknowledged: {delivery.FinAcknowledged}";
        stage.Call(peer.Actor, $"TryGetDelivery: {text}");
        return text;
    }
}
