using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

// The answer is read after the end: the default action.
public sealed partial class SOCK002FixTests
{
    private const string HalfClose = "SOCK002.HalfClose";

    [Fact]
    public Task Shutdown_of_both_becomes_a_half_close() => Verify(
        """
                socket.Send(data);
                {|SOCK002:socket.Shutdown(SocketShutdown.Both)|}; // the question is complete
                while (socket.Receive(data) > 0)
                {
                }

                socket.Close();
        """,
        """
                socket.Send(data);
                socket.Shutdown(SocketShutdown.Send); // the question is complete
                while (socket.Receive(data) > 0)
                {
                }

                socket.Close();
        """);

    [Fact]
    public Task Shutdown_in_a_try_of_its_own() => Verify(
        """
                socket.Send(data);
                try { {|SOCK002:socket.Shutdown(System.Net.Sockets.SocketShutdown.Both)|}; } catch (SocketException) { }
                socket.Receive(data);
        """,
        """
                socket.Send(data);
                try { socket.Shutdown(System.Net.Sockets.SocketShutdown.Send); } catch (SocketException) { }
                socket.Receive(data);
        """);

    [Fact]
    public Task Close_moves_behind_the_last_read() => Verify(
        """
                socket.Send(data);
                // done
                {|SOCK002:socket.Close()|}; // both ways
                var first = socket.Receive(data);
                Console.WriteLine(first);
                var second = socket.Receive(data);
                Console.WriteLine(second);
        """,
        """
                socket.Send(data);
                var first = socket.Receive(data);
                Console.WriteLine(first);
                var second = socket.Receive(data);
                // done
                socket.Close(); // both ways
                Console.WriteLine(second);
        """);

    [Fact]
    public Task Behind_a_loop_that_breaks() => Verify(
        """
                var stream = client.GetStream();
                stream.Write(data, 0, 1);
                client?{|SOCK002:.Close()|};
                while (true)
                {
                    if (stream.Read(data, 0, 1) == 0)
                        break;
                }
        """,
        """
                var stream = client.GetStream();
                stream.Write(data, 0, 1);
                while (true)
                {
                    if (stream.Read(data, 0, 1) == 0)
                        break;
                }
                client?.Close();
        """);

    [Fact]
    public Task In_front_of_the_return_that_reads() => Verify(
        """
                var stream = client.GetStream();
                stream.Write(data, 0, 1);
                {|SOCK002:client.Close()|};
                using (var file = File.Create("log"))
                {
                }

                // one byte says it all
                return stream.ReadByte(); // or -1
        """,
        """
                var stream = client.GetStream();
                stream.Write(data, 0, 1);
                using (var file = File.Create("log"))
                {
                }

                // one byte says it all
                var answer = stream.ReadByte(); // or -1
                client.Close();
                return answer;
        """,
        "int");

    [Fact]
    public Task The_type_is_written_where_var_is_not_used() => Verify(
        """
                NetworkStream stream = client.GetStream();
                stream.Write(data, 0, 1);
                {|SOCK002:client.Close()|};
                return new BinaryReader(stream).ReadBytes(10);
        """,
        """
                NetworkStream stream = client.GetStream();
                stream.Write(data, 0, 1);
                byte[] answer = new BinaryReader(stream).ReadBytes(10);
                client.Close();
                return answer;
        """,
        "byte[]");

    [Fact]
    public Task The_type_may_be_nullable()
    {
        var test = FixTest.Of<CloseInsteadOfHalfCloseFix>(
            In("NetworkStream stream = client.GetStream();\nstream.Write(data, 0, 1);\n{|SOCK002:client.Close()|};\nreturn new StreamReader(stream).ReadLine();", "string?"),
            In("NetworkStream stream = client.GetStream();\nstream.Write(data, 0, 1);\nstring? answer = new StreamReader(stream).ReadLine();\nclient.Close();\nreturn answer;", "string?"));
        test.NullableContextOptions = Microsoft.CodeAnalysis.NullableContextOptions.Enable;
        return test.RunAsync();
    }

    [Fact]
    public Task A_pending_receive_is_waited_for_first() => Verify(
        """
                var reading = socket.ReceiveAsync(new ArraySegment<byte>(data), SocketFlags.None);
                await socket.SendAsync(new ArraySegment<byte>(data), SocketFlags.None);
                {|SOCK002:socket.Close()|};
                var count = await reading;
                Console.Write(count);
        """,
        """
                var reading = socket.ReceiveAsync(new ArraySegment<byte>(data), SocketFlags.None);
                await socket.SendAsync(new ArraySegment<byte>(data), SocketFlags.None);
                var count = await reading;
                socket.Close();
                Console.Write(count);
        """,
        "async Task");

    [Fact]
    public Task A_shutdown_before_the_close_goes_with_it() => Verify(
        """
                socket.Send(data);
                socket.Shutdown(SocketShutdown.Both);
                {|SOCK002:socket.Close()|};
                socket.Receive(data);
        """,
        """
                socket.Send(data);
                socket.Shutdown(SocketShutdown.Send);
                socket.Receive(data);
                socket.Close();
        """);

    [Fact]
    public Task Two_connections_of_one_method() => Verify(
        """
                socket.Send(data);
                var stream = client.GetStream();
                stream.Write(data, 0, 1);
                {|SOCK002:socket.Close()|};
                {|SOCK002:client.Close()|};
                stream.ReadByte();
                socket.Receive(data);
        """,
        """
                socket.Send(data);
                var stream = client.GetStream();
                stream.Write(data, 0, 1);
                stream.ReadByte();
                client.Close();
                socket.Receive(data);
                socket.Close();
        """);

    [Fact]
    public Task Top_level_statements() => FixTest.Of<CloseInsteadOfHalfCloseFix>(
        """
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect("a", 1);
        socket.Send(new byte[1]);
        {|SOCK002:socket.Close()|};
        socket.Receive(new byte[1]);

        class Other { }
        """,
        """
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect("a", 1);
        socket.Send(new byte[1]);
        socket.Receive(new byte[1]);
        socket.Close();

        class Other { }
        """).AsProgram().RunAsync();

    [Fact]
    public Task A_switch_section() => Verify(
        """
                switch (data.Length)
                {
                    case 1:
                        socket.Send(data);
                        {|SOCK002:socket.Dispose()|};
                        socket.Receive(data);
                        break;
                }
        """,
        """
                switch (data.Length)
                {
                    case 1:
                        socket.Send(data);
                        socket.Receive(data);
                        socket.Dispose();
                        break;
                }
        """);

    [Fact]
    public Task Windows_line_ends_and_tabs() => FixTest.Of<CloseInsteadOfHalfCloseFix>(
        In("socket.Send(data);\n\t\t{|SOCK002:socket.Close()|};\n\t\treturn socket.Receive(data);", "int").Replace("    ", "\t").Replace("\n", "\r\n"),
        In("socket.Send(data);\n\t\tint answer = socket.Receive(data);\n\t\tsocket.Close();\n\t\treturn answer;", "int").Replace("    ", "\t").Replace("\n", "\r\n")).RunAsync();

    [Theory]
    // In one line, and before a brace.
    [InlineData("socket.Send(data); {|SOCK002:socket.Close()|}; socket.Receive(data);", "socket.Send(data); socket.Receive(data); socket.Close();")]
    [InlineData("{ socket.Send(data);\n{|SOCK002:socket.Close()|};\nsocket.Receive(data); }", "{ socket.Send(data);\nsocket.Receive(data);\nsocket.Close(); }")]
    public Task Lines_stay_lines(string body, string mended) => Verify(body, mended);

    [Fact]
    public Task The_enum_by_using_static() => FixTest.Bare<CloseInsteadOfHalfCloseFix>(
        Static("using System.Net.Sockets;\n", "{|SOCK002:socket.Shutdown(Both)|}"),
        Static("using System.Net.Sockets;\n", "socket.Shutdown(Send)")).RunAsync();

    [Fact]
    public Task The_enum_by_an_alias() => FixTest.Bare<CloseInsteadOfHalfCloseFix>(
        Static("using How = System.Net.Sockets.SocketShutdown;\n", "{|SOCK002:socket.Shutdown(How.Both)|}"),
        Static("using How = System.Net.Sockets.SocketShutdown;\n", "socket.Shutdown(How.Send)")).RunAsync();

    private static string Static(string directive, string end) => directive + $$"""
        using static System.Net.Sockets.SocketShutdown;

        public static class Client
        {
            public static void Ask(System.Net.Sockets.Socket socket, byte[] data)
            {
                socket.Send(data);
                {{end}};
                socket.Receive(data);
            }
        }
        """;

    private static Task Verify(string body, string fixedBody, string type = "void", string? key = null) =>
        Task.WhenAll(
            FixTest.Of<CloseInsteadOfHalfCloseFix>(In(body, type), In(fixedBody, type), key).RunAsync(),
            FixTest.Bare<CloseInsteadOfHalfCloseFix>(OldUsings + In(body, type), OldUsings + In(fixedBody, type), key).OnNetFramework().RunAsync());

    private static Task None(string body, string type = "void", string? key = null) => FixTest.None<CloseInsteadOfHalfCloseFix>(In(body, type), key).RunAsync();

    private const string OldUsings = """
        using System;
        using System.IO;
        using System.Net.Sockets;
        using System.Text;
        using System.Threading;
        using System.Threading.Tasks;


        """;

    private static string In(string body, string type) => $$"""
        public static class Client
        {
            public static {{type}} Ask(Socket socket, TcpClient client, byte[] data)
            {
        {{body}}
            }
        }
        """;
}
