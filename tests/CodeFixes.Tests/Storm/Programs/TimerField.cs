// tick
using System.Net.Sockets;
using System.Threading;

Host.ForEachClient(client => _ = new Ticker(client));

public sealed class Ticker
{
    private static readonly System.Collections.Concurrent.ConcurrentBag<Ticker> All = new();
    private readonly Socket _socket;
    private readonly Timer _timer;

    public Ticker(Socket socket)
    {
        _socket = socket;
        _timer = new Timer(OnTick, null, 1, 5);
        All.Add(this);
    }

    private void OnTick(object? state)
    {
        _socket.Send(new byte[] { 1, 2, 3, 4, 5 });
    }
}
