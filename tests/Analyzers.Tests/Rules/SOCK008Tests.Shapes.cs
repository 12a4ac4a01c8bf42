using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// Helpers, fields, callbacks, whole methods.
public partial class SOCK008Tests
{
    [Fact]
    public Task A_task_that_is_returned_out_of_a_using() => Verify("""
        class C
        {
            static Task SendAsync(TcpClient accepted, byte[] data)
            {
                using (accepted)
                    return {|SOCK008:accepted.GetStream().WriteAsync(data, 0, data.Length)|};
            }

            static Task KeepAsync(TcpClient accepted, byte[] data) => accepted.GetStream().WriteAsync(data, 0, data.Length);
        }
        """);

    [Fact]
    public Task A_helper_that_starts_the_send() => Verify("""
        class C
        {
            readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

            void Post(byte[] data) { _socket.BeginSend(data, 0, data.Length, SocketFlags.None, null, null); }

            async Task WriteAsync(byte[] data) => await _socket.SendAsync(data, SocketFlags.None);

            void Quit(byte[] goodbye)
            {
                {|SOCK008:Post(goodbye)|};
                _socket.Close();
            }

            void QuitToo(byte[] goodbye)
            {
                {|SOCK008:WriteAsync(goodbye)|};
                _socket.Close();
            }

            async Task QuitWell(byte[] goodbye)
            {
                await WriteAsync(goodbye);
                _socket.Close();
            }
        }
        """);

    [Fact]
    public Task A_helper_that_ends_the_connection() => Verify("""
        static class C
        {
            static void End(Socket s)
            {
                try { s.Shutdown(SocketShutdown.Both); } catch (SocketException) { }
                s.Close();
            }

            static void EndWell(Socket s)
            {
                s.Receive(new byte[1]);
                s.Close();
            }

            static void EndPerhaps(Socket s)
            {
                if (s.Available == 0)
                    s.Close();
            }

            static void Bad(Socket s, byte[] data)
            {
                _ = {|SOCK008:s.SendAsync(data, SocketFlags.None)|};
                End(s);
            }

            static void Good(Socket s, byte[] data)
            {
                _ = s.SendAsync(data, SocketFlags.None);
                EndWell(s);
            }

            static void Perhaps(Socket s, byte[] data)
            {
                _ = s.SendAsync(data, SocketFlags.None);
                EndPerhaps(s);
            }
        }
        """);

    [Fact]
    public Task A_server_that_is_full_and_says_so() => Verify("""
        class Lobby
        {
            readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
            int _seats = 8;

            async Task AdmitAsync(TcpClient guest, CancellationToken token)
            {
                await using var stream = guest.GetStream();
                if (_seats == 0)
                {
                    _ = {|SOCK008:stream.WriteAsync(Encoding.UTF8.GetBytes("full"), token)|};
                    guest.Close();
                    return;
                }

                await stream.WriteAsync(Encoding.UTF8.GetBytes("welcome"), token);
                _seats--;
            }
        }
        """);

    [Fact]
    public Task A_session_that_flushes_its_queue_into_its_own_end() => Verify("""
        class Session
        {
            readonly object _gate = new();
            readonly Queue<byte[]> _queue = new();
            AsyncCallback _sent;
            bool _sending, _ended;

            public Socket Socket { get; private set; }

            public bool Flush()
            {
                if (Socket == null)
                    return false;
                lock (_gate)
                {
                    if (_sending || _queue.Count == 0)
                        return false;
                    try
                    {
                        _sending = true;
                        var next = _queue.Dequeue();
                        Socket.BeginSend(next, 0, next.Length, SocketFlags.None, _sent, Socket);
                        return true;
                    }
                    catch (SocketException)
                    {
                        return false;
                    }
                }
            }

            public void End(bool flush)
            {
                if (Socket == null || _ended)
                    return;
                _ended = true;
                if (flush)
                    {|SOCK008:Flush()|};
                try
                {
                    Socket.Shutdown(SocketShutdown.Both);
                }
                catch (SocketException)
                {
                }

                Socket.Close();
            }
        }
        """);

    [Fact]
    public Task The_sample_that_waits_for_its_event() => Verify("""
        class Client
        {
            private static readonly ManualResetEvent SendDone = new(false);

            static void Start(Socket client)
            {
                Send(client, "This is a test");
                SendDone.WaitOne();
                client.Shutdown(SocketShutdown.Both);
                client.Close();
            }

            static void Send(Socket client, string text)
            {
                var bytes = Encoding.ASCII.GetBytes(text);
                client.BeginSend(bytes, 0, bytes.Length, 0, new AsyncCallback(SendCallback), client);
            }

            static void SendCallback(IAsyncResult ar)
            {
                var client = (Socket)ar.AsyncState;
                client.EndSend(ar);
                SendDone.Set();
            }
        }
        """);

    [Fact]
    public Task A_callback_that_ends_the_send_and_then_the_connection() => Verify("""
        class Server
        {
            static void Send(Socket handler, byte[] data) =>
                handler.BeginSend(data, 0, data.Length, 0, new AsyncCallback(SendCallback), handler);

            static void SendCallback(IAsyncResult ar)
            {
                var handler = (Socket)ar.AsyncState;
                handler.EndSend(ar);
                handler.Shutdown(SocketShutdown.Both);
                handler.Close();
            }
        }
        """);

    [Fact]
    public Task A_method_named_after_the_reset() => Verify("""
        class C
        {
            static void AbortSession(Socket s, byte[] data) { _ = s.SendAsync(data, SocketFlags.None); s.Close(); }
            static void M(Socket s, byte[] data) { _ = s.SendAsync(data, SocketFlags.None); Kill(s); }
            static void Kill(Socket s) => s.Close();
        }
        """);

    [Fact]
    public Task A_session_that_runs_on_its_own_is_no_send() => Verify("""
        class C
        {
            static async Task ServeAsync(Socket s, byte[] buffer)
            {
                while (await s.ReceiveAsync(buffer, SocketFlags.None) > 0)
                    await s.SendAsync(buffer, SocketFlags.None);
            }

            static void M(Socket s, byte[] buffer)
            {
                _ = ServeAsync(s, buffer);
                Console.WriteLine("press a key");
                s.Close();
            }
        }
        """);

    [Fact]
    public Task An_expected_failure_in_a_test() => Verify("""
        static class Assert { public static T Throws<T>(Action a) where T : Exception => null; }
        class C
        {
            void M(Socket s, byte[] data) => Assert.Throws<SocketException>(() => { var t = s.SendAsync(data, SocketFlags.None); s.Close(); });
        }
        """);

    [Fact]
    public Task In_a_lambda_and_a_local_function() => Verify("""
        class C
        {
            void M(byte[] data)
            {
                Action<Socket> send = s => { _ = {|SOCK008:s.SendAsync(data, SocketFlags.None)|}; s.Close(); };
                void Send(Socket s) { _ = {|SOCK008:s.SendAsync(data, SocketFlags.None)|}; s.Close(); }
            }
        }
        """);

    [Fact]
    public Task Top_level_statements() => RuleTest.Of("SOCK008", """
        using var client = new TcpClient("localhost", 80);
        _ = {|SOCK008:client.GetStream().WriteAsync(new byte[5], 0, 5)|};
        """).AsProgram().RunAsync();

    [Fact]
    public Task A_look_alike_is_another_type() => Verify("""
        namespace Mine
        {
            class Socket { public Task SendAsync(byte[] data) => null; public void Close() { } }
            class C { void M(Socket s, byte[] data) { _ = s.SendAsync(data); s.Close(); } }
        }
        """);

    [Fact]
    public Task A_pragma_around_the_line() => Verify("""
        class C
        {
            void M(Socket s, byte[] data)
            {
        #pragma warning disable SOCK008
                _ = s.SendAsync(data, SocketFlags.None);
        #pragma warning restore SOCK008
                s.Close();
            }
        }
        """);

    [Fact]
    public Task Only_the_active_branch_of_the_preprocessor_counts() => Verify("""
        class C
        {
            async Task M(Socket s, byte[] data)
            {
        #if NEVER
                _ = s.SendAsync(data, SocketFlags.None);
        #else
                await s.SendAsync(data, SocketFlags.None);
        #endif
                s.Close();
            }
        }
        """);

    [Fact]
    public Task Unfinished_code()
    {
        var test = RuleTest.Of("SOCK008", """
            class C
            {
                void M(Socket s, byte[] data)
                {
                    _ = {|SOCK008:s.SendAsync(data, SocketFlags.None)|};
                    s.Close();
                    s.
                }
            }
            """);
        test.CompilerDiagnostics = CompilerDiagnostics.None;
        return test.RunAsync();
    }

    [Theory]
    [InlineData("_ = s.SendAsync(d, SocketFlags.None); s.Shutdown(SocketShutdown.Send);", "'SendAsync' on 's' is not waited for and can still be pending when 'Shutdown' ends the connection: the peer then gets only a part of the data, and an end of stream that looks complete")]
    [InlineData("_ = s.SendAsync(d, SocketFlags.None); s.Close();", "'SendAsync' on 's' is not waited for and can still be pending when 'Close' ends the connection: the peer then gets only a part of the data, and a reset")]
    [InlineData("_ = s.SendAsync(d, SocketFlags.None); End(s);", "'SendAsync' on 's' is not waited for and can still be pending when 'End' ends the connection: the peer then gets only a part of the data, and a reset")]
    [InlineData("using (var c = new TcpClient(\"h\", 1)) c.GetStream().WriteAsync(d, 0, 1);", "'WriteAsync' on 'c.GetStream()' is not waited for and can still be pending when its 'using' ends the connection: the peer then gets only a part of the data, and an end of stream that looks complete")]
    [InlineData("Send(s, d); s.Close();", "'Send' on 's' is not waited for and can still be pending when 'Close' ends the connection: the peer then gets only a part of the data, and a reset")]
    public async Task The_message_says_what_is_lost_and_how(string statements, string message)
    {
        var found = Assert.Single(await RuleTest.ReportedAsync("SOCK008", $$"""
            class C
            {
                static void End(Socket s) => s.Close();
                static Task Send(Socket s, byte[] d) => s.SendAsync(d, SocketFlags.None);
                static void M(Socket s, byte[] d) { {{statements}} }
            }
            """));
        Assert.Equal(message, found.GetMessage());
        Assert.Single(found.AdditionalLocations);
        Assert.NotEmpty(found.Properties["End"]!);
    }
}
