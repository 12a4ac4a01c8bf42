using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class CloseOrShutdown : Experiment
{
    public override string Name => "close-or-shutdown";

    public override string Claim => "Both send the same FIN. But after Close a late answer meets a reset, and after Shutdown(Send) it arrives.";

    public override string Facts => "§4";

    public override Expectation Expected => """
        Close: the server reads 4 bytes, EOF; its answer: ok, once more: Shutdown; the client cannot read it
        Shutdown(Send): the server reads 4 bytes, EOF; its answer: ok; the client reads "Hi, data1", EOF
        """;

    protected override string Run(Stage stage) => Lines(WithClose(stage), WithShutdown(stage));

    private static string WithClose(Stage stage)
    {
        stage.Scene("Close");
        var (client, server) = stage.Connect();
        client.Send("done");
        client.Close();
        var request = server.ReceiveAll();
        var first = server.Send("Hi, data1");
        server.Reach(ConnectionStates.Gone);
        var second = server.Send("Hi, data2");
        return $"Close: the server reads {request}; its answer: {first}, once more: {second}; the client cannot read it";
    }

    private static string WithShutdown(Stage stage)
    {
        stage.Scene("Shutdown(Send)");
        var (client, server) = stage.Connect();
        client.Send("done");
        client.Shutdown(SocketShutdown.Send);
        var request = server.ReceiveAll();
        var answer = server.Send("Hi, data1");
        server.Shutdown(SocketShutdown.Send);
        var end = client.ReceiveAll().Split(", ")[1];
        client.Reach("TIME_WAIT");
        return $"Shutdown(Send): the server reads {request}; its answer: {answer}; the client reads \"{client.Text}\", {end}";
    }
}
