using System.Net.Sockets;

namespace CloseLab.Experiments.Rules;

internal sealed class Sock034 : Experiment
{
    private const int PatienceMs = 500;

    public override string Name => "SOCK034";

    public override string Claim => "After the peer's FIN Connected stays true and Available stays 0: only a receive that gives 0, or Poll together with Available, tells the end.";

    public override string Facts => "§8, §15";

    public override Expectation Expected => """
        while (socket.Connected) { if (socket.Available > 0) ... }: still in the loop
        Poll(0, SelectRead) && Available == 0: the end
        Receive(): the end
        """;

    protected override string Run(Stage stage) => Lines(
        Try(stage, "while (socket.Connected) { if (socket.Available > 0) ... }", HasEndedByConnected),
        Try(stage, "Poll(0, SelectRead) && Available == 0", socket => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0),
        Try(stage, "Receive()", socket => socket.Receive(new byte[1]) == 0));

    private static string Try(Stage stage, string title, Func<Socket, bool> hasEnded)
    {
        stage.Scene(title);
        var (client, server) = stage.Connect();
        client.Close();
        // The FIN is there.
        server.Socket.Poll(Timeout.Infinite, SelectMode.SelectRead);
        var answer = hasEnded(server.Socket) ? "the end" : "still in the loop";
        stage.Call(server.Actor, answer, bad: answer != "the end");
        return $"{title}: {answer}";
    }

    private static bool HasEndedByConnected(Socket socket)
    {
        var begin = Environment.TickCount64;
#pragma warning disable SOCK034 // the misuse that this experiment shows; a user's loop would have no limit
        while (socket.Connected)
        {
            if (socket.Available > 0)
                socket.Receive(new byte[1]);
            if (Environment.TickCount64 - begin > PatienceMs)
                return false;
            Thread.Sleep(20);
        }
#pragma warning restore SOCK034

        return true;
    }
}
