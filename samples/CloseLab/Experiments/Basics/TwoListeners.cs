using System.Net;
using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class TwoListeners : Experiment
{
    private const int Connections = 64;

    public override string Name => "two-listeners";

    public override string Claim => "ReuseAddress lets a second server listen on the same port, and the kernel splits the clients between the two. ExclusiveAddressUse = false means the same.";

    public override string Facts => "§1";

    public override Expectation Expected => """
        default, then default: AddressAlreadyInUse
        default, then ReuseAddress: AddressAlreadyInUse
        ReuseAddress twice: ok; both got clients: True; together 64
        ExclusiveAddressUse = false twice: ok; both got clients: True; together 64
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("", "first server", "second server");
        return Lines(
            Second(stage, "default, then default", _ => { }, _ => { }),
            Second(stage, "default, then ReuseAddress", _ => { }, Reuse),
            Second(stage, "ReuseAddress twice", Reuse, Reuse),
            Second(stage, "ExclusiveAddressUse = false twice", NotExclusive, NotExclusive));
    }

    private static void Reuse(Socket socket) => socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);

    private static void NotExclusive(Socket socket) => socket.ExclusiveAddressUse = false;

    private static Socket Open(Stage stage, Action<Socket> prepare, int port)
    {
        var socket = stage.Own(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        prepare(socket);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen();
        return socket;
    }

    private static string Second(Stage stage, string title, Action<Socket> prepareFirst, Action<Socket> prepareSecond)
    {
        using var first = Open(stage, prepareFirst, port: 0);
        stage.Call("first server", $"{title}: listens");
        var seen = Peer.Answer(() =>
        {
            using var second = Open(stage, prepareSecond, ((IPEndPoint)first.LocalEndPoint!).Port);
            return $"ok; {Share(first, second)}";
        });
        stage.Call("second server", seen, bad: !seen.StartsWith("ok", StringComparison.Ordinal));
        return $"{title}: {seen}";
    }

    private static string Share(Socket first, Socket second)
    {
        for (var i = 0; i < Connections; i++)
        {
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.Connect(first.LocalEndPoint!);
        }

        var (atFirst, atSecond) = (AcceptAll(first), AcceptAll(second));
        return $"both got clients: {atFirst > 0 && atSecond > 0}; together {atFirst + atSecond}";
    }

    private static int AcceptAll(Socket listener)
    {
        var count = 0;
        // A connection is queued before Connect returns; the wait is only for a machine that is very busy.
        while (listener.Poll(TimeSpan.FromMilliseconds(100), SelectMode.SelectRead))
        {
            listener.Accept().Dispose();
            count++;
        }

        return count;
    }
}
