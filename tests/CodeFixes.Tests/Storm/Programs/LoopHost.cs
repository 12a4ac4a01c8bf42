using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;

public sealed class EchoService : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listener = Host.Listen();
        var buffer = new byte[64];
        while (!stoppingToken.IsCancellationRequested)
        {
            using var client = await listener.AcceptTcpClientAsync(stoppingToken);
            var count = await client.GetStream().ReadAsync(buffer, stoppingToken);
            await client.GetStream().WriteAsync(buffer, 0, count, stoppingToken);
        }
    }

    public static int Main() => new EchoService().Run();
}
