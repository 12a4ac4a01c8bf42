using System.Net.Sockets;

namespace CloseLab.Experiments.Rules;

internal sealed class Sock009 : Experiment
{
    public override string Name => "SOCK009";

    public override string Claim => "A relay of two streams that cancels the other direction at the first end cuts the answer off, whatever the streams are; one that passes each end on does not.";

    public override string Facts => "§15";

    public override Expectation Expected => """
        WhenAny, Cancel: the client sends "question", Shutdown(Send), and reads 0 bytes, EOF
        WhenAll, each end passed on: the client sends "question", Shutdown(Send), and reads 6 bytes, EOF
        """;

    public override async Task<string> RunAsync(Stage stage) => Lines(
        await TryAsync(stage, "WhenAny, Cancel", (up, down, _) => CancelAsync(up, down)),
        await TryAsync(stage, "WhenAll, each end passed on", PassOnAsync));

    private static async Task<string> TryAsync(Stage stage, string title, Func<Stream, Stream, Action<Stream>, Task> relay)
    {
        stage.Scene(title, "client", "relay", "server");
        var (client, front) = stage.Connect("client", "relay");
        var (back, server) = stage.Connect("relay", "server");
        var relaying = Task.Run(async () =>
        {
            await using var up = new NetworkStream(front.Socket, ownsSocket: true);
            await using var down = new NetworkStream(back.Socket, ownsSocket: true);
            await relay(up, down, end => (end == up ? front : back).Socket.Shutdown(SocketShutdown.Send));
        });
        // It answers when the question has ended.
        var serving = Task.Run(() =>
        {
            server.ReceiveAll();
            Thread.Sleep(50);
            server.Send("answer");
            server.Close();
        });
        client.Send("question");
        client.Shutdown(SocketShutdown.Send);
        var seen = await Task.Run(() => client.ReceiveAll());
        await relaying;
        stage.Call("relay", "the relay is over");
        await serving;
        return $"{title}: the client sends \"question\", Shutdown(Send), and reads {seen}";
    }

    private static async Task CancelAsync(Stream up, Stream down)
    {
        using var end = new CancellationTokenSource();
        var there = up.CopyToAsync(down, end.Token);
        var back = down.CopyToAsync(up, end.Token);
#pragma warning disable SOCK002, SOCK009 // the misuse that this experiment shows
        await Task.WhenAny(there, back);
#pragma warning restore SOCK002, SOCK009
        await end.CancelAsync();
        await Task.WhenAny(Task.WhenAll(there, back));
    }

    private static Task PassOnAsync(Stream up, Stream down, Action<Stream> end) =>
        Task.WhenAll(CopyAsync(up, down, end), CopyAsync(down, up, end));

    private static async Task CopyAsync(Stream from, Stream to, Action<Stream> end)
    {
        await from.CopyToAsync(to);
        end(to);
    }
}
