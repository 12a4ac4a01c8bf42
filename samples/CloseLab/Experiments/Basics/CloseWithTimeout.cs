using System.Diagnostics;
using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class CloseWithTimeout : Experiment
{
    private const int TimeoutMs = 400;

    public override string Name => "close-with-timeout";

    public override string Claim => "Close(n) does not wait until the data is sent. It waits n milliseconds for the peer's end, and resets when that does not come or when any byte comes.";

    public override string Facts => "§2";

    public override Expectation Expected => """
        Close(400), the peer is silent: blocks; the peer, late: a part, ConnectionReset
        Close(400), the peer says a byte: returns at once; the peer, late: a part, ConnectionReset
        Close(): returns at once; the peer, late: everything, EOF
        """;

    protected override string Run(Stage stage) => Lines(
        Try(stage, $"Close({TimeoutMs}), the peer is silent", TimeoutMs, (_, _) => { }),
        Try(stage, $"Close({TimeoutMs}), the peer says a byte", TimeoutMs, (client, server) =>
        {
            server.Send("x");
            client.Hears(withinMs: 5000);
        }),
        Try(stage, "Close()", -1, (_, _) => { }));

    private static string Try(Stage stage, string title, int timeout, Action<Peer, Peer> before)
    {
        const int Amount = 800_000;
        stage.Scene(title);
        var (client, server) = stage.Connect();
        client.Socket.SendBufferSize = 2 * Amount;
        client.Send(Amount);
        before(client, server);
        var clock = Stopwatch.StartNew();
        if (timeout < 0)
            client.Close();
        else
            client.Close(timeout);
        var close = clock.ElapsedMilliseconds >= TimeoutMs - 50 ? "blocks" : "returns at once";
        var end = server.ReceiveAll().Split("bytes, ")[1];
        return $"{title}: {close}; the peer, late: {(server.ReceivedBytes == Amount ? "everything" : "a part")}, {end}";
    }
}
