using System;
using System.Net.Sockets;

public static class Program
{
    public static int Main()
    {
        var listener = Host.ListenSocket();
        while (true)
        {
            using (var client = listener.Accept())
            {
                var buffer = new byte[64];
                client.Send(buffer, client.Receive(buffer), SocketFlags.None);
            }
        }
    }
}
