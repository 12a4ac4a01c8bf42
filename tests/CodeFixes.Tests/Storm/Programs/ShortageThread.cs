// shortage
using System.Net.Sockets;
using System.Threading;

new Thread(Server.Accept).Start(Host.ListenSocket());

public static class Server
{
    public static void Accept(object? state)
    {
        var listener = (Socket)state!;
        while (true)
            Held.Add(listener.Accept());
    }
}
