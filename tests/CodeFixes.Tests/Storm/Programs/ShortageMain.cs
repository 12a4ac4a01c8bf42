// shortage
using System.Net.Sockets;
using System.Threading;

public static class Program
{
    public static void Main()
    {
        var listener = Host.Listen();
        while (true)
        {
            var client = listener.AcceptSocket();
            Held.Add(client);
        }
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
