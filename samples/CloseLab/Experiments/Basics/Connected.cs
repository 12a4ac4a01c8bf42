using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class Connected : Experiment
{
    public override string Name => "connected";

    public override string Claim => "Socket.Connected tells how the last operation went, not whether anybody is there: true after the peer's end, false after our own half-close.";

    public override string Facts => "§8";

    public override Expectation Expected => """
        the peer has closed: True; after Receive (EOF): True; after a first Send (ok): True; after a second (Shutdown): False
        our own Shutdown(Send): False, and yet Receive: 5 bytes
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("the peer has closed");
        var (client, server) = stage.Connect();
        server.Close();
        client.Reach("CLOSE_WAIT");
        var closed = Ask(stage, client);
        var receive = client.Receive();
        var afterReceive = Ask(stage, client);
        var first = client.Send("data1");
        var afterSend = Ask(stage, client);
        client.Reach(ConnectionStates.Gone);
        var second = client.Send("data2");
        var line = $"the peer has closed: {closed}; after Receive ({receive}): {afterReceive}; after a first Send ({first}): {afterSend}; after a second ({second}): {Ask(stage, client)}";

        stage.Scene("our own half-close");
        (client, server) = stage.Connect();
        client.Shutdown(SocketShutdown.Send);
        var half = Ask(stage, client);
        server.Send("data1");
        return Lines(line, $"our own Shutdown(Send): {half}, and yet Receive: {client.Receive()}");
    }

    private static bool Ask(Stage stage, Peer peer)
    {
        var connected = peer.Socket.Connected;
        stage.Call(peer.Actor, $"Connected: {connected}");
        return connected;
    }
}
