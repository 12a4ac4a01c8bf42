using System.Net.Sockets;

namespace CloseLab.Experiments.Rules;

internal sealed class Sock008 : Experiment
{
    private const int File = 8_000_000;

    public override string Name => "SOCK008";

    public override string Claim => "A send that nobody awaits is cut by the end of the connection, and the peer takes the part for the whole.";

    public override string Facts => "§14";

    public override Expectation Expected => """
        _ = SendAsync(file), Shutdown, Close: the peer gets a part, EOF
        await SendAsync(file), Shutdown, Close: the peer gets everything, EOF
        """;

    public override async Task<string> RunAsync(Stage stage) => Lines(
        await TryAsync(stage, "_ = SendAsync(file), Shutdown, Close", ForgetAsync),
        await TryAsync(stage, "await SendAsync(file), Shutdown, Close", AwaitAsync));

    private static async Task<string> TryAsync(Stage stage, string title, Func<Socket, byte[], Task> send)
    {
        stage.Scene(title);
        var (client, server) = stage.Connect();
        stage.Call("client", title);
        var sending = send(client.Socket, new byte[File]);
        // With a send that is awaited the peer has to read at the same time.
        var end = (await Task.Run(() => server.ReceiveAll())).Split("bytes, ")[1];
        await sending;
        return $"{title}: the peer gets {(server.ReceivedBytes == File ? "everything" : "a part")}, {end}";
    }

    private static Task ForgetAsync(Socket client, byte[] file)
    {
#pragma warning disable SOCK008 // the misuse that this experiment shows
        _ = client.SendAsync(file, SocketFlags.None);
#pragma warning restore SOCK008
        client.Shutdown(SocketShutdown.Send);
        client.Close();
        return Task.CompletedTask;
    }

    private static async Task AwaitAsync(Socket client, byte[] file)
    {
        await client.SendAsync(file, SocketFlags.None);
        client.Shutdown(SocketShutdown.Send);
        client.Close();
    }
}
