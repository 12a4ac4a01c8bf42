using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

public sealed class SOCK025FixTests
{
    private const string Catch = "SOCK025.Catch";

    [Fact]
    public Task A_finally() => Verify(
        """
        // The end.
        {|SOCK025:socket.Shutdown(SocketShutdown.Both)|}; // FIN
        socket.Close(); // and gone
        """,
        """
        // The end.
        try
        {
            socket.Shutdown(SocketShutdown.Both); // FIN
        }
        finally
        {
            socket.Close(); // and gone
        }
        """.Replace("// The end.\ntry\n{\n    socket", "try\n{\n    // The end.\n    socket", StringComparison.Ordinal));

    [Fact]
    public Task What_stands_between_and_all_ends_of_the_socket() => Verify(
        """
        if (Log())
        {
            {|SOCK025:_socket.Shutdown(SocketShutdown.Both)|};

            Log();
            // No more.
            _socket.Close();
            _socket = null;
            Log();
        }
        """,
        """
        if (Log())
        {
            try
            {
                _socket.Shutdown(SocketShutdown.Both);

                Log();
            }
            finally
            {
                // No more.
                _socket.Close();
                _socket = null;
            }
            Log();
        }
        """);

    [Fact]
    public Task In_a_try_that_swallows() => Verify(
        """
        try
        {
            {|SOCK025:socket.Shutdown(SocketShutdown.Send)|};
            socket.Dispose();
            // Gone.
        }
        catch (SocketException)
        {
        }
        """,
        """
        try
        {
            try
            {
                socket.Shutdown(SocketShutdown.Send);
            }
            finally
            {
                socket.Dispose();
                // Gone.
            }
        }
        catch (SocketException)
        {
        }
        """);

    [Fact]
    public Task On_one_line() => Verify(
        "try { {|SOCK025:socket.Shutdown(SocketShutdown.Send)|}; socket.Dispose(); } catch (SocketException) { }",
        """
        try {
            try {
                socket.Shutdown(SocketShutdown.Send);
            } finally {
                socket.Dispose();
            }
        } catch (SocketException) { }
        """);

    [Fact]
    public Task Under_a_question() => Verify(
        """
        if (_socket != null)
            {|SOCK025:_socket.Shutdown(SocketShutdown.Both)|};
        _socket?.Close();
        """,
        """
        try
        {
            if (_socket != null)
                _socket.Shutdown(SocketShutdown.Both);
        }
        finally
        {
            _socket?.Close();
        }
        """);

    [Fact]
    public Task A_helper() => Verify(
        """
        {|SOCK025:HalfClose(socket)|};
        socket.Close();
        """,
        """
        try
        {
            HalfClose(socket);
        }
        finally
        {
            socket.Close();
        }
        """);

    [Fact]
    public Task A_handler_keeps_its_exception() => Verify(
        """
        try
        {
            socket.Send(new byte[1]);
        }
        catch (SocketException)
        {
            {|SOCK025:socket.Shutdown(SocketShutdown.Both)|}; // both
            socket.Close();
            throw;
        }
        """,
        """
        try
        {
            socket.Send(new byte[1]);
        }
        catch (SocketException)
        {
            try
            {
                socket.Shutdown(SocketShutdown.Both); // both
            }
            catch (SocketException)
            {
                // It is not connected any more: there is nothing to shut down.
            }
            socket.Close();
            throw;
        }
        """);

    [Fact]
    public Task A_finally_keeps_the_exception() => Verify(
        """
        try
        {
            socket.Send(new byte[1]);
        }
        finally
        {
            if (Log())
                {|SOCK025:socket.Shutdown(SocketShutdown.Both)|};
        }
        """,
        """
        try
        {
            socket.Send(new byte[1]);
        }
        finally
        {
            if (Log())
                try
                {
                    socket.Shutdown(SocketShutdown.Both);
                }
                catch (SocketException)
                {
                    // It is not connected any more: there is nothing to shut down.
                }
        }
        """);

    [Fact]
    public Task In_a_switch() => Verify(
        """
        switch (socket.Available)
        {
            case 0:
                {|SOCK025:socket.Shutdown(SocketShutdown.Both)|};
                socket.Close();
                break;
        }
        """,
        """
        switch (socket.Available)
        {
            case 0:
                try
                {
                    socket.Shutdown(SocketShutdown.Both);
                }
                catch (SocketException)
                {
                    // It is not connected any more: there is nothing to shut down.
                }
                socket.Close();
                break;
        }
        """);

    [Fact]
    public Task A_local_that_is_used_behind() => Verify(
        """
        {|SOCK025:socket.Shutdown(SocketShutdown.Both)|};
        var isLogged = Log();
        socket.Close();
        _logged = isLogged;
        """,
        """
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // It is not connected any more: there is nothing to shut down.
        }
        var isLogged = Log();
        socket.Close();
        _logged = isLogged;
        """);

    [Fact]
    public Task The_second_action() => Verify(
        """
        {|SOCK025:socket.Shutdown(SocketShutdown.Both)|};
        socket.Close();
        """,
        """
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // It is not connected any more: there is nothing to shut down.
        }
        socket.Close();
        """,
        Catch);

    [Fact]
    public Task Two_in_one_block() => Verify(
        """
        {|SOCK025:socket.Shutdown(SocketShutdown.Both)|};
        socket.Close();
        {|SOCK025:_socket.Shutdown(SocketShutdown.Both)|};
        _socket.Close();
        """,
        """
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        finally
        {
            socket.Close();
        }
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        finally
        {
            _socket.Close();
        }
        """);

    [Fact]
    public Task Two_that_overlap() => Verify(
        """
        {|SOCK025:socket.Shutdown(SocketShutdown.Both)|};
        {|SOCK025:_socket.Shutdown(SocketShutdown.Both)|};
        socket.Close();
        _socket.Close();
        """,
        """
        try
        {
            try
            {
                socket.Shutdown(SocketShutdown.Both);
                _socket.Shutdown(SocketShutdown.Both);
            }
            finally
            {
                socket.Close();
            }
        }
        finally
        {
            _socket.Close();
        }
        """);

    [Fact]
    public Task On_net_framework() => FixTest.Bare<ShutdownSkipsCloseFix>(
        "using System.Net.Sockets;\n" + In("try { {|SOCK025:socket.Shutdown(SocketShutdown.Send)|}; socket.Close(); } catch (SocketException) { throw; }"),
        "using System.Net.Sockets;\n" + In("try {\n    try {\n        socket.Shutdown(SocketShutdown.Send);\n    } finally {\n        socket.Close();\n    }\n} catch (SocketException) { throw; }")).OnNetFramework().RunAsync();

    [Theory]
    [InlineData("var isEnded = {|SOCK025:TryHalfClose(socket)|};\nsocket.Close();\n_logged = isEnded;")]
    [InlineData("if ({|SOCK025:TryHalfClose(socket)|} is var isEnded)\n    Log();\nsocket.Close();\n_logged = isEnded;")]
    [InlineData("try\n{\n    {|SOCK025:socket.Shutdown(SocketShutdown.Both)|};\n#if DEBUG\n    Log();\n#endif\n    socket.Close();\n}\ncatch (SocketException)\n{\n}")]
    public Task No_fix(string body) => FixTest.None<ShutdownSkipsCloseFix>(In(body)).RunAsync();

    private static Task Verify(string before, string after, string? key = null) => FixTest.Of<ShutdownSkipsCloseFix>(In(before), In(after), key).RunAsync();

    private static string In(string body) =>
        $$"""
        
        public sealed class Server
        {
            private Socket _socket;
            private bool _logged;

            private static bool Log() => true;

            private static bool TryHalfClose(Socket of) { of.Shutdown(SocketShutdown.Send); return true; }

            private static void HalfClose(Socket of) => of.Shutdown(SocketShutdown.Send);

            public void Set(Socket socket)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }
        }
        """;
}
