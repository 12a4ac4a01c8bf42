using System.Net;
using System.Net.Sockets;

namespace CloseLab.Experiments.Rules;

internal sealed class Sock025 : Experiment
{
    public override string Name => "SOCK025";

    public override string Claim => "Shutdown throws where the socket is not connected: a Close behind it is skipped, a Close in a finally is not.";

    public override string Facts => "§3";

    public override Expectation Expected => """
        Shutdown(Both), then Close(): connect ConnectionRefused, Shutdown NotConnected; the handle is open
        Close() in a finally: connect ConnectionRefused, Shutdown NotConnected; the handle is closed
        """;

    protected override string Run(Stage stage) => Lines(
        Try(stage, "Shutdown(Both), then Close()", ShutdownThenClose),
        Try(stage, "Close() in a finally", CloseInFinally));

    private static string Try(Stage stage, string title, Action<Socket> end)
    {
        stage.Scene(title);
        // Nobody listens on its port.
        using var reserved = Bound();
        var socket = stage.Own(Bound());
        stage.Register(socket.LocalEndPoint!, "client");
        stage.Register(reserved.LocalEndPoint!, "server");
        var handle = socket.SafeHandle;
        var connect = Peer.Answer(() => { socket.Connect(reserved.LocalEndPoint!); return "ok"; });
        stage.Call("client", $"Connect: {connect}");
        var shutdown = Peer.Answer(() => { end(socket); return "ok"; });
        var state = handle.IsClosed ? "closed" : "open";
        stage.Call("client", $"{title}: {shutdown}, the handle is {state}", bad: !handle.IsClosed);
        return $"{title}: connect {connect}, Shutdown {shutdown}; the handle is {state}";
    }

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static void ShutdownThenClose(Socket socket)
    {
#pragma warning disable SOCK025 // the misuse that this experiment shows
        socket.Shutdown(SocketShutdown.Both);
        socket.Close();
#pragma warning restore SOCK025
    }

    private static void CloseInFinally(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        finally
        {
            socket.Close();
        }
    }
}
