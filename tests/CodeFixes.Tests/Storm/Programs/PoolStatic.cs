using System.Net.Sockets;
using System.Threading;

Host.ForEachClient(Worker.Start);

public static class Worker
{
    public static void Start(Socket client) => ThreadPool.QueueUserWorkItem(Serve, client);

    private static void Serve(object? state)
    {
        if (state is Socket client)
        {
            var buffer = new byte[64];
            var count = client.Receive(buffer);
            client.Send(buffer, count, SocketFlags.None);
            client.Shutdown(SocketShutdown.Send);
            while (client.Receive(buffer) > 0)
            {
            }

            client.Dispose();
        }
    }
}
