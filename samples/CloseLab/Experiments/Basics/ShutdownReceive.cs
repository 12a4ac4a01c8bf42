using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class ShutdownReceive : Experiment
{
    public override string Name => "shutdown-receive";

    public override string Claim => "Shutdown(Receive) tells the peer nothing, and on Linux what it sends later can still be read.";

    public override string Facts => "§3";

    public override Expectation Expected => """
        5 bytes waiting: 5 bytes, EOF
        7 more sent afterwards (ok): 7 bytes, EOF
        states: ESTABLISHED and ESTABLISHED; Connected: False
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("");
        var (client, server) = stage.Connect();
        server.Send("data1");
        client.Hears(withinMs: 5000);
        client.Shutdown(SocketShutdown.Receive);
        var waiting = Lines($"5 bytes waiting: {client.Receive()}, {client.Receive()}");
        var sent = server.Send("data, 2");
        var later = client.ReceiveUntil(seen => seen != "EOF");
        return Lines(
            waiting,
            $"7 more sent afterwards ({sent}): {later}, {client.Receive()}",
            $"states: {client.Look()} and {server.Look()}; Connected: {client.Socket.Connected}");
    }
}
