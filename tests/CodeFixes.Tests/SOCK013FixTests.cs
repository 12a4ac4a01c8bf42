using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

public sealed class SOCK013FixTests
{
    [Fact]
    public Task A_receiver_gets_the_option() => Verify(
        """
        public static class Beacon
        {
            public static int Listen(byte[] buffer)
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                {|SOCK013:socket.Bind(new IPEndPoint(IPAddress.Any, 5353))|};
                socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(IPAddress.Parse("224.0.0.251")));
                return socket.Receive(buffer);
            }
        }
        """,
        """
        public static class Beacon
        {
            public static int Listen(byte[] buffer)
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
                socket.Bind(new IPEndPoint(IPAddress.Any, 5353));
                socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(IPAddress.Parse("224.0.0.251")));
                return socket.Receive(buffer);
            }
        }
        """);

    [Fact]
    public Task A_client_that_binds_at_once_is_unfolded() => Verify(
        """
        public static class Beacon
        {
            public static byte[] Listen()
            {
                using var client = {|SOCK013:new UdpClient(5353)|}; // mDNS
                client.JoinMulticastGroup(IPAddress.Parse("224.0.0.251"));
                IPEndPoint from = null;
                return client.Receive(ref from);
            }
        }
        """,
        """
        public static class Beacon
        {
            public static byte[] Listen()
            {
                using var client = new UdpClient(AddressFamily.InterNetwork); // mDNS
                client.Client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
                client.Client.Bind(new IPEndPoint(IPAddress.Any, 5353));
                client.JoinMulticastGroup(IPAddress.Parse("224.0.0.251"));
                IPEndPoint from = null;
                return client.Receive(ref from);
            }
        }
        """);

    private static Task Verify(string code, string fixedCode) => FixTest.Of<UnsharedMulticastPortFix>(code, fixedCode).RunAsync();
}
