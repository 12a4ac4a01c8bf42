using System;
using System.Net.Sockets;

Host.ForEachClient(client => Echo.Begin(client));

public sealed class StateObject
{
    public Socket? WorkSocket;
    public byte[] Buffer = new byte[64];
}

public static class Echo
{
    public static void Begin(Socket client)
    {
        var state = new StateObject { WorkSocket = client };
        client.BeginReceive(state.Buffer, 0, 64, SocketFlags.None, ReadCallback, state);
    }

    public static void ReadCallback(IAsyncResult ar)
    {
        StateObject state = (StateObject)ar.AsyncState!;
        Socket handler = state.WorkSocket!;

        int bytesRead = handler.EndReceive(ar);
        if (bytesRead > 0)
            handler.BeginSend(state.Buffer, 0, bytesRead, SocketFlags.None, SendCallback, state);
        else
            handler.Close();
    }

    private static void SendCallback(IAsyncResult ar)
    {
        StateObject state = (StateObject)ar.AsyncState!;
        state.WorkSocket!.EndSend(ar);
        state.WorkSocket.BeginReceive(state.Buffer, 0, 64, SocketFlags.None, ReadCallback, state);
    }
}
