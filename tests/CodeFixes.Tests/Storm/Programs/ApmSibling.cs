using System;
using System.Net.Sockets;

Host.ForEachClient(client => new Echo(client).Start());

public sealed class Echo
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[64];
    private bool _isConnected = true;

    public Echo(Socket client) => _socket = client;

    public void Start() => _socket.BeginReceive(_buffer, 0, 64, SocketFlags.None, OnReceive, null);

    private void OnReceive(IAsyncResult result)
    {
        int count;
        try
        {
            count = _socket.EndReceive(result);
        }
        catch (ObjectDisposedException)
        {
            _isConnected = false;
            return;
        }

        if (count == 0 || !_isConnected)
            return;
        _socket.Send(_buffer, count, SocketFlags.None);
        Start();
    }
}
