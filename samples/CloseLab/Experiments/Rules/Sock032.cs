using System.Buffers.Binary;
using System.Net.Sockets;

namespace CloseLab.Experiments.Rules;

internal sealed class Sock032 : Experiment
{
    private const int Length = 0x010203;

    public override string Name => "SOCK032";

    public override string Claim => "One Read gives what has arrived: of a header that comes in two segments, a part. ReadExactly waits for all of it.";

    public override string Facts => "§9";

    public override Expectation Expected => """
        Read(header, 0, 4): 2 of 4 bytes, the length is read as 65536
        ReadExactly(header, 0, 4): the length is read as 66051
        """;

    protected override string Run(Stage stage) => Lines(
        Try(stage, "Read(header, 0, 4)", static (stream, header) => $"{stream.Read(header, 0, 4)} of 4 bytes, "),
        Try(stage, "ReadExactly(header, 0, 4)", static (stream, header) =>
        {
            stream.ReadExactly(header, 0, 4);
            return "";
        }));

    private static string Try(Stage stage, string title, Func<NetworkStream, byte[], string> read)
    {
        stage.Scene(title);
        var (client, server) = stage.Connect();
        var message = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(message, Length);
        server.Socket.NoDelay = true;
        server.Socket.Send(message, 0, 2, SocketFlags.None);
        stage.Call(server.Actor, "Send(2 bytes of the length)");
        client.Socket.Poll(-1, SelectMode.SelectRead);
        // The other segment is late: it is sent when the first has been read, or is being read.
        var rest = Task.Delay(200).ContinueWith(_ => server.Socket.Send(message, 2, 2, SocketFlags.None), TaskScheduler.Default);
        using var stream = new NetworkStream(client.Socket);
        var header = new byte[4];
        var count = read(stream, header);
        var length = BinaryPrimitives.ReadInt32BigEndian(header);
        stage.Call(client.Actor, $"{title}: {length}", bad: length != Length);
        rest.Wait();
        stage.Call(server.Actor, "Send(the other 2)");
        return $"{title}: {count}the length is read as {length}";
    }
}
