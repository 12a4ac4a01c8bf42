using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

public sealed class SOCK003FixTests
{
    [Fact]
    public Task Shutdown_moves_behind_the_write() => Verify(
        """
                // we are done
                socket.Shutdown(SocketShutdown.Send);
                {|SOCK003:socket.Send(data)|}; // the trailer
                Console.WriteLine("sent");
        """,
        """
                socket.Send(data); // the trailer
                // we are done
                socket.Shutdown(SocketShutdown.Send);
                Console.WriteLine("sent");
        """);

    [Fact]
    public Task Behind_the_last_of_several_writes() => Verify(
        """
                socket.Shutdown(SocketShutdown.Send);
                {|SOCK003:socket.Send(data)|};
                Console.WriteLine("half");
                socket.Send(data);
                socket.Close();
        """,
        """
                socket.Send(data);
                Console.WriteLine("half");
                socket.Send(data);
                socket.Shutdown(SocketShutdown.Send);
                socket.Close();
        """);

    [Fact]
    public Task An_empty_line_above_both_stays_there() => Verify(
        """
                Console.WriteLine("sent");

                // the end
                socket.Shutdown(SocketShutdown.Send);
                {|SOCK003:socket.Send(data)|};
                Console.WriteLine("late");
        """,
        """
                Console.WriteLine("sent");

                socket.Send(data);
                // the end
                socket.Shutdown(SocketShutdown.Send);
                Console.WriteLine("late");
        """);

    [Fact]
    public Task Behind_the_loop_that_writes() => Verify(
        """
                socket.Shutdown(SocketShutdown.Both);
                for (var i = 0; i < 3; i++)
                {
                    {|SOCK003:socket.Send(data)|};
                }
        """,
        """
                for (var i = 0; i < 3; i++)
                {
                    socket.Send(data);
                }
                socket.Shutdown(SocketShutdown.Both);
        """);

    [Fact]
    public Task No_fix_over_a_read_that_may_wait_for_the_FIN() => None(
        """
                socket.Shutdown(SocketShutdown.Send);
                var n = socket.Receive(new byte[1]);
                {|SOCK003:socket.Send(data)|};
        """);

    [Theory]
    [InlineData("socket.SendAsync(new ArraySegment<byte>(data), SocketFlags.None)")]
    [InlineData("socket.BeginSend(data, 0, 1, SocketFlags.None, null, null)")]
    public Task No_fix_behind_a_send_that_nobody_waits_for(string send) => None(
        $$"""
                socket.Shutdown(SocketShutdown.Send);
                {|SOCK003:{{send}}|};
        """);

    [Fact]
    public Task No_fix_over_a_return() => None(
        """
                socket.Shutdown(SocketShutdown.Send);
                if (data.Length == 0)
                    return;
                {|SOCK003:socket.Send(data)|};
        """);

    [Fact]
    public Task No_fix_where_they_are_not_in_one_block() => None(
        """
                try
                {
                    socket.Shutdown(SocketShutdown.Send);
                }
                catch (SocketException)
                {
                }

                {|SOCK003:socket.Send(data)|};
        """);

    [Fact]
    public Task No_fix_over_a_directive() => None(
        """
                socket.Shutdown(SocketShutdown.Send);
        #if true
                Console.WriteLine("sent");
        #endif
                {|SOCK003:socket.Send(data)|};
        """);

    [Fact]
    public Task No_fix_for_a_writer_that_flushes_when_it_is_disposed() => None(
        """
                using (var {|SOCK003:writer = new StreamWriter(new NetworkStream(socket))|})
                {
                    writer.Write("bye");
                    socket.Shutdown(SocketShutdown.Send);
                }
        """);

    [Fact]
    public Task No_fix_where_a_stream_that_may_be_its_own_is_written_later() => FixTest.None<WriteAfterShutdownFix>(
        """
        public static class Client
        {
            public static void Finish(Socket socket, Stream other, byte[] data)
            {
                socket.Shutdown(SocketShutdown.Send);
                {|SOCK003:socket.Send(data)|};
                other.Write(data, 0, data.Length);
            }
        }
        """).RunAsync();

    private static Task Verify(string body, string fixedBody) => FixTest.Of<WriteAfterShutdownFix>(In(body), In(fixedBody)).RunAsync();

    private static Task None(string body) => FixTest.None<WriteAfterShutdownFix>(In(body)).RunAsync();

    private static string In(string body) => $$"""
        public static class Client
        {
            public static void Finish(Socket socket, byte[] data)
            {
        {{body}}
            }
        }
        """;
}
