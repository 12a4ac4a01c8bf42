using System.Diagnostics;
using System.Net.Sockets;

namespace CloseLab.Experiments.Rules;

internal sealed class Sock030 : Experiment
{
    private const int WatchedMs = 300;
    private const int Many = 1000;

    public override string Name => "SOCK030";

    public override string Claim => "Once the peer has closed its side every receive gives 0 at once: a loop that does not leave then never ends, and keeps the connection.";

    public override string Facts => "§9";

    public override Expectation Expected => """
        while (true) Receive(): "bye", then 0 more than 1,000 times; the server is in CLOSE_WAIT
        if (n == 0) break; Close(): "bye", then 0 once; the server is in closed
        """;

    protected override string Run(Stage stage) => Lines(
        Try(stage, "while (true) Receive()", leaves: false),
        Try(stage, "if (n == 0) break; Close()", leaves: true));

    private static string Try(Stage stage, string title, bool leaves)
    {
        stage.Scene(title);
        var (client, server) = stage.Connect();
        client.Send("bye");
        client.Close();
        var ends = CountEnds(server.Socket, leaves);
        stage.Call(server.Actor, leaves ? "Receive: EOF" : "Receive: EOF, again and again", bad: !leaves);
        if (leaves)
            server.Close();
        var state = server.Reach(leaves ? ConnectionStates.Gone : "CLOSE_WAIT");
        return $"{title}: \"bye\", then 0 {(ends > Many ? $"more than {Many:N0} times" : "once")}; the server is in {state}";
    }

    private static int CountEnds(Socket socket, bool leaves)
    {
        var buffer = new byte[64];
        var ends = 0;
        for (var clock = Stopwatch.StartNew(); clock.ElapsedMilliseconds < WatchedMs;)
        {
            if (socket.Receive(buffer) > 0)
                continue;
            ends++;
            if (leaves)
                break;
        }

        return ends;
    }
}
