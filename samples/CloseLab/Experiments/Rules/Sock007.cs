using System.Net;
using System.Net.Sockets;

namespace CloseLab.Experiments.Rules;

internal sealed class Sock007 : Experiment
{
    private const int Clients = 64;

    public override string Name => "SOCK007";

    public override string Claim => "A listener with ReuseAddress lets a second one in, which gets part of its clients, or all of them on a more specific address.";

    public override string Facts => "§1";

    public override Expectation Expected => """
        ReuseAddress: a second server: ok; clients that it takes away: some
        ReuseAddress on any address: a second server on 127.0.0.1: ok; clients that it takes away: all
        ExclusiveAddressUse = true: a second server: AddressAlreadyInUse; clients that it takes away: none
        """;

    protected override string Run(Stage stage) => Lines(
        Try(stage, "ReuseAddress", "a second server", IPAddress.Loopback, Share),
        Try(stage, "ReuseAddress on any address", "a second server on 127.0.0.1", IPAddress.Any, Share),
        Try(stage, "ExclusiveAddressUse = true", "a second server", IPAddress.Loopback, socket => socket.ExclusiveAddressUse = true));

    private static void Share(Socket socket) => socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);

    private static string Try(Stage stage, string title, string secondTitle, IPAddress address, Action<Socket> settle)
    {
        stage.Scene(title, "clients", "server", "second server");
        using var server = Open(address, 0, settle);
        var port = ((IPEndPoint)server.LocalEndPoint!).Port;
        stage.Call("server", "Bind, Listen");
        Socket? second = null;
        var seen = Peer.Answer(() =>
        {
            second = Open(IPAddress.Loopback, port, Share);
            return "ok";
        });
        stage.Call("second server", $"ReuseAddress, Bind, Listen: {seen}", bad: seen != "ok");
        for (var i = 0; i < Clients; i++)
        {
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.Connect(IPAddress.Loopback, port);
        }

        stage.Call("clients", $"{Clients} connect");
        var stolen = second is null ? 0 : CountWaiting(second);
        var kept = CountWaiting(server);
        second?.Dispose();
        stage.Call("second server", $"has {(stolen == 0 ? "none" : stolen == Clients ? "all" : "some")} of the clients", bad: stolen > 0);
        return $"{title}: {secondTitle}: {seen}; clients that it takes away: {(stolen == 0 ? "none" : kept == 0 ? "all" : "some")}";
    }

    private static Socket Open(IPAddress address, int port, Action<Socket> settle)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            settle(socket);
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>All have connected, so all are in a queue.</summary>
    private static long CountWaiting(Socket listener) => TcpInfo.Of(listener).QueueLength;
}
