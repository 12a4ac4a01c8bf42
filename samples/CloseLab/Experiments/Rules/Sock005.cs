using System.Net;
using System.Net.Sockets;

namespace CloseLab.Experiments.Rules;

internal sealed class Sock005 : Experiment
{
    private const int Hoped = 16 * 1024;

    public override string Name => "SOCK005";

    public override string Claim => "A backlog above somaxconn is cut without a word; without a number the system's maximum is asked for, whatever it is.";

    public override string Facts => "§6";

    public override string? Obstacle => !OwnNamespace.IsInside && Somaxconn.Read() >= Hoped ? $"net.core.somaxconn is {Somaxconn.Read()} here: {Hoped} is not above it" : null;

    public override Expectation Expected => """
        Start(16384): the queue has room for somaxconn
        Start(): the queue has room for somaxconn
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("", "server");
        using var most = new Somaxconn(stage);
#pragma warning disable SOCK005 // the misuse that this experiment shows
        var hoped = Start(stage, most, $"Start({Hoped})", listener => listener.Start(Hoped));
#pragma warning restore SOCK005
        return Lines(hoped, Start(stage, most, "Start()", listener => listener.Start()));
    }

    private static string Start(Stage stage, Somaxconn most, string call, Action<TcpListener> start)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0) { ExclusiveAddressUse = true };
        var socket = listener.Server;
        start(listener);
        var text = $"{call}: the queue has room for {most.NameOf(TcpInfo.Of(socket).QueueLimit)}";
        stage.Call("server", text);
        return text;
    }
}
