using System.Net;

namespace CloseLab.Experiments.Rules;

internal sealed class Sock041 : Experiment
{
    // What the runtime ends a process with whose stack is full: SIGABRT.
    private const int Aborted = 134;

    public override string Name => "SOCK041";

    public override string Claim => "A receive that can be done at once runs its callback before it returns. One that is posted there nests, and enough waiting bytes end the process; a loop takes them all.";

    public override string Facts => "§15";

    public override Expectation Expected => """
        BeginReceive in its own callback: the process has died of a stack overflow
        a loop while CompletedSynchronously: all received
        if (!ReceiveAsync(e)) Handle(e): the process has died of a stack overflow
        while (!ReceiveAsync(e)): all received
        """;

    protected override string Run(Stage stage) => Lines(
        Watch(stage, "BeginReceive in its own callback", "nest-callback"),
        Watch(stage, "a loop while CompletedSynchronously", "loop-callback"),
        Watch(stage, "if (!ReceiveAsync(e)) Handle(e)", "nest-event-args"),
        Watch(stage, "while (!ReceiveAsync(e))", "loop-event-args"));

    private static string Watch(Stage stage, string title, string how)
    {
        stage.Scene(title, "receiver", "sender");
        stage.Stranger = "receiver";
        using var listener = stage.Listener();
        stage.Register(listener.LocalEndPoint!, "sender");
        using var child = ChildProcess.Start(how, ((IPEndPoint)listener.LocalEndPoint!).Port.ToString());
        var overflowed = new TaskCompletionSource();
        child.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith("Stack overflow", StringComparison.Ordinal) == true)
                overflowed.TrySetResult();
        };
        var sender = new Peer(stage, "sender", stage.Own(listener.Accept()));
        sender.Receive();
        sender.Socket.Send(new byte[NestingChild.Bytes]);
        stage.Call("sender", $"has sent {NestingChild.Bytes:N0} bytes");
        child.WaitForExit(30_000);
        var end = child.HasExited ? EndOf(child, overflowed.Task) : "still running";
        stage.Call("receiver", end, bad: end != "all received");
        return $"{title}: {end}";
    }

    private static string EndOf(System.Diagnostics.Process child, Task overflowed) => child.ExitCode switch
    {
        0 => "all received",
        Aborted when overflowed.Wait(1000) => "the process has died of a stack overflow",
        var code => $"exit code {code}",
    };
}
