using System.Net.Sockets;
using System.Threading;

Host.ForEachClient(client =>
{
    var thread = new Thread(() => Echo.Serve(client));
    thread.IsBackground = true;
    thread.Start();
});

public static class Echo
{
    public static void Serve(Socket client)
    {
        using var stream = new NetworkStream(client, ownsSocket: true);
        var buffer = new byte[64];
        int count;
        while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
            stream.Write(buffer, 0, count);
    }
}
