using System.Net.Sockets;
using SocketAnalyzers;

namespace CloseLab.Experiments.Basics;

internal sealed class GracefulOutcomes : Experiment
{
    public override string Name => "graceful-close";

    public override string Claim => "CloseGracefullyAsync says how the connection ended, and never waits longer than its limits.";

    public override string Facts => "§14";

    public override Expectation Expected => """
        the peer reads and ends: PeerClosed
        the peer reads and stays open: Delivered
        the peer has reset: PeerReset
        the peer does not read: IdleTimeout
        """;

    public override async Task<string> RunAsync(Stage stage) => Lines(
        await TryAsync(stage, "the peer reads and ends", (_, server) =>
        {
            server.ReceiveAll();
            server.Close();
        }),
        await TryAsync(stage, "the peer reads and stays open", (_, server) => server.ReceiveAll()),
        await TryAsync(stage, "the peer has reset", (client, server) =>
        {
            server.Close(0);
            client.Reach(ConnectionStates.Gone);
        }, peerFirst: true),
        await TryAsync(stage, "the peer does not read", (client, _) => client.FillWindow(), peerFirst: true));

    private static async Task<string> TryAsync(Stage stage, string title, Action<Peer, Peer> peer, bool peerFirst = false)
    {
        stage.Scene(title);
        var (client, server) = stage.Connect(bufferSize: 4096);
        client.Send("data1");
        var other = Task.Run(() => peer(client, server));
        if (peerFirst)
            await other;
        stage.Call(client.Actor, "CloseGracefullyAsync()");
        var result = await client.Socket.CloseGracefullyAsync(CloseOptions.Server with { IdleTimeout = TimeSpan.FromMilliseconds(500) });
        await other;
        stage.Call(client.Actor, $"Outcome: {result.Outcome}", bad: result.Outcome is CloseOutcome.PeerReset or CloseOutcome.IdleTimeout);
        return $"{title}: {result.Outcome}";
    }
}
