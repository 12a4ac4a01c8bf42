using System.Net.Sockets;

namespace CloseLab.Experiments.Rules;

internal sealed class Sock021 : Experiment
{
    public override string Name => "SOCK021";

    public override string Claim => "Setting a member of what LingerState returns changes a copy: the socket keeps its option. A LingerOption that is assigned reaches it.";

    public override string Facts => "§12";

    public override Expectation Expected => """
        LingerState.Enabled = false: the socket still has (True, 0); Close: ConnectionReset
        LingerState = new LingerOption(false, 0): the socket has (False, 0); Close: EOF
        """;

    protected override string Run(Stage stage) => Lines(
#pragma warning disable SOCK021 // the misuse that this experiment shows
        Try(stage, "LingerState.Enabled = false", "the socket still has", socket => socket.LingerState!.Enabled = false),
#pragma warning restore SOCK021
        Try(stage, "LingerState = new LingerOption(false, 0)", "the socket has", socket => socket.LingerState = new LingerOption(false, 0)));

    private static string Try(Stage stage, string title, string has, Action<Socket> set)
    {
        stage.Scene(title);
        var (client, server) = stage.Connect();
        // Someone has asked for a reset at the close; the next line is to take that back.
        client.Socket.LingerState = new LingerOption(true, 0);
        set(client.Socket);
        var option = client.Socket.LingerState!;
        stage.Call(client.Actor, $"{title}: ({option.Enabled}, {option.LingerTime})", bad: option.Enabled);
        client.Close();
        var end = server.ReceiveAll().Split("bytes, ")[1];
        return $"{title}: {has} ({option.Enabled}, {option.LingerTime}); Close: {end}";
    }
}
