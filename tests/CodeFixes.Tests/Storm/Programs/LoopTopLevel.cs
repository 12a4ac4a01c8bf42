using System.Net.Sockets;

var listener = Host.Listen();
var buffer = new byte[64];
while (!Host.Stopping.IsCancellationRequested)
{
    using var client = listener.AcceptTcpClient();
    var stream = client.GetStream();
    var count = stream.Read(buffer);
    stream.Write(buffer, 0, count);
}
