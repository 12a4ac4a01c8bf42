using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace Formatted
{
    /// <summary>Places that have no fix, in the project that comes first: they must not stop the fixes of the others.</summary>
    public sealed class NoFix
    {
        private TcpListener _listener;

        public NoFix(int port) => _listener = new TcpListener(IPAddress.Any, port);

        public void Move(int port) => _listener = new TcpListener(IPAddress.IPv6Any, port);

        public void Open() => _listener.Start(); // SOCK001 info

        public void Accept() => _listener.BeginAcceptTcpClient(Accepted, null);

        private void Accepted(IAsyncResult result)
        {
            if (_listener.EndAcceptTcpClient(result).Connected) // SOCK004
                _listener.BeginAcceptTcpClient(Accepted, null); // SOCK041
        }

        public static void ReadFirst(Socket peer, byte[] data)
        {
            peer.Shutdown(SocketShutdown.Send);
            var count = peer.Receive(data);
            peer.Send(data, count, SocketFlags.None); // SOCK003
        }

        public static byte[] Join()
        {
            var client = new UdpClient(new IPEndPoint(IPAddress.Any, 5353)); // SOCK013 info
            client.JoinMulticastGroup(IPAddress.Parse("224.0.0.251"));
            var from = new IPEndPoint(IPAddress.Any, 0);
            return client.Receive(ref from);
        }

        public static void HangUp(Socket peer, ArraySegment<byte> data)
        {
            var sending = peer.SendAsync(data, SocketFlags.None); // SOCK008
            peer.Close();
        }
    }
}
