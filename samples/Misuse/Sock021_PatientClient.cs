using System.Net.Sockets;
using System.Text;

namespace Misuse;

/// <summary>
/// A client whose author wanted Close to wait for the last bytes, and lines that look as if they said so. LingerState reads the option from the
/// socket and returns a new object each time, so each line changes an object that nobody else has.
/// </summary>
public static class PatientClient
{
    public static Socket Open(string host)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.LingerState!.Enabled = true; // SOCK021
        socket.LingerState!.LingerTime = 10; // SOCK021
        socket.Connect(host, 7000);
        return socket;
    }

    /// <summary>A local makes it look better, and is the same copy.</summary>
    public static TcpClient OpenClient(string host)
    {
        var client = new TcpClient();
        var linger = client.LingerState!;
        linger.Enabled = false; // SOCK021
        client.Connect(host, 7000);
        return client;
    }

    /// <summary>Assigned back it reaches the socket.</summary>
    public static void Shorten(Socket socket)
    {
        var linger = socket.LingerState!;
        linger.LingerTime = 1;
        socket.LingerState = linger;
    }

    public static void Say(Socket socket, string text) => socket.Send(Encoding.UTF8.GetBytes(text));
}
