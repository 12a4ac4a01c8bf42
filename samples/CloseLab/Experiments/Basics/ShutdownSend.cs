using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class ShutdownSend : Experiment
{
    public override string Name => "shutdown-send";

    public override string Claim => "Shutdown(Send) sends FIN at once: the peer reads EOF, our next Send fails, and we still receive.";

    public override string Facts => "§3";

    public override Expectation Expected => """
        the peer: EOF; our Send: Shutdown; the peer's Send: ok; we receive 5 bytes
        a second Shutdown(Send): ok; Connected: False
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("");
        var (client, server) = stage.Connect();
        client.Shutdown(SocketShutdown.Send);
        var end = server.Receive();
        var late = client.Send("late");
        var answer = server.Send("data1");
        return Lines(
            $"the peer: {end}; our Send: {late}; the peer's Send: {answer}; we receive {client.Receive()}",
            $"a second Shutdown(Send): {client.Shutdown(SocketShutdown.Send)}; Connected: {client.Socket.Connected}");
    }
}
