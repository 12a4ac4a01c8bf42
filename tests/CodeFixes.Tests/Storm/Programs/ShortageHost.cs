// shortage
using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;

public sealed class HoldingService : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listener = Host.ListenSocket();
        while (!stoppingToken.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await listener.AcceptAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            Held.Add(client);
        }
    }

    public static int Main() => new HoldingService().Run();
}

public static class Held
{
    private static readonly System.Collections.Generic.List<Socket> Clients = new();

    // With the first client, while there are descriptors: a thread needs some.
    static Held() => new Thread(Watch) { IsBackground = true }.Start();

    /// <summary>Echoes what is there already, and keeps the others until they have gone.</summary>
    public static void Add(Socket client)
    {
        lock (Clients)
            Clients.Add(client);
    }

    private static void Watch()
    {
        var buffer = new byte[64];
        while (true)
        {
            lock (Clients)
            {
                Clients.RemoveAll(client =>
                {
                    if (!client.Poll(0, SelectMode.SelectRead))
                        return false;
                    var count = client.Receive(buffer, 0, 64, SocketFlags.None, out _);
                    client.Send(buffer, 0, count, SocketFlags.None, out _);
                    client.Dispose();
                    return true;
                });
            }

            Thread.Sleep(2);
        }
    }
}
