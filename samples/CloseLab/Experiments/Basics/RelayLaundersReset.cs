using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class RelayLaundersReset : Experiment
{
    public override string Name => "relay-launders-reset";

    public override string Claim => "A relay that answers an error on one side with a FIN on the other turns a broken message into one that looks complete.";

    public override string Facts => "§14";

    public override Expectation Expected => """
        a relay that ends with FIN: 5 bytes, EOF
        a relay that passes the reset on: 5 bytes, ConnectionReset
        """;

    protected override string Run(Stage stage) => Lines(
        Try(stage, "a relay that ends with FIN", (output, _) => output.Shutdown(SocketShutdown.Send)),
        Try(stage, "a relay that passes the reset on", (output, failed) => _ = failed ? output.Close(0) : output.Shutdown(SocketShutdown.Send)));

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
