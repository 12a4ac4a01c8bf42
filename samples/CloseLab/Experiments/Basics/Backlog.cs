using System.Net;
using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class Backlog : Experiment
{
    public override string Name => "backlog";

    public override string Claim => "The kernel cuts the number of Listen(n) to net.core.somaxconn without a word. Listen() asks for all there is.";

    public override string Facts => "§6";

    public override Expectation Expected => """
        Listen(0): 0; Listen(100): 100; Listen(somaxconn + 1): somaxconn
        Listen(): somaxconn; Listen(int.MaxValue): somaxconn; Listen(-1): somaxconn
        TcpListener.Start(): somaxconn
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("", "server");
        using var most = new Somaxconn(stage);
        string Got(string call, Action<Socket> listen)
        {
            using var socket = Bound();
            listen(socket);
            var text = $"{call}: {most.NameOf(TcpInfo.Of(socket).QueueLimit)}";
            stage.Call("server", text);
            return text;
        }

        return Lines(
            $"{Got("Listen(0)", socket => socket.Listen(0))}; {Got("Listen(100)", socket => socket.Listen(100))}; {Got("Listen(somaxconn + 1)", socket => socket.Listen(most.Value + 1))}",
            $"{Got("Listen()", socket => socket.Listen())}; {Got("Listen(int.MaxValue)", socket => socket.Listen(int.MaxValue))}; {Got("Listen(-1)", socket => socket.Listen(-1))}",
            $"TcpListener.Start(): {StartedListener(stage, most)}");
    }

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static string StartedListener(Stage stage, Somaxconn most)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0) { ExclusiveAddressUse = true };
        // Asked for before Start: afterwards the getter would set the option once more, which throws on a bound socket.
        var socket = listener.Server;
        listener.Start();
        var limit = most.NameOf(TcpInfo.Of(socket).QueueLimit);
        stage.Call("server", $"TcpListener.Start(): {limit}");
        return limit;
    }
}
