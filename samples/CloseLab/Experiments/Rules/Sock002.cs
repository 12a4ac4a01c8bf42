using System.Net.Sockets;

namespace CloseLab.Experiments.Rules;

internal sealed class Sock002 : Experiment
{
    public override string Name => "SOCK002";

    public override string Claim => "A relay that closes both sides at the first end cuts the answer off; one that ends each direction by itself passes it on.";

    public override string Facts => "§4, §13";

    public override Expectation Expected => """
        WhenAny, close both: the client sends "question", Shutdown(Send), and reads 0 bytes, EOF
        each direction by itself: the client sends "question", Shutdown(Send), and reads 6 bytes, EOF
        """;

    public override async Task<string> RunAsync(Stage stage) => Lines(
        await TryAsync(stage, "WhenAny, close both", CloseBothAsync),
        await TryAsync(stage, "each direction by itself", EachByItselfAsync));

    private static async Task<string> TryAsync(Stage stage, string title, Func<Socket, Socket, Task> relay)
    {
        stage.Scene(title, "client", "relay", "server");
        var (client, front) = stage.Connect("client", "relay");
        var (back, server) = stage.Connect("relay", "server");
        var relaying = relay(front.Socket, back.Socket);
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
        stage.Call("relay", "both directions have ended");
        await serving;
        return $"{title}: the client sends \"question\", Shutdown(Send), and reads {seen}";
    }

    private static async Task CloseBothAsync(Socket client, Socket server)
    {
        await using var up = new NetworkStream(client, ownsSocket: true);
        await using var down = new NetworkStream(server, ownsSocket: true);
#pragma warning disable SOCK002 // the misuse that this experiment shows
        await Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up));
#pragma warning restore SOCK002
    }

    private static async Task EachByItselfAsync(Socket client, Socket server)
    {
        await using var up = new NetworkStream(client, ownsSocket: true);
        await using var down = new NetworkStream(server, ownsSocket: true);
        await Task.WhenAll(PassOnAsync(up, down, server), PassOnAsync(down, up, client));
    }

    private static async Task PassOnAsync(NetworkStream from, NetworkStream to, Socket end)
    {
        await from.CopyToAsync(to);
        end.Shutdown(SocketShutdown.Send);
    }
}
