using System.Net;
using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class BacklogFull : Experiment
{
    private const int Backlog = 1;

    public override string Name => "backlog-full";

    public override string Claim => "A full queue refuses nobody on Linux: n + 1 connections are complete, the next hangs in SYN_SENT and gets in when there is room.";

    public override string Facts => "§6";

    public override Expectation Expected => """
        Listen(1): 2 connected at once; the third: SYN_SENT
        after two accepts: the third connected
        """;

    protected override string Run(Stage stage)
    {
        stage.SceneWithHandshake("", "clients", "server");
        var listener = stage.Listener(Backlog);
        stage.Register(listener.LocalEndPoint!, "server");
        stage.Call("server", $"Listen({Backlog})");
        var connected = 0;
        for (; connected < Backlog + 1; connected++)
        {
            stage.Call("clients", $"client {connected + 1}: Connect");
            Client(stage).Connect(listener.LocalEndPoint!);
        }

        var third = Client(stage);
        stage.Call("clients", "client 3: Connect");
        var connecting = third.ConnectAsync(listener.LocalEndPoint!);
        Thread.Sleep(300);
        var waiting = connecting.IsCompleted ? "connected" : ConnectionStates.Of((IPEndPoint)third.LocalEndPoint!, (IPEndPoint)listener.LocalEndPoint!);
        stage.State("clients", $"client 3: {waiting}");

        for (var i = 0; i < connected; i++)
        {
            stage.Call("server", "Accept");
            stage.Own(listener.Accept());
        }

        // SYN is sent again after one second, two, four.
        var late = connecting.Wait(TimeSpan.FromSeconds(10)) ? "connected" : "not connected";
        stage.Call("clients", $"client 3: {late}");
        return Lines($"Listen({Backlog}): {connected} connected at once; the third: {waiting}", $"after two accepts: the third {late}");
    }

    /// <summary>Bound already, so that its segments are known from the first.</summary>
    private static Socket Client(Stage stage)
    {
        var socket = stage.Own(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true });
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        stage.Register(socket.LocalEndPoint!, "clients");
        return socket;
    }
}
