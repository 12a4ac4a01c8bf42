using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class FinOvertakesSend : Experiment
{
    private const int Amount = 8_000_000;

    public override string Name => "fin-overtakes-send";

    public override string Claim => "Shutdown(Send) overtakes a send that is still pending: the peer gets a part and a clean end, as if that were all.";

    public override string Facts => "§14";

    public override Expectation Expected => """
        not awaited: the peer gets a part, EOF; the send: Shutdown
        awaited: the peer gets everything, EOF; the send: ok
        """;

    public override async Task<string> RunAsync(Stage stage) => Lines(await TryAsync(stage, awaits: false), await TryAsync(stage, awaits: true));

    private static async Task<string> TryAsync(Stage stage, bool awaits)
    {
        var title = awaits ? "awaited" : "not awaited";
        stage.Scene(title);
        var (client, server) = stage.Connect();
        stage.Call(client.Actor, $"SendAsync({Amount:N0} bytes), {title}");
        var sending = client.Socket.SendAsync(new byte[Amount].AsMemory(), SocketFlags.None).AsTask();
        Task<string>? reading = null;
        if (awaits)
        {
            reading = Task.Run(() => server.ReceiveAll());
            await sending;
        }

        client.Shutdown(SocketShutdown.Send);
        reading ??= Task.Run(() => server.ReceiveAll());
        var end = (await reading).Split("bytes, ")[1];
        string sent;
        try
        {
            await sending;
            sent = "ok";
        }
        catch (SocketException e)
        {
            sent = e.SocketErrorCode.ToString();
            stage.Call(client.Actor, $"SendAsync: {sent}", bad: true);
        }

        return $"{title}: the peer gets {(server.ReceivedBytes == Amount ? "everything" : "a part")}, {end}; the send: {sent}";
    }
}
