using System.Net.Sockets;
using System.Threading;

Host.ForEachClient(client =>
{
    var args = new SocketAsyncEventArgs();
    args.SetBuffer(new byte[64], 0, 64);
    args.UserToken = client;
    args.Completed += (sender, e) =>
    {
        if (e.BytesTransferred == 0)
            return;
        var socket = (Socket)e.UserToken!;
        socket.Send(e.Buffer!, 0, e.BytesTransferred, SocketFlags.None);
        while (socket.Receive(e.Buffer!) is > 0 and var count)
            socket.Send(e.Buffer!, 0, count, SocketFlags.None);
        socket.Close();
    };
    // Data that is here already would make it complete at once, without the event.
    while (!client.ReceiveAsync(args))
    {
        if (args.BytesTransferred == 0)
            break;
        client.Send(args.Buffer!, 0, args.BytesTransferred, SocketFlags.None, out _);
    }
});
