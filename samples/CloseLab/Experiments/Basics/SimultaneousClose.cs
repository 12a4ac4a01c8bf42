using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class SimultaneousClose : Experiment
{
    public override string Name => "simultaneous-close";

    public override string Claim => "Both ends may send FIN before they have seen the other's; the one whose FIN is still on its way is in CLOSING.";

    public override string Facts => "§14";

    public override Expectation Expected => """
        client: FIN_WAIT_1, CLOSING, TIME_WAIT
        server: FIN_WAIT_1, FIN_WAIT_2, TIME_WAIT
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("");
        var (client, server) = stage.Connect(bufferSize: 4096);
        // Full windows hold both FINs back.
        client.FillWindow();
        server.FillWindow();
        client.Shutdown(SocketShutdown.Send);
        server.Shutdown(SocketShutdown.Send);
        List<string> clientStates = [client.Reach("FIN_WAIT_1")], serverStates = [server.Reach("FIN_WAIT_1")];

        client.ReceiveAll();
        clientStates.Add(client.Reach("CLOSING"));
        serverStates.Add(server.Reach("FIN_WAIT_2"));
        server.ReceiveAll();
        clientStates.Add(client.Reach("TIME_WAIT"));
        serverStates.Add(server.Reach("TIME_WAIT"));
        return Lines($"client: {string.Join(", ", clientStates)}", $"server: {string.Join(", ", serverStates)}");
    }
}
