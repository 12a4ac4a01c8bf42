using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class SendCount : Experiment
{
    private const int Amount = 10_000_000;

    public override string Name => "send-count";

    public override string Claim => "A blocking Send and SendAsync send everything or throw; only with Blocking = false may Send return a smaller number. Receive may always return less.";

    public override string Facts => "§9";

    public override Expectation Expected => """
        Send: all 10,000,000; SendAsync: all 10,000,000
        Blocking = false: a part, then WouldBlock
        """;

    public override async Task<string> RunAsync(Stage stage)
    {
        var data = new byte[Amount];
        var blocking = await CountAsync(stage, "Send", socket => Task.Run(() => socket.Send(data)));
        var asynchronous = await CountAsync(stage, "SendAsync", socket => socket.SendAsync(data, SocketFlags.None));

        stage.Scene("Blocking = false");
        var (client, _) = stage.Connect();
        client.Socket.Blocking = false;
        var count = client.Socket.Send(data);
        var then = client.Send("more");
        stage.Call(client.Actor, count < Amount ? "Send returned less" : "Send returned all");
        return Lines($"Send: {blocking}; SendAsync: {asynchronous}", $"Blocking = false: {(count < Amount ? "a part" : "all")}, then {then}");
    }

    private static async Task<string> CountAsync(Stage stage, string title, Func<Socket, Task<int>> send)
    {
        stage.Scene(title);
        var (client, server) = stage.Connect();
        var reading = Task.Run(() => server.ReceiveAll());
        stage.Call(client.Actor, $"{title}({Amount:N0} bytes)");
        var count = await send(client.Socket);
        client.Close();
        await reading;
        return count == Amount && server.ReceivedBytes == Amount ? $"all {Amount:N0}" : $"{count:N0} of {Amount:N0}";
    }
}
