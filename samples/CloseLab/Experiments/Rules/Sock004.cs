using System.Net;

namespace CloseLab.Experiments.Rules;

internal sealed class Sock004 : Experiment
{
    public override string Name => "SOCK004";

    public override string Claim => "The exception of a reset that leaves a thread's method ends the whole process; caught, it ends one connection.";

    public override string Facts => "§14";

    public override Expectation Expected => """
        not caught: the process ends with 134
        caught: the process ends with 0
        """;

    protected override string Run(Stage stage) => Lines(Try(stage, "not caught", "reset-in-thread"), Try(stage, "caught", "reset-caught"));

    private static string Try(Stage stage, string title, string how)
    {
        stage.Scene(title, "client", "server process");
        stage.Stranger = "server process";
        using var listener = stage.Listener();
        stage.Register(listener.LocalEndPoint!, "client");
        // The child is the server in this story; that it connects is only the simpler way to reach it.
        using var child = ChildProcess.Start(how, ((IPEndPoint)listener.LocalEndPoint!).Port.ToString());
        var client = new Peer(stage, "client", stage.Own(listener.Accept()));
        client.Receive();
        stage.Call("server process", "Receive, in a thread of its own");
        client.Close(0);
        child.WaitForExit();
        stage.Call("server process", $"has ended with {child.ExitCode}", bad: child.ExitCode != 0);
        return $"{title}: the process ends with {child.ExitCode}";
    }
}
