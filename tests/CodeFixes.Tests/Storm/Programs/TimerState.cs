// tick
using System.Net.Sockets;
using System.Threading;

Host.ForEachClient(client => Timers.Start(client));

public static class Timers
{
    private static readonly System.Collections.Concurrent.ConcurrentBag<Timer> All = new();

    public static void Start(Socket client) => All.Add(new Timer(Tick, client, 1, 5));

    private static void Tick(object? state)
    {
        var socket = (Socket)state!;

        // five bytes
        socket.Send(new byte[5]);
    }
}
