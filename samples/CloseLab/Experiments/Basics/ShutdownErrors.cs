using System.Net;
using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class ShutdownErrors : Experiment
{
    public override string Name => "shutdown-errors";

    public override string Claim => "On Unix Shutdown does not throw once the socket was connected, not even after a reset; it throws when it never was, and for UDP.";

    public override string Facts => "§3";

    public override Expectation Expected => """
        after the peer's FIN: ok; twice: ok; after the peer's reset: ok
        never connected: NotConnected; UDP, not connected: NotConnected; after Dispose: ObjectDisposedException
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("after the peer's FIN");
        var (client, server) = stage.Connect();
        server.Shutdown(SocketShutdown.Send);
        client.Reach("CLOSE_WAIT");
        var afterFin = client.Shutdown(SocketShutdown.Both);
        var twice = client.Shutdown(SocketShutdown.Both);

        stage.Scene("after the peer's reset");
        (client, server) = stage.Connect();
        server.Close(0);
        client.Reach(ConnectionStates.Gone);
        var afterReset = client.Shutdown(SocketShutdown.Both);

        using var never = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        client.Close();
        return Lines(
            $"after the peer's FIN: {afterFin}; twice: {twice}; after the peer's reset: {afterReset}",
            $"never connected: {Shutdown(never)}; UDP, not connected: {Shutdown(udp)}; after Dispose: {client.Shutdown(SocketShutdown.Send)}");
    }

    private static string Shutdown(Socket socket) => Peer.Answer(() =>
    {
        socket.Shutdown(SocketShutdown.Both);
        return "ok";
    });
}
