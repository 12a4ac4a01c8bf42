using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

var host = args.Length > 0 ? args[0] : "localhost";
var port = args is [_, var p, ..] && int.TryParse(p, out var parsed) ? parsed : 7;

using var client = new TcpClient();
await client.ConnectAsync(host, port);
await using var stream = client.GetStream();
await stream.WriteAsync("hello\n"u8.ToArray());
client.Client.Shutdown(SocketShutdown.Send);

using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
string? line;
while ((line = await reader.ReadLineAsync()) is not null)
    Console.WriteLine($"{port,5}: {line}");

stream.WriteByte(1);
Listen(0, s => s.Send(stackalloc byte[] { 1, 2, 3 }));
return await Local(client.Client) switch { 0 => 0, < 0 => -1, var n when n > 10 => n, _ => 1 };

static void Listen(int port, Action<Socket> serve)
{
    var listener = new TcpListener(IPAddress.Any, port) { ExclusiveAddressUse = false };
    listener.Start(70000);
    using (var accepted = listener.AcceptSocket())
        serve(accepted);
    listener.Stop();
}

async Task<int> Local(Socket s)
{
    s.Shutdown(SocketShutdown.Both);
    return await s.SendAsync(new byte[1]) + port;
}
