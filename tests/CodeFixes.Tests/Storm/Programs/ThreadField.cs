using System.Net.Sockets;
using System.Threading;

Host.ForEachClient(client => new Session(client).Start());

public sealed class Session
{
    private readonly Socket _socket;

    public Session(Socket socket) => _socket = socket;

    public void Start() => new Thread(Run) { IsBackground = true }.Start();

    private void Run()
    {
        var buffer = new byte[64];
        int count;
        while ((count = _socket.Receive(buffer)) > 0)
            _socket.Send(buffer, count, SocketFlags.None);
        _socket.Dispose();
    }
}
