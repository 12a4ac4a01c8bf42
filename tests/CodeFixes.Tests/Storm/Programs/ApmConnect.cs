// relay: a connection of its own back to a service, ended in the callback of the connect
using System;
using System.Net;
using System.Net.Sockets;

var service = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true };
service.Bind(new IPEndPoint(IPAddress.Loopback, 0));
service.Listen();
Host.ForEachClient(client =>
{
    var dial = new Dial(client, new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
    dial.Start(service.LocalEndPoint!);
    service.Accept().Dispose();
});

public sealed class Dial
{
    private readonly Socket _client;
    private readonly Socket _upstream;

    public Dial(Socket client, Socket upstream)
    {
        _client = client;
        _upstream = upstream;
    }

    public void Start(EndPoint service) => _upstream.BeginConnect(service, OnConnect, null);

    private void OnConnect(IAsyncResult result)
    {
        _upstream.EndConnect(result);
        _upstream.Dispose();
        var buffer = new byte[64];
        _client.Send(buffer, _client.Receive(buffer), SocketFlags.None);
        _client.Dispose();
    }
}
