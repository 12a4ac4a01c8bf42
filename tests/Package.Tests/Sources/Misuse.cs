using System.Net;
using System.Net.Sockets;

namespace Misuse
{
    // A comment at the end of a line names what is reported there; "info" is not printed by dotnet build.
    public static class Sites
    {
        public static void WriteAfterShutdown(Socket s, byte[] data)
        {
            s.Send(data);
            s.Shutdown(SocketShutdown.Send);
            s.Send(data); // SOCK003
        }

        public static Socket BacklogAboveTheLimit()
        {
            var s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            s.ExclusiveAddressUse = true;
            s.Bind(new IPEndPoint(IPAddress.Any, 8080));
            s.Listen(70000); // SOCK005
            return s;
        }

        public static TcpListener ImplicitReuse()
        {
            var listener = new TcpListener(IPAddress.Any, 8080);
            listener.Start(); // SOCK001 info
            return listener;
        }

        public static TcpListener SharedPort()
        {
            var listener = new TcpListener(IPAddress.Any, 8081);
            listener.ExclusiveAddressUse = false; // SOCK007
            listener.Start();
            return listener;
        }

        public static void AcceptLoop(TcpListener listener)
        {
            while (true)
                listener.AcceptTcpClient().Close(); // SOCK004
        }

        public static void HalfClose(Socket s, byte[] data)
        {
            s.Send(data);
            s.Shutdown(SocketShutdown.Send);
            while (s.Receive(data) > 0)
            {
            }

            s.Dispose();
        }
    }
}
