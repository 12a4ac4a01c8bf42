using System;
using System.Net.Sockets;

Server.Run(Host.Listen());
Host.WaitForStop();

public static class Server
{
    public static async void Run(TcpListener listener)
    {
        var buffer = new byte[64];
        for (;;)
        {
            var client = await listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            var count = await stream.ReadAsync(buffer);
            await stream.WriteAsync(buffer.AsMemory(0, count));
            client.Dispose();
        }
    }
}
