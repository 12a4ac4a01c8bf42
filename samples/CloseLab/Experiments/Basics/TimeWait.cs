using System.Net;
using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class TimeWait : Experiment
{
    public override string Name => "time-wait";

    public override string Claim => "Who sends the first FIN keeps TIME_WAIT. A .NET server restarts over it, because Bind sets SO_REUSEADDR for ProtocolType.Tcp; with Unspecified it does not.";

    public override string Facts => "§1, §4";

    public override Expectation Expected => """
        the server ended first: server TIME_WAIT, client closed
        restart with Socket(Tcp): ok
        restart with TcpListener: ok
        restart with Socket(Tcp), ExclusiveAddressUse = true: ok
        restart with Socket(Unspecified): AddressAlreadyInUse
        restart with Socket(Unspecified), SO_REUSEADDR set by hand: ok
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("");
        var (client, server) = stage.Connect();
        server.Shutdown(SocketShutdown.Send);
        client.Receive();
        client.Close();
        server.Receive();
        var states = $"the server ended first: server {server.Reach("TIME_WAIT")}, client {client.Reach(ConnectionStates.Gone)}";
        server.Close();
        var port = server.Local.Port;
        return Lines(
            states,
            Restart(stage, "Socket(Tcp)", () => BindAndListen(ProtocolType.Tcp, port)),
            Restart(stage, "TcpListener", () => Start(port)),
            Restart(stage, "Socket(Tcp), ExclusiveAddressUse = true", () => BindAndListen(ProtocolType.Tcp, port, socket => socket.ExclusiveAddressUse = true)),
            Restart(stage, "Socket(Unspecified)", () => BindAndListen(ProtocolType.Unspecified, port)),
            Restart(stage, "Socket(Unspecified), SO_REUSEADDR set by hand", () => BindAndListen(ProtocolType.Unspecified, port, SetReuseAddressAlone)));
    }

    private static string Restart(Stage stage, string title, Func<IDisposable> open)
    {
        var seen = Peer.Answer(() =>
        {
            open().Dispose();
            return "ok";
        });
        stage.Call("server", $"restart with {title}: {seen}", bad: seen != "ok");
        return $"restart with {title}: {seen}";
    }

    private static Socket BindAndListen(ProtocolType protocol, int port, Action<Socket>? prepare = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, protocol);
        try
        {
            prepare?.Invoke(socket);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static TcpListener Start(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return listener;
    }

    /// <summary>The option alone: SocketOptionName.ReuseAddress would set SO_REUSEPORT too.</summary>
    private static void SetReuseAddressAlone(Socket socket)
    {
        const int SolSocket = 1, SoReuseAddr = 2;
        socket.SetRawSocketOption(SolSocket, SoReuseAddr, BitConverter.GetBytes(1));
    }
}
