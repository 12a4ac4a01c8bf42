using System;
using System.Net.Sockets;

Host.ForEachClient(client => Echo.Begin(client));

public static class Echo
{
    private static readonly byte[] Buffer = new byte[64];

    public static void Begin(Socket client) => client.BeginReceive(Buffer, 0, Buffer.Length, SocketFlags.None, OnReceive, client);

    private static void OnReceive(IAsyncResult result)
    {
        var socket = (Socket)result.AsyncState!;
        int count = socket.EndReceive(result);
        if (count > 0)
        {
            // back to where it came from
            socket.Send(Buffer, count, SocketFlags.None);
            socket.BeginReceive(Buffer, 0, Buffer.Length, SocketFlags.None, new AsyncCallback(OnReceive), socket);
        }
        else
        {
            socket.Close();
        }
    }
}
