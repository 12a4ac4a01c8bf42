using System;
using System.Net.Sockets;

public static class Program
{
    public static void Main()
    {
        var listener = Host.Listen();
        var buffer = new byte[64];
        while (!Host.Stopping.IsCancellationRequested)
        {
            try
            {
                using var client = listener.AcceptTcpClient();
                var stream = client.GetStream();
                stream.Write(buffer, 0, stream.Read(buffer, 0, 64));
            }
            catch (SocketException e)
            {
                Console.Error.WriteLine(e.SocketErrorCode);
            }
        }
    }
}
