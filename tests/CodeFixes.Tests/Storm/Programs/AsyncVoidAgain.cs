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
    private readonly Socket _socket;

    public Chat(Socket socket)
    {
        _socket = socket;
    }

    public async void Say(byte[] line)
    {
        await _socket.SendAsync(line);
    }
}
