using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class FourWayClose : Experiment
{
    public override string Name => "four-way-close";

    public override string Claim => "Each direction ends with its own FIN and its own ACK, and each end walks through its states in order.";

    public override string Facts => "§4, §14";

    public override Expectation Expected => """
        client, who ends first: ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, TIME_WAIT
        server: ESTABLISHED, CLOSE_WAIT, LAST_ACK, closed
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("");
        var (client, server) = stage.Connect(bufferSize: 4096);
        List<string> clientStates = [client.Look()], serverStates = [server.Look()];

        // A full window holds the FIN back, so FIN_WAIT_1 and LAST_ACK stand still.
        client.FillWindow();
        client.Shutdown(SocketShutdown.Send);
        clientStates.Add(client.Reach("FIN_WAIT_1"));
        server.ReceiveAll();
        clientStates.Add(client.Reach("FIN_WAIT_2"));
        serverStates.Add(server.Reach("CLOSE_WAIT"));

        server.FillWindow();
        server.Close();
        serverStates.Add(server.Reach("LAST_ACK"));
        client.ReceiveAll();
        clientStates.Add(client.Reach("TIME_WAIT"));
        serverStates.Add(server.Reach(ConnectionStates.Gone));

        return Lines($"client, who ends first: {string.Join(", ", clientStates)}", $"server: {string.Join(", ", serverStates)}");
    }
}
