using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// What is right, and what only looks like the misuse.
public partial class SOCK003Tests
{
    [Theory]
    [InlineData("s.Send(Data); s.Shutdown(SocketShutdown.Send); while (s.Receive(Data) > 0) { } s.Close();")]
    [InlineData("s.Shutdown(SocketShutdown.Receive); s.Send(Data);")]
    [InlineData("s.Shutdown(SocketShutdown.Send); s.Receive(Data); s.ReceiveAsync(Data, SocketFlags.None); s.Poll(0, SelectMode.SelectRead);")]
    [InlineData("s.Shutdown(SocketShutdown.Send); other.Send(Data);")]
    [InlineData("if (flag) s.Shutdown(SocketShutdown.Send); s.Send(Data);")]
    [InlineData("if (flag) { s.Shutdown(SocketShutdown.Send); return 0; } s.Send(Data);")]
    [InlineData("if (flag) s.Shutdown(SocketShutdown.Send); else s.Send(Data);")]
    [InlineData("if (s.Connected) s.Shutdown(SocketShutdown.Both); if (s.Connected) s.Send(Data);")]
    [InlineData("s.Shutdown(SocketShutdown.Send); if (s.Connected) s.Send(Data);")]
    [InlineData("s.Shutdown(SocketShutdown.Both); s = other; s.Send(Data);")]
    [InlineData("s.Shutdown(SocketShutdown.Both); s = new Socket(SocketType.Stream, ProtocolType.Tcp); s.Connect(\"a\", 1); s.Send(Data);")]
    [InlineData("s.Shutdown(SocketShutdown.Both); s.Disconnect(true); s.Connect(\"a\", 1); s.Send(Data);")]
    [InlineData("s.Shutdown(SocketShutdown.Both); await s.DisconnectAsync(true); await s.ConnectAsync(\"a\", 1); s.Send(Data);")]
    [InlineData("client.Client.Shutdown(SocketShutdown.Both); client = new TcpClient(\"a\", 1); client.GetStream().Write(Data);")]
    [InlineData("foreach (var c in all) { c.Send(Data); c.Shutdown(SocketShutdown.Send); }")]
    [InlineData("foreach (var c in all) c.Shutdown(SocketShutdown.Send); foreach (var c in all) c.Receive(Data);")]
    [InlineData("all[0].Shutdown(SocketShutdown.Send); all[1].Send(Data);")]
    [InlineData("var i = 0; all[i].Shutdown(SocketShutdown.Send); i++; all[i].Send(Data);")]
    [InlineData("while (flag) { s.Send(Data); if (s.Receive(Data) == 0) { s.Shutdown(SocketShutdown.Send); break; } }")]
    [InlineData("s.Shutdown(how); s.Send(Data);")]
    [InlineData("s.Shutdown(flag ? SocketShutdown.Send : SocketShutdown.Receive); s.Send(Data);")]
    [InlineData("var (a, b) = (s, other); a.Shutdown(SocketShutdown.Send); b.Send(Data);")]
    [InlineData("(s, other) = (other, s); s.Shutdown(SocketShutdown.Send); other.Send(Data);")]
    [InlineData("s.Shutdown(SocketShutdown.Send); (s, other) = (other, s); s.Send(Data);")]
    [InlineData("s.Shutdown(SocketShutdown.Both); Interlocked.Exchange(ref _socket, other); _socket.Send(Data);")]
    [InlineData("var old = Interlocked.Exchange(ref _socket, other); old.Shutdown(SocketShutdown.Both); _socket.Send(Data);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); _socket = null; _socket ??= other; _socket.Send(Data);")]
    [InlineData("s.Shutdown(SocketShutdown.Both); s.Dispose(); s.Send(Data);")]
    [InlineData("_ = Task.Run(() => s.Send(Data)); s.Shutdown(SocketShutdown.Send);")]
    [InlineData("_ = Task.Run(() => s.Shutdown(SocketShutdown.Send)); s.Send(Data);")]
    [InlineData("Action end = () => s.Shutdown(SocketShutdown.Send); s.Send(Data); end();")]
    [InlineData("Func<int> say = () => s.Send(Data); say(); s.Shutdown(SocketShutdown.Send);")]
    [InlineData("void End() => s.Shutdown(SocketShutdown.Send); s.Send(Data); End();")]
    [InlineData("s.Shutdown(SocketShutdown.Send); if (flag) throw new IOException(); s.Receive(Data);")]
    [InlineData("s.BeginSend(Data, 0, 1, 0, out _, r => { s.EndSend(r); s.Shutdown(SocketShutdown.Send); }, null);")]
    [InlineData("var pending = s.BeginSend(Data, 0, 1, 0, null, null); s.Shutdown(SocketShutdown.Send); s.EndSend(pending);")]
    [InlineData("Reopen(ref s); s.Shutdown(SocketShutdown.Both); Reopen(ref s); s.Send(Data);")]
    [InlineData("s.Shutdown(SocketShutdown.Both); TryOpen(out s); s.Send(Data);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); Reconnect(); _socket.Send(Data);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); await ReconnectAsync(); _socket.Send(Data);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); await Task.Delay(1); _socket.Send(Data);")]
    [InlineData("try { s.Shutdown(SocketShutdown.Send); throw new IOException(); } catch (IOException) { other.Send(Data); }")]
    [InlineData("try { s.Send(Data); } catch (SocketException) { s.Shutdown(SocketShutdown.Both); throw; } s.Send(Data);")]
    [InlineData("try { s.Send(Data); s.Shutdown(SocketShutdown.Send); } catch (InvalidOperationException) { s.Send(Data); }")]
    public Task It_is_right(string body) => VerifyOpen(body);

    [Theory]
    [InlineData("var w = new StreamWriter(client.GetStream()); w.WriteLine(); w.Flush(); client.Client.Shutdown(SocketShutdown.Send); w.Dispose();")]
    [InlineData("using var w = new StreamWriter(client.GetStream()); w.WriteLine(); w.Flush(); client.Client.Shutdown(SocketShutdown.Send);")]
    [InlineData("using var w = new StreamWriter(client.GetStream()) { AutoFlush = true }; w.WriteLine(); client.Client.Shutdown(SocketShutdown.Send);")]
    [InlineData("using var w = new StreamWriter(client.GetStream(), Encoding.UTF8); w.WriteLine(); await w.FlushAsync(); client.Client.Shutdown(SocketShutdown.Send);")]
    [InlineData("using var w = new StreamWriter(client.GetStream(), new UTF8Encoding(false)); client.Client.Shutdown(SocketShutdown.Send);")]
    [InlineData("using var w = new StreamWriter(client.GetStream(), Encoding.ASCII); client.Client.Shutdown(SocketShutdown.Send);")]
    [InlineData("using var w = new BinaryWriter(client.GetStream()); w.Write(1); client.Client.Shutdown(SocketShutdown.Send);")]
    [InlineData("using var b = new BufferedStream(client.GetStream()); b.WriteByte(1); b.Flush(); client.Client.Shutdown(SocketShutdown.Send);")]
    [InlineData("var w = new StreamWriter(client.GetStream()); client.Client.Shutdown(SocketShutdown.Send); w = new StreamWriter(new MemoryStream()); w.Write(1); w.Flush();")]
    [InlineData("using var memory = new MemoryStream(); using var w = new StreamWriter(memory); client.Client.Shutdown(SocketShutdown.Send); w.Write(1); w.Flush();")]
    [InlineData("var ns = client.GetStream(); client.Client.Shutdown(SocketShutdown.Send); ns.Flush(); await ns.FlushAsync(); ns.Dispose();")]
    [InlineData("var ns = client.GetStream(); client.Client.Shutdown(SocketShutdown.Send); var r = new StreamReader(ns); r.ReadLine(); r.Dispose();")]
    [InlineData("var ns = client.GetStream(); client.Client.Shutdown(SocketShutdown.Send); await ns.CopyToAsync(Stream.Null);")]
    [InlineData("var ns = client.GetStream(); client.Client.Shutdown(SocketShutdown.Send); using var file = File.Create(\"a\"); ns.CopyTo(file); file.WriteByte(1);")]
    [InlineData("var up = new NetworkStream(s); var down = new NetworkStream(other); await up.CopyToAsync(down); other.Shutdown(SocketShutdown.Send); await down.CopyToAsync(up); s.Shutdown(SocketShutdown.Send);")]
    [InlineData("var tls = new SslStream(client.GetStream()); tls.Write(Data); await tls.ShutdownAsync(); client.Client.Shutdown(SocketShutdown.Send); tls.Read(Data);")]
    public Task Streams_and_writers_that_are_right(string body) => VerifyOpen(body);

    private static Task VerifyOpen(string body) => Verify(
        $$"""
        class C
        {
            private static readonly byte[] Data = new byte[16];
            private Socket _socket;

            async Task<int> M(Socket s, Socket other, TcpClient client, bool flag, SocketShutdown how, List<Socket> all)
            {
                {{body}}
                await Task.Yield();
                return 0;
            }

            private void Reopen(ref Socket socket) => socket = new Socket(SocketType.Stream, ProtocolType.Tcp);

            private bool TryOpen(out Socket socket)
            {
                socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                return true;
            }

            private void Reconnect()
            {
                _socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                _socket.Connect("a", 1);
            }

            private async Task ReconnectAsync()
            {
                _socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await _socket.ConnectAsync("a", 1);
            }
        }
        """);

    [Fact]
    public Task A_flag_of_the_type_that_guards_the_helpers_write() => Verify(
        """
        class Session
        {
            private readonly Socket _socket;
            private bool _ended;

            public Session(Socket socket) => _socket = socket;

            public void Finish()
            {
                _ended = true;
                _socket.Shutdown(SocketShutdown.Send);
                Send(new byte[1]);
            }

            private void Send(byte[] data)
            {
                if (_ended)
                    return;
                _socket.Send(data);
            }
        }
        """);

    [Fact]
    public Task The_order_of_two_methods_that_do_not_call_each_other_is_not_known() => Verify(
        """
        class Session
        {
            private readonly Socket _socket;

            public Session(Socket socket) => _socket = socket;

            public void Finish() => _socket.Shutdown(SocketShutdown.Send);

            public void Send(byte[] data) => _socket.Send(data);
        }
        """);

    [Fact]
    public Task Another_override_may_do_anything() => Verify(
        """
        class Session
        {
            protected Socket Socket;

            public void Finish(byte[] last)
            {
                End();
                Socket.Send(last);
            }

            protected virtual void End() => Socket.Shutdown(SocketShutdown.Send);
        }
        """);

    [Fact]
    public Task Code_that_is_not_analysed_may_have_given_the_field_another_socket() => Verify(
        """
        public class Session
        {
            public Socket Socket;
            public Action OnEnd;

            public void Finish(byte[] last)
            {
                Socket.Shutdown(SocketShutdown.Send);
                OnEnd();
                Socket.Send(last);
            }
        }
        """);

    [Fact]
    public Task A_method_that_the_options_name_takes_the_socket_over() => RuleTest.Of(
        "SOCK003",
        """
        class C
        {
            void M(Socket s, byte[] data)
            {
                Half(s);
                s.Send(data);
            }

            static void Half(Socket socket) => socket.Shutdown(SocketShutdown.Send);
        }
        """)
        .Configured("socket_analyzers.ownership_methods = C.Half").RunAsync();

    [Theory]
    [InlineData("Assert.Throws<SocketException>(() => s.Send(data));")]
    [InlineData("Assert.Throws<SocketException>(() => { s.Send(data); });")]
    [InlineData("Assert.Throws<SocketException>(delegate { s.Send(data); });")]
    [InlineData("await Assert.ThrowsAsync<SocketException>(() => s.SendAsync(data, SocketFlags.None));")]
    [InlineData("await Assert.ThrowsAnyAsync<Exception>(async () => await s.SendAsync(data, SocketFlags.None));")]
    [InlineData("Assert.ThrowsException<SocketException>(() => s.Send(data));")]
    [InlineData("Record.Exception(() => s.Send(data));")]
    [InlineData("Assert.That(() => s.Send(data), Throws.InstanceOf<SocketException>());")]
    [InlineData("Action act = () => s.Send(data); act.Should().Throw<SocketException>();")]
    [InlineData("Func<Task> act = async () => await s.SendAsync(data, SocketFlags.None); await act.Should().ThrowAsync<SocketException>();")]
    [InlineData("var act = () => s.Send(data); Assert.Throws<SocketException>(() => act());")]
    [InlineData("void Act() => s.Send(data); Assert.Throws<SocketException>(Act);")]
    [InlineData("FluentActions.Invoking(() => s.Send(data)).Should().Throw<SocketException>();")]
    [InlineData("s.Invoking(x => x.Send(data)).Should().Throw<SocketException>();")]
    public Task An_assertion_that_expects_the_failure(string assertion) => RuleTest.Of(
        "SOCK003",
        $$"""
        class SocketTests
        {
            public async Task Sending_after_shutdown_fails(Socket s, byte[] data)
            {
                s.Shutdown(SocketShutdown.Send);
                {{assertion}}
                await Task.Yield();
            }
        }
        """)
        .And(
        """
        static class Assert
        {
            public static void Throws<T>(Action action) { }
            public static void Throws<T>(Func<object> action) { }
            public static void Throws<T>(Func<int> action) { }
            public static Task ThrowsAsync<T>(Func<Task> action) => Task.CompletedTask;
            public static Task ThrowsAnyAsync<T>(Func<Task> action) => Task.CompletedTask;
            public static void ThrowsException<T>(Action action) { }
            public static void That<T>(Func<T> action, object constraint) { }
        }

        static class Throws { public static object InstanceOf<T>() => null; }

        static class Record { public static Exception Exception(Action action) => null; }

        class Assertions { public void Throw<T>() { } public Task ThrowAsync<T>() => Task.CompletedTask; }

        static class FluentActions
        {
            public static Action Invoking(Action action) => action;
            public static Action Invoking<T>(this T subject, Action<T> action) => null;
            public static Assertions Should(this Action action) => null;
            public static Assertions Should(this Func<Task> action) => null;
        }
        """).RunAsync();

    [Fact]
    public Task A_probe_that_wants_to_see_the_peer_s_reset_is_another_socket() => Verify(
        """
        static class Relay
        {
            public static async Task RunAsync(Socket client, Socket server)
            {
                await Task.WhenAll(PumpAsync(client, server), PumpAsync(server, client));
            }

            private static async Task PumpAsync(Socket from, Socket to)
            {
                var buffer = new byte[4096];
                while (true)
                {
                    var count = await from.ReceiveAsync(buffer, SocketFlags.None);
                    if (count == 0)
                    {
                        to.Shutdown(SocketShutdown.Send);
                        return;
                    }

                    await to.SendAsync(buffer.AsMemory(0, count), SocketFlags.None);
                }
            }
        }
        """);
}
