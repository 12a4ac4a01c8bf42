using System;
using System.Net.Sockets;

var server = new Server(Host.Listen());
server.Start();
Host.WaitForStop();

public sealed class Server
{
    private readonly TcpListener _listener;

    public Server(TcpListener listener) => _listener = listener;

    public void Start() => _listener.BeginAcceptTcpClient(OnClient, null);

    private void OnClient(IAsyncResult result)
    {
        // the next one first
        _listener.BeginAcceptTcpClient(OnClient, null);
        var client = _listener.EndAcceptTcpClient(result);
        var stream = client.GetStream();
        var buffer = new byte[64];
        var count = stream.Read(buffer, 0, 64);
        stream.Write(buffer, 0, count);
        client.Close();
    }
}
