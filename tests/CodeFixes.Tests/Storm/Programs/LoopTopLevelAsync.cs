using System;
using System.Net.Sockets;

var listener = Host.Listen();
var buffer = new byte[64];
while (true)
{
    using var client = await listener.AcceptSocketAsync();
    var count = await client.ReceiveAsync(buffer, SocketFlags.None);
    await client.SendAsync(buffer.AsMemory(0, count), SocketFlags.None);
}
