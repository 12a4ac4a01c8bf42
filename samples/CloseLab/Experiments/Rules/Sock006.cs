using System.Net;
using System.Net.Sockets;

namespace CloseLab.Experiments.Rules;

internal sealed class Sock006 : Experiment
{
    public override string Name => "SOCK006";

    public override string Claim => "Bind sets SO_REUSEADDR only for ProtocolType.Tcp: a server on Unspecified cannot restart while its old connections are in TIME_WAIT.";

    public override string Facts => "§1";

    public override Expectation Expected => """
        ProtocolType.Unspecified: starts: ok; restarts over TIME_WAIT: AddressAlreadyInUse
        ProtocolType.Tcp: starts: ok; restarts over TIME_WAIT: ok
        """;

    protected override string Run(Stage stage) => Lines(
        Try(stage, "ProtocolType.Unspecified", ProtocolType.Unspecified),
        Try(stage, "ProtocolType.Tcp", ProtocolType.Tcp));

    private static string Try(Stage stage, string title, ProtocolType protocol)
    {
        stage.Scene(title);
        using var listener = stage.Own(new Socket(AddressFamily.InterNetwork, SocketType.Stream, protocol));
        var start = Bind(stage, "start", listener, 0);
        using var client = stage.Own(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        client.Connect(listener.LocalEndPoint!);
        stage.Register(client.LocalEndPoint!, "client");
        var server = new Peer(stage, "server", stage.Own(listener.Accept()));
        listener.Close();
        server.Shutdown(SocketShutdown.Send);
        client.Receive(new byte[1]);
        client.Close();
        server.Reach("TIME_WAIT");
        server.Close();
        using var next = stage.Own(new Socket(AddressFamily.InterNetwork, SocketType.Stream, protocol));
        return $"{title}: starts: {start}; restarts over TIME_WAIT: {Bind(stage, "restart", next, server.Local.Port)}";
    }

    private static string Bind(Stage stage, string what, Socket socket, int port)
    {
        var seen = Peer.Answer(() =>
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            return "ok";
        });
        stage.Call("server", $"{what}: Bind: {seen}", bad: seen != "ok");
        return seen;
    }
}
