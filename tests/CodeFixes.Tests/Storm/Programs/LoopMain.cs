using System.Net.Sockets;

public static class Program
{
    public static void Main()
    {
        var listener = Host.Listen();
        var buffer = new byte[64];
        while (true)
        {
            var client = listener.AcceptTcpClient();
            var stream = client.GetStream();
            int count;
            while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
                stream.Write(buffer, 0, count);
            client.Close();
        }
    }
}
