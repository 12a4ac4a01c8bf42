using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class ShutdownBoth : Experiment
{
    public override string Name => "shutdown-both";

    public override string Claim => "Shutdown(Both) is as deaf as Close: it sends FIN, and what the peer sends afterwards is answered with a reset.";

    public override string Facts => "§3";

    public override Expectation Expected => """
        what was there: 5 bytes, EOF
        the peer: EOF; its Send: ok, once more: Shutdown
        our Receive after its Send: ConnectionReset
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("");
        var (client, server) = stage.Connect();
        server.Send("data1");
        client.Hears(withinMs: 5000);
        client.Shutdown(SocketShutdown.Both);
        var there = $"{client.Receive()}, {client.Receive()}";
        var end = server.Receive();
        var first = server.Send("answer");
        server.Reach(ConnectionStates.Gone);
        var second = server.Send("answer");
        return Lines($"what was there: {there}", $"the peer: {end}; its Send: {first}, once more: {second}", $"our Receive after its Send: {client.Receive()}");
    }
}
