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

    [Fact]
    public Task Both_options_leave_one_statement_where_one_is_set_on_the_Server() => FixTest.Of<SharedListeningPortFix>(
        """
        public sealed class Server
        {
            private readonly TcpListener _listener = new TcpListener(IPAddress.Any, 7000);

            public void Open()
            {
                {|SOCK007:_listener.ExclusiveAddressUse = false|};
                {|SOCK007:this._listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, 1)|};
                _listener.Start();
                _listener.AcceptSocket();
            }
        }
        """,
        """
        public sealed class Server
        {
            private readonly TcpListener _listener = new TcpListener(IPAddress.Any, 7000);

            public void Open()
            {
                {|SOCK001:_listener.Start()|};
                _listener.AcceptSocket();
            }
        }
        """,
        Delete).RunAsync();

    [Fact]
    public Task Both_options_of_a_program_leave_one_statement() => FixTest.Of<SharedListeningPortFix>(
        """
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        {|SOCK007:listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|};
        {|SOCK007:listener.ExclusiveAddressUse = false|}; // both
        listener.Bind(new IPEndPoint(IPAddress.Any, 7000));
        listener.Listen();
        """,
        """
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.ExclusiveAddressUse = true;
        // both
        listener.Bind(new IPEndPoint(IPAddress.Any, 7000));
        listener.Listen();
        """).AsProgram().RunAsync();

    [Theory]
    [InlineData("if (!OperatingSystem.IsWindows()) {0};")]
    [InlineData("if (OperatingSystem.IsLinux()) {0};")]
    [InlineData("if (OperatingSystem.IsWindows()) return; {0};")]
    public Task Where_Windows_never_comes_the_line_would_do_nothing(string statement) => FixTest.None<SharedListeningPortFix>(
        Server(string.Format(null, statement, "{|SOCK007:listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|}")),
        "SOCK007.Exclusive").RunAsync();

    [Fact]
    public Task On_Windows_it_does_what_it_says() => FixTest.Of<SharedListeningPortFix>(
        Server("if (OperatingSystem.IsWindows()) {|SOCK007:listener.ExclusiveAddressUse = false|};"),
        Server("if (OperatingSystem.IsWindows()) listener.ExclusiveAddressUse = true;")).RunAsync();

    private static string Server(string statement) => $$"""
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
        """;

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
