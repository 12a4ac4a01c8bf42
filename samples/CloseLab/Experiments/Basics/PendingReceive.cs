using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class PendingReceive : Experiment
{
    public override string Name => "pending-receive";

    public override string Claim => "Disposing a socket while a receive is pending makes .NET reset the connection. After Shutdown(Send) it does not; a NetworkStream that owns its socket does not either.";

    public override string Facts => "§2";

    public override Expectation Expected => """
        Dispose: the peer: ConnectionReset; the pending receive: OperationAborted
        Shutdown(Send), Dispose: the peer: EOF; the pending receive: OperationAborted
        NetworkStream(ownsSocket: true).Dispose: the peer: EOF; the pending receive: ended
        """;

    public override async Task<string> RunAsync(Stage stage) => Lines(
        await TryAsync(stage, "Dispose", socket => socket.Dispose()),
        await TryAsync(stage, "Shutdown(Send), Dispose", socket =>
        {
#pragma warning disable SOCK025 // what it throws would fail the experiment, and the stage disposes of the socket
            socket.Shutdown(SocketShutdown.Send);
#pragma warning restore SOCK025
            socket.Dispose();
        }),
        await TryAsync(stage, "NetworkStream(ownsSocket: true).Dispose", socket => new NetworkStream(socket, ownsSocket: true).Dispose(), eitherEnd: true));

    private static async Task<string> TryAsync(Stage stage, string title, Action<Socket> dispose, bool eitherEnd = false)
    {
        stage.Scene(title);
        var (client, server) = stage.Connect();
        stage.Call(client.Actor, "ReceiveAsync, pending");
        var pending = client.Socket.ReceiveAsync(new byte[10].AsMemory(), SocketFlags.None).AsTask();
        stage.Call(client.Actor, title);
        dispose(client.Socket);
        var seen = await Task.Run(() => server.Receive());
        string own;
        try
        {
            own = await pending == 0 ? "EOF" : "data";
        }
        catch (SocketException e)
        {
            own = e.SocketErrorCode.ToString();
        }

        stage.Call(client.Actor, $"ReceiveAsync: {own}", bad: own == "OperationAborted");
        // Its Dispose shuts down first, and the receive may see that before it is aborted.
        var told = eitherEnd && own is ("EOF" or "OperationAborted") ? "ended" : own;
        return $"{title}: the peer: {seen}; the pending receive: {told}";
    }
}
