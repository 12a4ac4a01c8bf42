using System.Net;
using System.Net.Sockets;

namespace Misuse
{
    // Not for .NET Framework, which runs on Windows alone and needs no SO_REUSEADDR.
    public static class UnixSites
    {
        public static Socket MissingReuse()
        {
            var s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);
            s.Bind(new IPEndPoint(IPAddress.Any, 9000)); // SOCK001 info, SOCK006
            s.Listen(16);
            return s;
        }
    }
}
