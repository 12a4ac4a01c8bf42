using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

public sealed class SOCK020FixTests
{
    [Fact]
    public Task A_lone_close() => Verify(
        """
        // The end.
        if ({|SOCK020:socket.Connected|}) // still there?
            socket.Close(); // done
        """.Replace(" // still there?", "", StringComparison.Ordinal),
        """
        // The end.
        socket.Close(); // done
        """);

    [Fact]
    public Task A_block_of_ends() => Verify(
        """
        if ({|SOCK020:_client.Client.Connected|})
        {
            // No more.
            _client.Client.Close();
            _client.Client = null;
        }
        """,
        """
        // No more.
        _client.Client.Close();
        _client.Client = null;
        """);

    [Fact]
    public Task A_null_test_stays() => Verify(
        """
        if (_client != null && {|SOCK020:_client.Connected|}) // there
            _client.Close();
        """,
        """
        if (_client != null) // there
            _client.Close();
        """);

    [Fact]
    public Task The_shutdown_stays_under_the_question() => Verify(
        """
        if ({|SOCK020:socket.Connected|}) // there
        {
            socket.Shutdown(SocketShutdown.Send); // FIN
            socket.Close(); // and gone
        }
        """,
        """
        if (socket.Connected) // there
        {
            socket.Shutdown(SocketShutdown.Send); // FIN
        }
        socket.Close(); // and gone
        """);

    [Fact]
    public Task The_shutdown_stays_and_the_null_test_too() => Verify(
        """
        if (_client is not null && {|SOCK020:_client.Connected|})
        {
            _client.Client.Shutdown(SocketShutdown.Both);
            _client.Close();
            _client = null;
        }
        """,
        """
        if (_client is not null && _client.Connected)
        {
            _client.Client.Shutdown(SocketShutdown.Both);
        }
        if (_client is not null)
        {
            _client.Close();
            _client = null;
        }
        """);

    [Fact]
    public Task On_net_framework() => FixTest.Bare<ConnectedGuardsCloseFix>(
        "using System.Net.Sockets;\n" + In("if ({|SOCK020:socket.Connected|}) { socket.Shutdown(SocketShutdown.Send); socket.Close(); }"),
        "using System.Net.Sockets;\n" + In("if (socket.Connected) { socket.Shutdown(SocketShutdown.Send); }\nsocket.Close();")).OnNetFramework().RunAsync();

    [Theory]
    [InlineData("if (!{|SOCK020:socket.Connected|}) return; socket.Close();")]
    [InlineData("if (!{|SOCK020:socket.Connected|}) Log(); else socket.Close();")]
    [InlineData("if ({|SOCK020:socket.Connected|}) socket.Close(); else Log();")]
    [InlineData("if ({|SOCK020:socket.Connected|}) { socket.Close(); Log(); }")]
    [InlineData("if ({|SOCK020:socket.Connected|}) { try { socket.Close(); } catch (SocketException) { } }")]
    [InlineData("if ({|SOCK020:socket.Connected|}) End(socket);")]
    [InlineData("if (_client?{|SOCK020:.Connected|} == true) _client.Close();")]
    [InlineData("if (_all[0] != null && {|SOCK020:_all[0].Connected|}) _all[0].Close();")]
    [InlineData("if ({|SOCK020:IsUp|}) _client.Close();")]
    [InlineData("if ({|SOCK020:socket.Connected|}) /* why */ socket.Close();")]
    [InlineData("while (Log()) if ({|SOCK020:socket.Connected|}) socket.Close();")]
    public Task No_fix(string body) => FixTest.None<ConnectedGuardsCloseFix>(In(body)).RunAsync();

    private static Task Verify(string before, string after) => FixTest.Of<ConnectedGuardsCloseFix>(In(before), In(after)).RunAsync();

    private static string In(string body) =>
        $$"""
        
        public sealed class Server
        {
            private readonly Socket[] _all = new Socket[1];
            private TcpClient _client;

            private bool IsUp => _client.Connected;

            private static bool Log() => true;

            private static void End(Socket of) => of.Close();

            public void Set(Socket socket)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }
        }
        """;
}
