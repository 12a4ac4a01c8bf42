using System.Net.Sockets;
using SocketAnalyzers;

namespace CloseLab.Experiments.Basics;

internal sealed class ResetOnPurpose : Experiment
{
    public override string Name => "reset-on-purpose";

    public override string Claim => "Socket.Close(0) resets. TcpClient with LingerState (true, 0) does not: its Close shuts down first, and the peer sees an ordinary end.";

    public override string Facts => "§2";

    public override Expectation Expected => """
        Socket.Close(0): ConnectionReset
        Socket.Abort() of SocketAnalyzers.Runtime: ConnectionReset
        LingerState = (true, 0), TcpClient.Close(): EOF
        Shutdown(Both), Close(0): EOF
        """;

    protected override string Run(Stage stage) => Lines(
        Try(stage, "Socket.Close(0)", socket => socket.Close(0)),
        Try(stage, "Socket.Abort() of SocketAnalyzers.Runtime", socket => socket.Abort()),
        Try(stage, "LingerState = (true, 0), TcpClient.Close()", socket => new TcpClient { Client = socket, LingerState = new LingerOption(true, 0) }.Close()),
        Try(stage, "Shutdown(Both), Close(0)", socket =>
        {
#pragma warning disable SOCK025 // what it throws would fail the experiment, and the stage disposes of the socket
            socket.Shutdown(SocketShutdown.Both);
#pragma warning restore SOCK025
            socket.Close(0);
        }));

    private static string Try(Stage stage, string title, Action<Socket> end)
    {
        stage.Scene(title);
        var (client, server) = stage.Connect();
        stage.Call(client.Actor, title);
        end(client.Socket);
        return $"{title}: {server.Receive()}";
    }
}
