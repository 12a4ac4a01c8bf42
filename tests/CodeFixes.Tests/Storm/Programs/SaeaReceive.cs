using System;
using System.Net.Sockets;
using System.Threading.Tasks;

Host.ForEachClient(client => new Echo(client).Start());

public sealed class Echo
{
    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _args = new();

    public Echo(Socket client)
    {
        _socket = client;
        _args.SetBuffer(new byte[64], 0, 64);
        _args.Completed += OnCompleted;
    }

    public void Start()
    {
        if (!_socket.ReceiveAsync(_args))
            Task.Run(() => OnCompleted(this, _args));
    }

    private void OnCompleted(object? sender, SocketAsyncEventArgs e)
    {
        if (e.SocketError != SocketError.Success || e.BytesTransferred == 0)
        {
            _socket.Dispose();
            return;
        }

        _socket.Send(e.Buffer!, e.Offset, e.BytesTransferred, SocketFlags.None);
        Start();
    }
}
