// tick
using System.Net.Sockets;
using System.Threading;

Host.ForEachClient(client => _ = new Ticker(client));

public sealed class Ticker
{
    private static readonly System.Collections.Concurrent.ConcurrentBag<Ticker> All = new();
    private readonly TcpClient _client;
    private readonly Timer _timer;

    public Ticker(Socket socket)
    {
        _client = new TcpClient { Client = socket };
        _timer = new Timer(_ => _client.GetStream().Write(new byte[] { 1, 2, 3, 4, 5 }), null, 1, 5);
        All.Add(this);
    }
}
