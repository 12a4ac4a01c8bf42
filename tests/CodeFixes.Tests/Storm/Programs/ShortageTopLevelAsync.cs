// shortage
using System.Net.Sockets;
using System.Threading;

var listener = Host.Listen();
while (true)
{
    var client = await listener.AcceptSocketAsync();
    Held.Add(client);
}
