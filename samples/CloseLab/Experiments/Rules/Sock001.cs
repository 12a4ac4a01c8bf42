using System.Net;
using System.Net.Sockets;

namespace CloseLab.Experiments.Rules;

internal sealed class Sock001 : Experiment
{
    public override string Name => "SOCK001";

    public override string Claim => "A server that settles nothing is safe on Linux; ExclusiveAddressUse = true says so for every system and costs nothing: it still restarts over TIME_WAIT.";

    public override string Facts => "§1, §14";

    public override Expectation Expected => """
        nothing settled: a second server: AddressAlreadyInUse, even with ReuseAddress: AddressAlreadyInUse; restart over TIME_WAIT: ok
        ExclusiveAddressUse = true: a second server: AddressAlreadyInUse, even with ReuseAddress: AddressAlreadyInUse; restart over TIME_WAIT: ok
        """;

    protected override string Run(Stage stage) => Lines(Try(stage, "nothing settled", _ => { }), Try(stage, "ExclusiveAddressUse = true", socket => socket.ExclusiveAddressUse = true));

    private static string Try(Stage stage, string title, Action<Socket> settle)
    {
        stage.Scene(title, "client", "server", "second server");
        var port = LeaveTimeWait(stage, settle);
        var restart = Open(stage, "server", "restart: Bind", port, settle, out var server);
        var plain = Open(stage, "second server", "Bind", port, _ => { }, out var other);
        var reuse = Open(stage, "second server", "ReuseAddress, Bind", port, socket => socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true), out var third);
        foreach (var socket in new[] { server, other, third })
            socket?.Dispose();
        return $"{title}: a second server: {plain}, even with ReuseAddress: {reuse}; restart over TIME_WAIT: {restart}";
    }

    /// <summary>A server ends a connection first and is gone; its port is in TIME_WAIT.</summary>
    private static int LeaveTimeWait(Stage stage, Action<Socket> settle)
    {
        Open(stage, "server", "Bind, Listen", 0, settle, out var listener);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener!.LocalEndPoint!);
        stage.Register(client.LocalEndPoint!, "client");
        stage.Register(listener.LocalEndPoint!, "server");
        using var connection = listener.Accept();
        listener.Dispose();
        var server = new Peer(stage, "server", connection);
        server.Shutdown(SocketShutdown.Send);
        client.Receive(new byte[1]);
        client.Close();
        server.Reach("TIME_WAIT");
        return server.Local.Port;
    }

    private static string Open(Stage stage, string actor, string call, int port, Action<Socket> settle, out Socket? opened)
    {
        var socket = stage.Own(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        settle(socket);
        var seen = Try(() =>
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
        });
        stage.Call(actor, $"{call}: {seen}", bad: seen != "ok");
        opened = seen == "ok" ? socket : null;
        return seen;
    }

    private static string Try(Action action) => Peer.Answer(() =>
    {
        action();
        return "ok";
    });
}
