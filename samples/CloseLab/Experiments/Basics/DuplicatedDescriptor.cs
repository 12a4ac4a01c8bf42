using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class DuplicatedDescriptor : Experiment
{
    private const int QuietMs = 300;

    public override string Name => "duplicated-descriptor";

    public override string Claim => "Close counts descriptors: while a copy is open it sends nothing. Shutdown ends the connection itself, at once.";

    public override string Facts => "§8";

    public override string? Obstacle => OperatingSystem.IsWindows() ? "a handle is not duplicated with dup(2) on Windows" : null;

    public override Expectation Expected => """
        Close while a copy is open: the peer hears nothing for 300 ms; when the last copy is closed: EOF
        Shutdown(Send) while a copy is open: EOF
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("Close");
        var (client, server) = stage.Connect();
        var copy = Copy(stage, client);
        client.Close();
        var heard = server.Hears(QuietMs) ? "hears something" : $"hears nothing for {QuietMs} ms";
        stage.Call(client.Actor, "close the copy");
        _ = Native.close(copy);
        var close = $"Close while a copy is open: the peer {heard}; when the last copy is closed: {server.Receive()}";

        stage.Scene("Shutdown(Send)");
        (client, server) = stage.Connect();
        copy = Copy(stage, client);
        client.Shutdown(SocketShutdown.Send);
        var shutdown = $"Shutdown(Send) while a copy is open: {server.Receive()}";
        _ = Native.close(copy);
        return Lines(close, shutdown);
    }

    /// <summary>What a child process gets that inherits the socket. A number and no SafeSocketHandle, whose Dispose would reset.</summary>
    private static int Copy(Stage stage, Peer peer)
    {
        stage.Call(peer.Actor, "dup(the descriptor)");
        return Native.dup((int)peer.Socket.Handle);
    }
}
