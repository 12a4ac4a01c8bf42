using System.Net.Sockets;
using System.Threading;

var server = new Server(Host.ListenSocket());
server.Start();
Host.WaitForStop();
server.Wait();

public sealed class Server
{
    private readonly Socket _listener;
    private readonly Thread _thread;

    public Server(Socket listener)
    {
        _listener = listener;
        _thread = new Thread(Loop);
    }

    public void Start() => _thread.Start();

    public void Wait() => _thread.Join();

    private void Loop()
    {
        while (true)
        {
            var client = _listener.Accept();
            Serve(client);
        }
    }

    private static void Serve(Socket client)
    {
        var buffer = new byte[64];
        client.Send(buffer, client.Receive(buffer), SocketFlags.None);
        client.Close();
    }
}
