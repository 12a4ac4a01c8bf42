namespace CloseLab.Experiments.Basics;

internal sealed class EofBehindData : Experiment
{
    public override string Name => "eof-behind-data";

    public override string Claim => "The FIN stands behind the data: who reads late still reads everything, and the end comes last.";

    public override string Facts => "§2, §5";

    public override Expectation Expected => """
        the client, in CLOSE_WAIT before it has read anything: 5 bytes, 5 bytes, 2 bytes, EOF, EOF
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("");
        var (client, server) = stage.Connect();
        server.Send("Hi, data1!!!");
        server.Close();
        var state = client.Reach("CLOSE_WAIT");
        var reads = Enumerable.Range(0, 5).Select(_ => client.Receive(atMost: 5)).ToList();
        return $"the client, in {state} before it has read anything: {string.Join(", ", reads)}";
    }
}
