using System.Net.Sockets;
using SocketAnalyzers;

namespace CloseLab.Experiments.Basics;

internal sealed class RelayLaundersReset : Experiment
{
    public override string Name => "relay-launders-reset";

    public override string Claim => "A relay that answers an error on one side with a FIN on the other turns a broken message into one that looks complete.";

    public override string Facts => "§14";

    public override Expectation Expected => """
        a relay that ends with FIN: 5 bytes, EOF
        a relay that passes the reset on: 5 bytes, ConnectionReset
        DuplexRelay.RunAsync(): 5 bytes, ConnectionReset
        """;

    public override async Task<string> RunAsync(Stage stage) => Lines(
        Try(stage, "a relay that ends with FIN", (output, _) => output.Shutdown(SocketShutdown.Send)),
        Try(stage, "a relay that passes the reset on", (output, failed) => _ = failed ? output.Close(0) : output.Shutdown(SocketShutdown.Send)),
        await WithTheLibraryAsync(stage));

    private static async Task<string> WithTheLibraryAsync(Stage stage)
    {
        const string Title = "DuplexRelay.RunAsync()";
        stage.Scene(Title, "source", "relay", "target");
        var (source, input) = stage.Connect("source", "relay");
        var (output, target) = stage.Connect("relay", "target");
        stage.Call("relay", "DuplexRelay.RunAsync");
        var relaying = DuplexRelay.RunAsync(input.Socket, output.Socket, cancellationToken: stage.Limit);
        source.Send("data1");
        var data = await Task.Run(() => target.Receive());
        source.Close(0);
        var seen = $"{Title}: {data}, {await Task.Run(() => target.Receive())}";
        await relaying;
        return seen;
    }

    private static string Try(Stage stage, string title, Action<Peer, bool> end)
    {
        stage.Scene(title, "source", "relay", "target");
        var (source, input) = stage.Connect("source", "relay");
        var (output, target) = stage.Connect("relay", "target");
        source.Send("data1");
        input.Hears(withinMs: 5000);
        source.Close(0);
        input.Reach(ConnectionStates.Gone);

        var failed = false;
        while (!failed && input.Receive() is var seen && seen != "EOF")
        {
            if (seen.EndsWith("bytes", StringComparison.Ordinal))
                output.Send("data1");
            else
                failed = true;
        }

        target.Hears(withinMs: 5000);
        var data = target.Receive();
        end(output, failed);
        return $"{title}: {data}, {target.Receive()}";
    }
}
