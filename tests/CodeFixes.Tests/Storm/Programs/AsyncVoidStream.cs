// say
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading;

var chats = new ConcurrentBag<Chat>();
new Thread(() =>
{
    while (true)
    {
        foreach (var chat in chats)
            chat.Say(new byte[] { 1, 2, 3, 4, 5 });
        Thread.Sleep(5);
    }
}) { IsBackground = true }.Start();
Host.ForEachClient(client => chats.Add(new Chat(client)));

public sealed class Chat
{
    private readonly NetworkStream _stream;

    public Chat(Socket socket) => _stream = new NetworkStream(socket, ownsSocket: true);

    public async void Say(byte[] line) => await _stream.WriteAsync(line);
}
