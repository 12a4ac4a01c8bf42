using System.Diagnostics;

namespace CloseLab.Experiments.Basics;

internal sealed class ProcessEnd : Experiment
{
    public override string Name => "process-end";

    public override string Claim => "When a process ends, even by kill -9, the kernel sends FIN for it: the peer sees an ordinary end. Only unread data makes it a reset.";

    public override string Facts => "§2";

    public override Expectation Expected => """
        return from Main: 4 bytes, EOF
        unhandled exception: 4 bytes, EOF
        kill -9: 4 bytes, EOF
        return with a byte unread: 4 bytes, ConnectionReset
        """;

    protected override string Run(Stage stage) => Lines(
        Watch(stage, "return from Main", "return"),
        Watch(stage, "unhandled exception", "exception"),
        Watch(stage, "kill -9", "wait", (_, child) => child.Kill()),
        Watch(stage, "return with a byte unread", "unread", (server, _) => server.Send("x")));

    private static string Watch(Stage stage, string title, string how, Action<Peer, Process>? then = null)
    {
        stage.Scene(title, "process", "server");
        stage.Stranger = "process";
        using var listener = stage.Listener();
        stage.Register(listener.LocalEndPoint!, "server");
        using var child = ChildProcess.Start(how, ((System.Net.IPEndPoint)listener.LocalEndPoint!).Port.ToString());
        var server = new Peer(stage, "server", stage.Own(listener.Accept()));
        var data = server.Receive();
        if (then is not null)
        {
            stage.Call("process", how == "wait" ? "is killed with SIGKILL" : "waits for a byte and does not read it");
            then(server, child);
        }

        child.WaitForExit(10_000);
        stage.Call("process", "has ended");
        return $"{title}: {data}, {server.Receive()}";
    }
}
