using System.IO;
using System.Net.Sockets;
using System.Threading;

Host.ForEachClient(LineServer.Start);

public static class LineServer
{
    public static void Start(Socket client)
    {
        var thread = new Thread(Work) { IsBackground = true };
        thread.Start(client);
    }

    private static void Work(object? state)
    {
        var client = (Socket)state!;
        var stream = new NetworkStream(client);
        int value;
        while ((value = stream.ReadByte()) >= 0)
        {
            // one byte after the other
            stream.WriteByte((byte)value);
        }

        client.Close();
    }
}
