using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class BacklogAndConnections : Experiment
{
    private const int Clients = 50;

    public override string Name => "backlog-and-connections";

    public override string Claim => "The backlog counts who waits for Accept, not who is connected: a server with Listen(1) serves as many clients as it accepts.";

    public override string Facts => "§6";

    public override Expectation Expected => "Listen(1): 50 clients connected at the same time, 50 answered; in the queue: 0";

    protected override string Run(Stage stage)
    {
        stage.Scene("", "clients", "server");
        var listener = stage.Listener(backlog: 1);
        stage.Call("server", "Listen(1)");
        var pairs = new List<(Socket Client, Socket Server)>();
        for (var i = 0; i < Clients; i++)
        {
            var client = stage.Own(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 5000 });
            client.Connect(listener.LocalEndPoint!);
            pairs.Add((client, stage.Own(listener.Accept())));
        }

        stage.Call("server", $"Accept, {pairs.Count} times");
        var answered = pairs.Count(pair => pair.Server.Send("!"u8) == 1 && pair.Client.Receive(new byte[1]) == 1);
        stage.Call("clients", $"{answered} of them get an answer");
        return $"Listen(1): {pairs.Count} clients connected at the same time, {answered} answered; in the queue: {TcpInfo.Of(listener).QueueLength}";
    }
}
