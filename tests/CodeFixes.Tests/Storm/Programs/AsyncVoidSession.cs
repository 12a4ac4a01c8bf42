using System;
using System.Net.Sockets;

Host.ForEachClient(client => new Session(client).Run());

public sealed class Session
{
    private readonly Socket _socket;

    public Session(Socket socket) => _socket = socket;

    public async void Run()
    {
        var buffer = new byte[64];
        int count;
        while ((count = await _socket.ReceiveAsync(buffer, SocketFlags.None)) > 0)
            await _socket.SendAsync(buffer.AsMemory(0, count), SocketFlags.None);
        _socket.Dispose();
    }
}
