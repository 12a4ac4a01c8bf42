using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class UnreadData : Experiment
{
    private const int Amount = 1_000_000;

    public override string Name => "unread-data";

    public override string Claim => "Closing while one received byte is unread resets the connection, and queued data is lost. Shutdown(Send) before it does not help; reading to the end does.";

    public override string Facts => "§2, §10";

    public override Expectation Expected => """
        Close: a part, ConnectionReset; the kernel: aborted because of unread data
        Shutdown(Send), Close: a part, ConnectionReset; the kernel: aborted because of unread data
        Shutdown(Send), read to the end, Close: everything, EOF
        """;

    protected override string Run(Stage stage) => Lines(
        Try(stage, "Close", client => client.Close()),
        Try(stage, "Shutdown(Send), Close", client =>
        {
            client.Shutdown(SocketShutdown.Send);
            client.Close();
        }),
        Try(stage, "Shutdown(Send), read to the end, Close", client =>
        {
            client.Shutdown(SocketShutdown.Send);
            client.ReceiveAll();
            client.Close();
        }, reads: true));

    private static string Try(Stage stage, string title, Action<Peer> end, bool reads = false)
    {
        stage.Scene(title);
        var before = Counters.Take();
        var (client, server) = stage.Connect();
        client.Socket.SendBufferSize = 2 * Amount;
        server.Send("x");
        client.Hears(withinMs: 5000);
        client.Send(Amount);
        var ending = Task.Run(() => end(client));
        // Long enough for everything but the drain, which waits for us.
        ending.Wait(TimeSpan.FromMilliseconds(200));
        var seen = server.ReceiveAll().Split("bytes, ")[1];
        server.Close();
        ending.Wait();
        var aborts = Counters.Take().Since(before, "TCPAbortOnClose");
        stage.Note($"TCPAbortOnClose + {aborts}", bad: aborts > 0);
        // Outside of a namespace of our own others abort too: that nobody did cannot be claimed.
        return $"{title}: {(server.ReceivedBytes == Amount ? "everything" : "a part")}, {seen}{(reads ? "" : $"; the kernel: {(aborts > 0 ? "aborted because of unread data" : "no abort")}")}";
    }
}
