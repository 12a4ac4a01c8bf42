using System.Globalization;

namespace CloseLab.Experiments.Basics;

internal sealed class WriteToClosedPeer : Experiment
{
    private const int SigPipe = 13;

    public override string Name => "write-to-closed-peer";

    public override string Claim => "The first write to a peer that is gone succeeds; the second fails with Shutdown, not ConnectionReset; SIGPIPE never ends a .NET process.";

    public override string Facts => "§4, §5";

    public override Expectation Expected => """
        Send: ok, Shutdown, Shutdown
        Receive: EOF; SIGPIPE is ignored: True
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("");
        var (client, server) = stage.Connect();
        server.Close();
        client.Reach("CLOSE_WAIT");
        var first = client.Send("data1");
        // The reset is back when the connection is gone from the kernel's list.
        client.Reach(ConnectionStates.Gone);
        return Lines($"Send: {first}, {client.Send("data2")}, {client.Send("data3")}", $"Receive: {client.Receive()}; SIGPIPE is ignored: {IgnoresSigPipe()}");
    }

    private static bool IgnoresSigPipe()
    {
        var mask = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim();
        return (ulong.Parse(mask, NumberStyles.HexNumber) >> (SigPipe - 1) & 1) == 1;
    }
}
