using System.Net.Sockets;
using System.Text;

namespace CloseLab.Experiments.Rules;

internal sealed class Sock003 : Experiment
{
    public override string Name => "SOCK003";

    public override string Claim => "After Shutdown(Send) every write fails, and what a writer still holds is lost. Flush first.";

    public override string Facts => "§3";

    public override Expectation Expected => """
        Shutdown(Send), then the writer is disposed: IOException(Shutdown); the peer gets 0 bytes, EOF
        the writer is flushed, then Shutdown(Send): ok; the peer gets 7 bytes, EOF
        """;

    protected override string Run(Stage stage) => Lines(
        Try(stage, "Shutdown(Send), then the writer is disposed", "Shutdown(Send), StreamWriter.Dispose", ShutdownFirst),
        Try(stage, "the writer is flushed, then Shutdown(Send)", "StreamWriter.Dispose, Shutdown(Send)", FlushFirst));

    private static string Try(Stage stage, string title, string calls, Action<Socket> send)
    {
        stage.Scene(title);
        var (client, server) = stage.Connect();
        stage.Call("client", $"StreamWriter.Write(\"data, 1\"), {calls}");
        var seen = Peer.Answer(() =>
        {
            send(client.Socket);
            return "ok";
        });
        if (seen != "ok")
            stage.Call("client", $"StreamWriter.Dispose: {seen}", bad: true);
        return $"{title}: {seen}; the peer gets {server.ReceiveAll()}";
    }

    private static void ShutdownFirst(Socket socket)
    {
        using var stream = new NetworkStream(socket);
        var writer = new StreamWriter(stream, Encoding.ASCII);
        writer.Write("data, 1");
        socket.Shutdown(SocketShutdown.Send);
#pragma warning disable SOCK003 // the misuse that this experiment shows
        writer.Dispose();
#pragma warning restore SOCK003
    }

    private static void FlushFirst(Socket socket)
    {
        using var stream = new NetworkStream(socket);
        using (var writer = new StreamWriter(stream, Encoding.ASCII))
            writer.Write("data, 1");
        socket.Shutdown(SocketShutdown.Send);
    }
}
