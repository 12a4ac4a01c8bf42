using System;
using System.Net.Sockets;

var listener = Host.ListenSocket();
listener.BeginAccept(Server.OnAccept, listener);
Host.WaitForStop();

public static class Server
{
    public static void OnAccept(IAsyncResult result)
    {
        var listener = (Socket)result.AsyncState!;
        var client = listener.EndAccept(result);
        var buffer = new byte[64];
        var count = client.Receive(buffer);
        client.Send(buffer, count, SocketFlags.None);
        client.Dispose();
        listener.BeginAccept(OnAccept, listener);
    }
}
