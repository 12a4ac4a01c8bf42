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
