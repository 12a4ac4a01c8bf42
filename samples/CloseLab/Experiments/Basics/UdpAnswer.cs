using System.Net;
using System.Net.Sockets;

namespace CloseLab.Experiments.Basics;

internal sealed class UdpAnswer : Experiment
{
    public override string Name => "udp-answer";

    public override string Claim => "A UDP client need not connect to get an answer: SendTo gives it a port, and whoever knows that may answer. 0 bytes is an empty datagram, not an end.";

    public override string Facts => "§7";

    public override Expectation Expected => """
        the server got "question" and answers: ok; the client, never connected: "answer"
        an empty datagram: "" and after it "more"
        """;

    protected override string Run(Stage stage)
    {
        stage.Scene("", "client", "server");
        var server = Datagrams.Open(stage);
        var client = stage.Own(new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5000 });
        Datagrams.Call(stage, "client", "SendTo(\"question\")", () => client.SendTo("question"u8, server.LocalEndPoint!));
        EndPoint asker = new IPEndPoint(IPAddress.Any, 0);
        var buffer = new byte[100];
        var count = server.ReceiveFrom(buffer, ref asker);
        var question = System.Text.Encoding.ASCII.GetString(buffer, 0, count);
        stage.Call("server", $"ReceiveFrom: \"{question}\"");
        var sent = Datagrams.Call(stage, "server", "SendTo(\"answer\")", () => server.SendTo("answer"u8, asker));
        var answer = Datagrams.Receive(stage, "client", client);
        Datagrams.Call(stage, "server", "SendTo(\"\")", () => server.SendTo([], asker));
        Datagrams.Call(stage, "server", "SendTo(\"more\")", () => server.SendTo("more"u8, asker));
        return Lines(
            $"the server got \"{question}\" and answers: {sent}; the client, never connected: {answer}",
            $"an empty datagram: {Datagrams.Receive(stage, "client", client)} and after it {Datagrams.Receive(stage, "client", client)}");
    }
}
