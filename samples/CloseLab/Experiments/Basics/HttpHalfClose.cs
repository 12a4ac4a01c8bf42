using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloseLab.Experiments.Basics;

internal sealed class HttpHalfClose : Experiment
{
    private const int Requests = 5;

    public override string Name => "http-half-close";

    public override string Claim => "Half-closing an HTTP/1.1 request loses the response at Kestrel, which takes the client's FIN for an abort.";

    public override string Facts => "§14";

    public override Expectation Expected => """
        request, Shutdown(Send): 0 of 5 answered
        request: 5 of 5 answered
        """;

    public override async Task<string> RunAsync(Stage stage)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var server = builder.Build();
        server.MapGet("/", async () =>
        {
            await Task.Delay(100);
            return "Hi, data1";
        });
        await server.StartAsync(stage.Limit);
        var address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var port = new Uri(address).Port;
        // The first request compiles the handler.
        await AskAsync(port, halfClose: false, null);
        return Lines(await CountAsync(stage, port, halfClose: true), await CountAsync(stage, port, halfClose: false));
    }

    private static async Task<string> CountAsync(Stage stage, int port, bool halfClose)
    {
        var title = halfClose ? "request, Shutdown(Send)" : "request";
        var answered = 0;
        for (var i = 0; i < Requests; i++)
        {
            if (i > 0)
                stage.DropScene();
            stage.Scene(title, "client", "Kestrel");
            stage.Register(new IPEndPoint(IPAddress.Loopback, port), "Kestrel");
            answered += await AskAsync(port, halfClose, stage) ? 1 : 0;
        }

        return $"{title}: {answered} of {Requests} answered";
    }

    private static async Task<bool> AskAsync(int port, bool halfClose, Stage? stage)
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 5000 };
        client.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        stage?.Register(client.LocalEndPoint!, "client");
        await client.ConnectAsync(IPAddress.Loopback, port);
        stage?.Call("client", "Send(\"GET / HTTP/1.1 …\")");
        client.Send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8);
        if (halfClose)
        {
            stage?.Call("client", "Shutdown(Send)");
            client.Shutdown(SocketShutdown.Send);
        }

        var answer = new byte[4096];
        var text = await Task.Run(() => Peer.Answer(() => Encoding.ASCII.GetString(answer, 0, client.Receive(answer))));
        var good = text.StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        stage?.Call("client", good ? "Receive: HTTP/1.1 200 OK" : $"Receive: {(text.Length == 0 ? "EOF, and no answer" : text)}", bad: !good);
        return good;
    }
}
