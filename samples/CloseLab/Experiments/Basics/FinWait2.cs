using System.Diagnostics;
using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class FinWait2 : Experiment
{
    public override string Name => "fin-wait-2";

    public override string Claim => "When the peer never ends its direction, the kernel clears a closed connection away after tcp_fin_timeout; a half-closed one waits for ever, and still receives.";

    public override string Facts => "§4";

    public override string? Obstacle => OwnNamespace.IsInside ? null : "tcp_fin_timeout is 60 s, and only in a network namespace of our own may it be shortened";

    public override Expectation Expected => """
        Close: FIN_WAIT_2, and after the timeout: closed
        Shutdown(Send): FIN_WAIT_2, and after the timeout: FIN_WAIT_2; it receives 5 bytes
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("Close");
        using var timeout = new Sysctl(stage, "net.ipv4.tcp_fin_timeout", wanted: 1);
        var (client, server) = stage.Connect();
        var clock = Stopwatch.StartNew();
        client.Close();
        var first = client.Reach("FIN_WAIT_2");
        var close = $"Close: {first}, and after the timeout: {client.Reach(ConnectionStates.Gone)}";
        var itTook = clock.Elapsed;

        stage.Scene("Shutdown(Send)");
        (client, server) = stage.Connect();
        client.Shutdown(SocketShutdown.Send);
        first = client.Reach("FIN_WAIT_2");
        Thread.Sleep(itTook + TimeSpan.FromSeconds(1));
        stage.Note("one second longer than before");
        var after = client.Look();
        server.Send("data1");
        return Lines(close, $"Shutdown(Send): {first}, and after the timeout: {after}; it receives {client.Receive()}");
    }
}
