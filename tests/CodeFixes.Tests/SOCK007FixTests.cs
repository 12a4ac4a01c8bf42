using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

public sealed class SOCK007FixTests
{
    private const string Delete = "SOCK007.Delete";

    [Fact]
    public Task The_option_becomes_exclusive() => Verify(
        "{|SOCK007:listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|}; // restarts",
        "listener.ExclusiveAddressUse = true; // restarts");

    [Fact]
    public Task Exclusive_false_becomes_true() => Verify(
        "{|SOCK007:listener.ExclusiveAddressUse = false|};",
        "listener.ExclusiveAddressUse = true;");

    [Fact]
    public Task The_option_is_deleted() => Verify(
        "{|SOCK007:listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|};",
        null,
        Delete);

    [Fact]
    public Task Both_options_leave_one_statement() => Verify(
        """
        {|SOCK007:listener.ExclusiveAddressUse = false|};
                {|SOCK007:listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|};
        """,
        "listener.ExclusiveAddressUse = true;");

    [Fact]
    public Task In_an_object_initializer() => FixTest.Of<SharedListeningPortFix>(
        """
        public static class Server
        {
            public static void Open()
            {
                var listener = new TcpListener(IPAddress.Any, 7000) { {|SOCK007:ExclusiveAddressUse = false|} };
                listener.Start();
                listener.AcceptSocket();
            }
        }
        """,
        """
        public static class Server
        {
            public static void Open()
            {
                var listener = new TcpListener(IPAddress.Any, 7000) { ExclusiveAddressUse = true };
                listener.Start();
                listener.AcceptSocket();
            }
        }
        """).RunAsync();

    // With the property true, the getter sets it again on the bound socket, and that throws. Without it a restart works all the same.
    [Fact]
    public Task Deleted_where_the_listeners_Server_is_read() => FixTest.Of<SharedListeningPortFix>(
        """
        public static class Server
        {
            public static EndPoint Open()
            {
                var listener = new TcpListener(IPAddress.Any, 7000);
                {|SOCK007:listener.ExclusiveAddressUse = false|};
                listener.Start();
                return listener.Server.LocalEndPoint;
            }
        }
        """,
        """
        public static class Server
        {
            public static EndPoint Open()
            {
                var listener = new TcpListener(IPAddress.Any, 7000);
                {|SOCK001:listener.Start()|};
                return listener.Server.LocalEndPoint;
            }
        }
        """,
        "SOCK007.Delete").RunAsync();

    [Fact]
    public Task Not_made_exclusive_where_the_listeners_Server_is_read() => FixTest.None<SharedListeningPortFix>(
        """
        public sealed class Server
        {
            private readonly TcpListener _listener = new TcpListener(IPAddress.Any, 7000) { {|SOCK007:ExclusiveAddressUse = false|} };

            public EndPoint Address => _listener.Server.LocalEndPoint;

            public void Open() => _listener.Start();
        }
        """,
        "SOCK007.Exclusive").RunAsync();

    [Fact]
    public Task A_comment_above_a_deleted_line_stays() => FixTest.Of<SharedListeningPortFix>(
        """
        public static class Server
        {
            public static void Open()
            {
                var listener = new TcpListener(IPAddress.Any, 7000);
                // we restart often
                {|SOCK007:listener.ExclusiveAddressUse = false|};
                listener.Start();
                listener.AcceptSocket();
            }
        }
        """,
        """
        public static class Server
        {
            public static void Open()
            {
                var listener = new TcpListener(IPAddress.Any, 7000);
                // we restart often
                {|SOCK001:listener.Start()|};
                listener.AcceptSocket();
            }
        }
        """,
        Delete).RunAsync();

    private static Task Verify(string statement, string? fixedStatement, string? key = null) => FixTest.Of<SharedListeningPortFix>(
        $$"""
        public static class Server
        {
            public static void Open()
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                {{statement}}
                listener.Bind(new IPEndPoint(IPAddress.Any, 7000));
                listener.Listen();
            }
        }
        """,
        $$"""
        public static class Server
        {
            public static void Open()
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                {{(fixedStatement is null ? "{|SOCK001:listener.Bind(new IPEndPoint(IPAddress.Any, 7000))|};" : fixedStatement + "\n        listener.Bind(new IPEndPoint(IPAddress.Any, 7000));")}}
                listener.Listen();
            }
        }
        """,
        key).RunAsync();
}
