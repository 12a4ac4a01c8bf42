using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

// The shapes that get no fix.
public sealed partial class SOCK002FixTests
{
    [Theory]
    // over a return
    [InlineData("{|SOCK002:socket.Close()|}; if (socket.Receive(data) == 0) return; Console.WriteLine();")]
    // over a throw
    [InlineData("{|SOCK002:socket.Close()|}; if (socket.Receive(data) == 0) throw new IOException(); socket.Receive(data);")]
    // out of its block
    [InlineData("if (data.Length > 1) { {|SOCK002:socket.Close()|}; } else { return; } socket.Receive(data);")]
    // over a wait for a thread
    [InlineData("{|SOCK002:socket.Close()|}; new Thread(() => Console.WriteLine()).Join(); socket.Receive(data);")]
    // over an assignment
    [InlineData("{|SOCK002:socket.Close()|}; var old = socket.Receive(data); socket = new Socket(SocketType.Stream, ProtocolType.Tcp); socket.Connect(\"a\", 1);")]
    // over a local function, and over a lambda that may read when it likes
    [InlineData("{|SOCK002:socket.Close()|}; int Read() => socket.Receive(data); socket.Receive(data);")]
    [InlineData("{|SOCK002:socket.Close()|}; Func<int> read = () => socket.Receive(data); socket.Receive(data);")]
    // over a jump
    [InlineData("foreach (var host in new[] { \"a\", \"b\" }) { var one = new TcpClient(host, 7).Client; one.Send(data); {|SOCK002:one.Close()|}; if (one.Receive(data) == 0) continue; Console.WriteLine(); }")]
    // for a helper
    [InlineData("{|SOCK002:Client.Close(socket)|}; socket.Receive(data);")]
    // over a receive that nobody awaits
    [InlineData("{|SOCK002:socket.Close()|}; _ = socket.ReceiveAsync(new ArraySegment<byte>(data), SocketFlags.None);")]
    // where Connected is asked, which any Shutdown makes false
    [InlineData("{|SOCK002:socket.Shutdown(SocketShutdown.Both)|}; socket.Receive(data); Console.WriteLine(socket.Connected);")]
    // for a constant of another name
    [InlineData("const SocketShutdown how = SocketShutdown.Both; {|SOCK002:socket.Shutdown(how)|}; socket.Receive(data);")]
    public Task No_fix(string end) => FixTest.None<CloseInsteadOfHalfCloseFix>(
        $$"""
        public static class Client
        {
            public static void Ask(Socket socket, byte[] data)
            {
                socket.Send(data);
                {{end}}
            }

            private static void Close(Socket socket) => socket.Close();
        }
        """).RunAsync();

    [Fact]
    public Task No_fix_for_a_task_that_is_returned() => None(
        """
                var stream = client.GetStream();
                stream.Write(data, 0, 1);
                {|SOCK002:client.Close()|};
                return stream.ReadAsync(data, 0, 1);
        """,
        "Task<int>");

    [Fact]
    public Task No_drain_and_no_half_close_while_a_send_is_pending() => Task.WhenAll(
        None(
            """
                    _ = {|SOCK008:socket.SendAsync(new ArraySegment<byte>(data), SocketFlags.None)|};
                    {|SOCK002:socket.Close(5)|};
            """),
        None(
            """
                    {|SOCK008:socket.SendAsync(new ArraySegment<byte>(data), SocketFlags.None)|};
                    {|SOCK002:socket.Close()|};
                    socket.Receive(data);
            """,
            key: HalfClose));

    [Fact]
    public Task No_fix_for_an_expression_body() => None(
        """
                socket.Send(data);
                Action end = () => {|SOCK002:socket.Close(5)|};
                end();
        """);

    [Fact]
    public Task No_fix_over_a_directive() => None(
        """
                socket.Send(data);
                {|SOCK002:socket.Close()|};
        #if true
                Console.WriteLine();
        #endif
                socket.Receive(data);
        """);

    [Fact]
    public Task No_fix_for_a_receive_whose_result_nobody_uses() => None(
        """
                _ = socket.ReceiveAsync(new ArraySegment<byte>(data), SocketFlags.None);
                socket.Send(data);
                {|SOCK002:socket.Close()|};
        """);

    [Fact]
    public Task No_fix_for_a_race_of_a_relay() => None(
        """
                Stream up = client.GetStream(), down = new NetworkStream(socket);
                await {|SOCK002:Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up))|};
                client.Close();
                socket.Close();
        """,
        "async Task");

    [Fact]
    public Task No_fix_for_a_pump_of_a_relay() => FixTest.None<CloseInsteadOfHalfCloseFix>(
        """
        public static class Relay
        {
            public static void Start(Socket a, Socket b)
            {
                Task.Run(() => Pump(a, b));
                Task.Run(() => Pump(b, a));
            }

            private static void Pump(Socket from, Socket to)
            {
                var buffer = new byte[4096];
                int count;
                while ((count = from.Receive(buffer)) > 0)
                    to.Send(buffer, 0, count, SocketFlags.None);
                {|SOCK002:to.Close()|};
            }
        }
        """).RunAsync();

    [Fact]
    public Task No_fix_for_an_HTTP_answer() => FixTest.None<CloseInsteadOfHalfCloseFix>(
        """
        public sealed class Server
        {
            public void Answer(Socket client, string body)
            {
                var answer = Encoding.UTF8.GetBytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body);
                client.BeginSend(answer, 0, answer.Length, 0, new AsyncCallback(Sent), client);
            }

            private void Sent(IAsyncResult ar)
            {
                var client = (Socket)ar.AsyncState;
                try
                {
                    client.EndSend(ar);
                    {|SOCK002:client.Shutdown(SocketShutdown.Both)|};
                    client.Close();
                }
                catch (SocketException)
                {
                }
            }
        }
        """).RunAsync();
}
