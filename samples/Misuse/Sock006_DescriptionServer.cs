using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace Misuse;

/// <summary>
/// Serves the description of this device. <c>Unspecified</c> gives a TCP socket all the same, but .NET sets SO_REUSEADDR at
/// Bind only for <c>ProtocolType.Tcp</c>: after a restart this one finds its port in use for as long as TIME_WAIT lasts.
/// Who may share the port is not settled either, hence both marks.
/// </summary>
public static class DescriptionServer
{
    public static void Serve(byte[] description)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new IPEndPoint(IPAddress.Any, 49152)); // SOCK001, SOCK006
        listener.Listen();
        while (true)
        {
            try
            {
                using var reader = listener.Accept();
                reader.Send(description);
                reader.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException e)
            {
                Console.Error.WriteLine($"description: {e.SocketErrorCode}");
                Thread.Sleep(100);
            }
        }
    }
}
