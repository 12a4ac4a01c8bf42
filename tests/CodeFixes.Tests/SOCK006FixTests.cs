using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

public sealed class SOCK006FixTests
{
    [Fact]
    public Task The_protocol_becomes_Tcp() => Verify(
        """
        public static class Server
        {
            public static void Open()
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.IP /* any */);
                {|SOCK001:{|SOCK006:listener.Bind(new IPEndPoint(IPAddress.Any, 7000))|}|};
                listener.Listen();
            }
        }
        """,
        """
        public static class Server
        {
            public static void Open()
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp /* any */);
                {|SOCK001:listener.Bind(new IPEndPoint(IPAddress.Any, 7000))|};
                listener.Listen();
            }
        }
        """);

    [Fact]
    public Task The_protocol_of_a_field() => Verify(
        """
        public sealed class Server
        {
            private readonly Socket _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);

            public void Open()
            {
                {|SOCK001:{|SOCK006:_socket.Bind(new IPEndPoint(IPAddress.Any, 7000))|}|};
                _socket.Listen();
            }
        }
        """,
        """
        public sealed class Server
        {
            private readonly Socket _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

            public void Open()
            {
                {|SOCK001:_socket.Bind(new IPEndPoint(IPAddress.Any, 7000))|};
                _socket.Listen();
            }
        }
        """);

    [Fact]
    public Task Without_using_directives_the_names_are_full() => FixTest.Bare<MissingAddressReuseFix>(
        """
        public static class Server
        {
            public static void Open()
            {
                var listener = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, (System.Net.Sockets.ProtocolType)0);
                {|SOCK001:{|SOCK006:listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Any, 7000))|}|};
                listener.Listen(10);
            }
        }
        """,
        """
        public static class Server
        {
            public static void Open()
            {
                var listener = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                {|SOCK001:listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Any, 7000))|};
                listener.Listen(10);
            }
        }
        """).OnNetFramework().RunAsync();

    private static Task Verify(string code, string fixedCode) => FixTest.Of<MissingAddressReuseFix>(code, fixedCode).RunAsync();
}
