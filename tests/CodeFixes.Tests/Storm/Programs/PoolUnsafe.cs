using System.Net.Sockets;
using System.Threading;

Host.ForEachClient(client =>
{
    var job = new Job(new TcpClient { Client = client });
    ThreadPool.UnsafeQueueUserWorkItem(_ => job.Run(), null);
});

public sealed class Job
{
    private readonly TcpClient _client;

    public Job(TcpClient client) => _client = client;

    public void Run()
    {
        var buffer = new byte[64];
        int count;
        while ((count = _client.GetStream().Read(buffer, 0, 64)) > 0)
            _client.GetStream().Write(buffer, 0, count);
        _client.Close();
    }
}
