namespace CloseLab.Experiments.Basics;

internal sealed class ResetOnce : Experiment
{
    public override string Name => "reset-once";

    public override string Claim => "A reset is reported once, to whoever touches the socket first. The next Receive says EOF, as if the peer had finished.";

    public override string Facts => "§5";

    public override Expectation Expected => """
        who only reads: 5 bytes, ConnectionReset, EOF
        who writes first: Send: ConnectionReset; then Receive: 5 bytes, EOF
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("who only reads");
        var client = ResetAfterFiveBytes(stage);
        var reader = $"who only reads: {client.Receive()}, {client.Receive()}, {client.Receive()}";

        stage.Scene("who writes first");
        client = ResetAfterFiveBytes(stage);
        return Lines(reader, $"who writes first: Send: {client.Send("data")}; then Receive: {client.Receive()}, {client.Receive()}");
    }

    private static Peer ResetAfterFiveBytes(Stage stage)
    {
        var (client, server) = stage.Connect();
        server.Send("data1");
        server.Close(0);
        client.Reach(ConnectionStates.Gone);
        return client;
    }
}
