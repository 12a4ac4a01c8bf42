using System.Diagnostics;
using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class Lingering : Experiment
{
    private const int Amount = 800_000;

    public override string Name => "lingering";

    public override string Claim => "The kernel delivers queued data after Close without LingerState. (true, n) only blocks Close, (true, 0) throws the data away, and neither helps when our side has unread data.";

    public override string Facts => "§2, §10";

    public override Expectation Expected => """
        off: Close returns at once; the late reader gets everything, EOF
        (true, 1): Close blocks; the late reader gets everything, EOF
        (true, 0): Close returns at once; the late reader gets a part, ConnectionReset
        (true, 1), a byte unread: Close returns at once; the late reader gets a part, ConnectionReset
        """;

    protected override string Run(Stage stage) => Lines(
        Try(stage, "off", new LingerOption(false, 0)),
        Try(stage, "(true, 1)", new LingerOption(true, 1)),
        Try(stage, "(true, 0)", new LingerOption(true, 0)),
        Try(stage, "(true, 1), a byte unread", new LingerOption(true, 1), unread: true));

    private static string Try(Stage stage, string title, LingerOption linger, bool unread = false)
    {
        stage.Scene(title);
        var (client, server) = stage.Connect();
        // Room for everything in the send queue, but not in the peer's window: the rest waits when Close comes.
        client.Socket.SendBufferSize = 2 * Amount;
        if (unread)
        {
            server.Send("x");
            client.Hears(withinMs: 5000);
        }

        client.Send(Amount);
        client.Socket.LingerState = linger;
        var clock = Stopwatch.StartNew();
        client.Close();
        var close = clock.ElapsedMilliseconds >= 900 ? "blocks" : "returns at once";
        stage.Call(client.Actor, $"Close {close}");
        var end = server.ReceiveAll().Split("bytes, ")[1];
        var amount = server.ReceivedBytes == Amount ? "everything" : "a part";
        return $"{title}: Close {close}; the late reader gets {amount}, {end}";
    }
}
