using System.Net.Sockets;

namespace CloseLab.Experiments.Rules;

internal sealed class Sock020 : Experiment
{
    public override string Name => "SOCK020";

    public override string Claim => "After a reset Connected is false: a Close that depends on it does not run, and the handle stays open.";

    public override string Facts => "§8";

    public override Expectation Expected => """
        if (socket.Connected) socket.Close(): ConnectionReset, then Connected is False; the handle is open
        socket.Close(): ConnectionReset, then Connected is False; the handle is closed
        """;

    protected override string Run(Stage stage) => Lines(
        Try(stage, "if (socket.Connected) socket.Close()", CloseIfConnected),
        Try(stage, "socket.Close()", socket => socket.Close()));

    private static string Try(Stage stage, string title, Action<Socket> close)
    {
        stage.Scene(title);
        var (client, server) = stage.Connect();
        var handle = server.Socket.SafeHandle;
        client.Socket.LingerState = new LingerOption(true, 0);
        client.Close();
        var seen = server.ReceiveUntil(answer => answer.EndsWith("Reset", StringComparison.Ordinal));
        var connected = server.Socket.Connected;
        close(server.Socket);
        var state = handle.IsClosed ? "closed" : "open";
        stage.Call(server.Actor, $"{title}: the handle is {state}", bad: !handle.IsClosed);
        return $"{title}: {seen}, then Connected is {connected}; the handle is {state}";
    }

    private static void CloseIfConnected(Socket socket)
    {
#pragma warning disable SOCK020 // the misuse that this experiment shows
        if (socket.Connected)
            socket.Close();
#pragma warning restore SOCK020
    }
}
