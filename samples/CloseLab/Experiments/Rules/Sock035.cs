using System.Net.Sockets;

namespace CloseLab.Experiments.Rules;

internal sealed class Sock035 : Experiment
{
    private const int LimitMs = 300;
    private const int PatienceMs = 1500;

    public override string Name => "SOCK035";

    public override string Claim => "ReceiveTimeout ends a Receive, and not a ReceiveAsync: that one needs a CancellationToken.";

    public override string Facts => "§7";

    public override Expectation Expected => """
        ReceiveTimeout = 300, Receive(): TimedOut
        ReceiveTimeout = 300, ReceiveAsync(): still waiting
        CancelAfter(300), ReceiveAsync(token): canceled
        """;

    public override async Task<string> RunAsync(Stage stage) => Lines(
        await TryAsync(stage, "ReceiveTimeout = 300, Receive()", socket => Task.Run(() => Peer.Answer(() => $"{socket.Receive(new byte[1])} bytes"))),
        await TryAsync(stage, "ReceiveTimeout = 300, ReceiveAsync()", socket => AnswerAsync(socket, CancellationToken.None)),
        await TryAsync(stage, "CancelAfter(300), ReceiveAsync(token)", async socket =>
        {
            using var limit = new CancellationTokenSource(LimitMs);
            return await AnswerAsync(socket, limit.Token);
        }));

    private static async Task<string> TryAsync(Stage stage, string title, Func<Socket, Task<string>> receive)
    {
        stage.Scene(title);
        // The server says nothing.
        var (client, _) = stage.Connect();
        client.Socket.ReceiveTimeout = LimitMs;
        stage.Call(client.Actor, "waits");
        var receiving = receive(client.Socket);
        var answer = await Task.WhenAny(receiving, Task.Delay(PatienceMs)) == receiving ? await receiving : "still waiting";
        stage.Call(client.Actor, answer, bad: !receiving.IsCompleted);
        return $"{title}: {answer}";
    }

    private static async Task<string> AnswerAsync(Socket socket, CancellationToken token)
    {
        try
        {
            return $"{await socket.ReceiveAsync(new byte[1], SocketFlags.None, token)} bytes";
        }
        catch (OperationCanceledException)
        {
            return "canceled";
        }
        catch (SocketException e)
        {
            return Peer.NameOf(e);
        }
    }
}
