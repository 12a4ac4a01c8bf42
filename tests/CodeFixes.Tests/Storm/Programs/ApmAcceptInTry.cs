using System;
using System.Net.Sockets;

var server = new Server(Host.ListenSocket());
server.Start();
Host.WaitForStop();

public sealed class Server
{
    private readonly Socket _listener;

    public Server(Socket listener) => _listener = listener;

    public void Start() => _listener.BeginAccept(OnClient, null);

    private void OnClient(IAsyncResult result)
    {
        try
        {
            var client = _listener.EndAccept(result);
            var buffer = new byte[64];
            client.Send(buffer, client.Receive(buffer), SocketFlags.None);
            client.Close();
            _listener.BeginAccept(OnClient, null);
        }
        catch (SocketException e)
        {
            Console.Error.WriteLine(e.Message);
        }
        catch (ObjectDisposedException)
        {
        }
    }
}
