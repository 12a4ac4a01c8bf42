using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

public sealed class SOCK005FixTests
{
    private const string Limit = "SOCK005.Limit";

    [Fact]
    public Task Listen_asks_for_the_maximum() => Verify(
        "socket.Listen({|SOCK005:5000|});",
        "socket.Listen(int.MaxValue);");

    [Fact]
    public Task Start_asks_for_the_maximum_without_an_argument() => Verify(
        "listener.Start({|SOCK005:5000|});",
        "listener.Start();");

    [Fact]
    public Task Listen_asks_for_the_limit() => Verify(
        "socket.Listen({|SOCK005:5000|});",
        "socket.Listen(4096);",
        Limit);

    [Fact]
    public Task Start_asks_for_the_limit() => Verify(
        "listener.Start({|SOCK005:backlog: 5000|});",
        "listener.Start(backlog: 4096);",
        Limit);

    [Fact]
    public Task A_named_argument_keeps_its_name() => Verify(
        "socket.Listen({|SOCK005:backlog: 5000|});",
        "socket.Listen(backlog: int.MaxValue);");

    [Fact]
    public Task Comments_stay() => Verify(
        "socket.Listen(/* many */ {|SOCK005:5000|} /* clients */); // at peak",
        "socket.Listen(/* many */ int.MaxValue /* clients */); // at peak");

    [Fact]
    public Task Two_in_one_statement_list() => Verify(
        "socket.Listen({|SOCK005:5000|}); listener.Start({|SOCK005:6000|});",
        "socket.Listen(int.MaxValue); listener.Start();");

    [Fact]
    public Task A_constant_elsewhere_stays() => FixTest.Of<BacklogAboveSomaxconnFix>(
        """
        public sealed class Server
        {
            private const int Backlog = 10000;

            public void Open(Socket socket) => socket.Listen({|SOCK005:Backlog|});
        }
        """,
        """
        public sealed class Server
        {
            private const int Backlog = 10000;

            public void Open(Socket socket) => socket.Listen(int.MaxValue);
        }
        """).RunAsync();

    [Fact]
    public Task On_NET_Framework_it_is_the_same_text() => FixTest.Bare<BacklogAboveSomaxconnFix>(
        """
        public sealed class Server
        {
            public void Open(System.Net.Sockets.Socket socket) { socket.Listen({|SOCK005:5000|}); }
        }
        """,
        """
        public sealed class Server
        {
            public void Open(System.Net.Sockets.Socket socket) { socket.Listen(int.MaxValue); }
        }
        """).OnNetFramework().RunAsync();

    private static Task Verify(string statement, string fixedStatement, string? key = null) => FixTest.Of<BacklogAboveSomaxconnFix>(
        $$"""
        public sealed class Server
        {
            public void Open(Socket socket, TcpListener listener)
            {
                {{statement}}
            }
        }
        """,
        $$"""
        public sealed class Server
        {
            public void Open(Socket socket, TcpListener listener)
            {
                {{fixedStatement}}
            }
        }
        """,
        key).RunAsync();
}
