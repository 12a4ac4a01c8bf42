using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class HalfClose : Experiment
{
    public override string Name => "half-close";

    public override string Claim => "After Shutdown(Send) the other direction is still open: the answer arrives after our FIN.";

    public override string Facts => "§4";

    public override Expectation Expected => """
        server: 100 bytes, EOF; its state CLOSE_WAIT
        client: 1,500 bytes, EOF; its states FIN_WAIT_2, TIME_WAIT
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("");
        var (client, server) = stage.Connect();
        client.Send(100);
        client.Shutdown(SocketShutdown.Send);
        var request = server.ReceiveAll();
        var half = client.Reach("FIN_WAIT_2");
        var waiting = server.Reach("CLOSE_WAIT");
        server.Send(1000);
        server.Send(500);
        server.Close();
        var answer = client.ReceiveAll();
        return Lines($"server: {request}; its state {waiting}", $"client: {answer}; its states {half}, {client.Reach("TIME_WAIT")}");
    }
}
