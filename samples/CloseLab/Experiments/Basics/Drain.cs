using System.Net.Sockets;
using SocketAnalyzers;

namespace CloseLab.Experiments.Basics;

internal sealed class Drain : Experiment
{
    private const int Amount = 200_000;
    private const int Tries = 5;

    public override string Name => "drain";

    public override string Claim => "When the peer is still talking, only half-close, reading to its end, and then close keeps our data whole. CloseGracefullyAsync does that, with limits.";

    public override string Facts => "§10";

    public override Expectation Expected => """
        Close(): some lost
        Shutdown(Send), Close(): some lost
        Shutdown(Both), Close(): some lost
        Shutdown(Send), Receive until 0, Close(): none lost
        CloseGracefullyAsync(): none lost
        """;

    public override async Task<string> RunAsync(Stage stage) => Lines(
        await TryAsync(stage, "Close()", client => Task.Run(() => client.Close())),
        await TryAsync(stage, "Shutdown(Send), Close()", client => ShutdownAndClose(client, SocketShutdown.Send)),
        await TryAsync(stage, "Shutdown(Both), Close()", client => ShutdownAndClose(client, SocketShutdown.Both)),
        await TryAsync(stage, "Shutdown(Send), Receive until 0, Close()", client => Task.Run(() =>
        {
            client.Shutdown(SocketShutdown.Send);
            client.ReceiveAll();
            client.Close();
        })),
        await TryAsync(stage, "CloseGracefullyAsync()", async client =>
        {
            stage.Call(client.Actor, "CloseGracefullyAsync()");
            await client.Socket.CloseGracefullyAsync();
        }));

    private static Task ShutdownAndClose(Peer client, SocketShutdown how)
    {
        client.Shutdown(how);
        client.Close();
        return Task.CompletedTask;
    }

    /// <summary>The peer sends 50 KB while it reads; its answer to us is whatever it got.</summary>
    private static async Task<string> TryAsync(Stage stage, string title, Func<Peer, Task> end)
    {
        var whole = 0;
        for (var i = 0; i < Tries; i++)
        {
            if (i > 0)
                stage.DropScene();
            stage.Scene(title);
            var (client, server) = stage.Connect();
            server.Socket.Send(new byte[50_000]);
            client.Hears(withinMs: 5000);
            client.Send(Amount);
            var ending = end(client);
            // An end that does not wait for the peer is over before it reads; one that waits goes on beside it.
            await Task.WhenAny(ending, Task.Delay(100));
            var reading = Task.Run(() =>
            {
                server.ReceiveAll();
                server.Close();
            });
            await Task.WhenAll(ending, reading);
            whole += server.ReceivedBytes == Amount ? 1 : 0;
        }

        stage.Note($"{Tries - whole} of {Tries} tries lost data", bad: whole < Tries);
        return $"{title}: {(whole < Tries ? "some" : "none")} lost";
    }
}
