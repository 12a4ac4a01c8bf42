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
