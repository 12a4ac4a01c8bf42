using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// Classes that hold a connection in several fields, and helpers that write on a condition.
public partial class SOCK003Tests
{
    [Theory]
    [InlineData("Session(TcpClient c) { _client = c; _stream = c.GetStream(); _writer = new StreamWriter(_stream) { AutoFlush = true }; }")]
    [InlineData("Session(TcpClient c) { _client = c ?? throw new ArgumentNullException(nameof(c)); _stream = _client.GetStream(); _writer = new StreamWriter(_stream) { AutoFlush = true }; }")]
    [InlineData("Session(TcpClient c) { if (c == null) throw new ArgumentNullException(nameof(c)); _client = c; _writer = new StreamWriter(c.GetStream()) { AutoFlush = true }; }")]
    [InlineData("Session(TcpClient c) { (_client, _stream) = (c, c.GetStream()); _writer = new StreamWriter(_stream) { AutoFlush = true }; }")]
    [InlineData("Session(string host) { _client = new TcpClient(host, 25); _writer = new StreamWriter(_client.GetStream(), Encoding.ASCII) { AutoFlush = true }; }")]
    [InlineData("void Connect(string host) { _client = new TcpClient(host, 25); _writer = new StreamWriter(_client.GetStream()) { AutoFlush = true }; }")]
    [InlineData("async Task ConnectAsync(string host) { _client = new TcpClient(); await _client.ConnectAsync(host, 25); var s = _client.GetStream(); _writer = new StreamWriter(s) { AutoFlush = true }; }")]
    public Task One_method_fills_the_fields(string fill) => Verify(
        $$"""
        class Session
        {
            private TcpClient _client;
            private NetworkStream _stream;
            private StreamWriter _writer;

            public {{fill}}

            public void Quit()
            {
                _client.Client.Shutdown(SocketShutdown.Send);
                {|SOCK003:_writer.WriteLine("QUIT")|};
            }

            public void QuitPolitely()
            {
                _client.Client.Shutdown(SocketShutdown.Send);
                {|SOCK003:Say("QUIT")|};
            }

            private void Say(string text) => _writer.WriteLine(text);
        }
        """);

    [Theory]
    [InlineData("{ AutoFlush = true }", "_writer.WriteLine(1); _client.Client.Shutdown(SocketShutdown.Send); _writer.Dispose();")]
    [InlineData("{ AutoFlush = true }", "Say(\"x\"); _client.Client.Shutdown(SocketShutdown.Send); _writer.Dispose();")]
    [InlineData("{ AutoFlush = true }", "Say(_writer, \"x\"); _client.Client.Shutdown(SocketShutdown.Send); _writer.Dispose();")]
    [InlineData("{ AutoFlush = auto }", "_writer.WriteLine(1); _client.Client.Shutdown(SocketShutdown.Send); _writer.Dispose();")]
    [InlineData("{ AutoFlush = auto ? true : false }", "_writer.WriteLine(1); _client.Client.Shutdown(SocketShutdown.Send); _writer.Dispose();")]
    [InlineData("", "_writer.WriteLine(1); _writer.Flush(); _client.Client.Shutdown(SocketShutdown.Send); _writer.Dispose();")]
    [InlineData("", "Say(\"x\"); _writer.Flush(); _client.Client.Shutdown(SocketShutdown.Send); _writer.Dispose();")]
    [InlineData("", "_client.Client.Shutdown(SocketShutdown.Send); _writer.Dispose();")]
    public Task The_writer_in_a_field_is_flushed_or_may_be(string initializer, string body) => Verify(WriterInField(initializer, body));

    [Fact]
    public Task Another_method_may_have_switched_AutoFlush_on() => RuleTest.Of(
        "SOCK003", WriterInField("", "_writer.WriteLine(1); _client.Client.Shutdown(SocketShutdown.Send); _writer.Dispose();"))
        .And("partial class Session { public void Start() => _writer.AutoFlush = true; }").RunAsync();

    [Theory]
    [InlineData("", "_writer.WriteLine(1); _client.Client.Shutdown(SocketShutdown.Send); {|SOCK003:_writer.Dispose()|};")]
    [InlineData("", "Say(\"x\"); _client.Client.Shutdown(SocketShutdown.Send); {|SOCK003:_writer.Dispose()|};")]
    [InlineData("", "Say(_writer, \"x\"); _client.Client.Shutdown(SocketShutdown.Send); {|SOCK003:_writer.Flush()|};")]
    [InlineData("{ AutoFlush = true }", "_client.Client.Shutdown(SocketShutdown.Send); {|SOCK003:Say(_writer, \"x\")|};")]
    [InlineData("{ AutoFlush = true }", "_client.Client.Shutdown(SocketShutdown.Send); {|SOCK003:SayTwice(\"x\")|};")]
    public Task The_writer_in_a_field_is_not_flushed_in_time(string initializer, string body) => Verify(WriterInField(initializer, body));

    private static string WriterInField(string initializer, string body) =>
        $$"""
        partial class Session
        {
            private TcpClient _client;
            private StreamWriter _writer;

            public Session(TcpClient client, bool auto)
            {
                _client = client;
                _writer = new StreamWriter(client.GetStream()) {{initializer}};
            }

            public void Quit()
            {
                {{body}}
            }

            private void Say(string text) => _writer.WriteLine(text);

            private void SayTwice(string text)
            {
                Say(text);
                Say(text);
            }

            private static void Say(StreamWriter writer, string text) => writer.WriteLine(text);
        }
        """;

    [Fact]
    public Task Fields_that_are_filled_again_in_between() => Verify(
        """
        class Session
        {
            private TcpClient _client;
            private StreamWriter _writer;

            public async Task ConnectAsync()
            {
                _client = new TcpClient();
                await _client.ConnectAsync("a", 1);
                _writer = new StreamWriter(_client.GetStream()) { AutoFlush = true };
            }

            public async Task ReconnectAsync()
            {
                _client.Client.Shutdown(SocketShutdown.Both);
                await ConnectAsync();
                _writer.WriteLine("hello");
            }
        }
        """);

    [Theory]
    [InlineData("if (!_ended) _socket.Send(data);")]
    [InlineData("if (_ended) return; _socket.Send(data);")]
    [InlineData("if (_socket.Blocking && !_ended) _socket.Send(data);")]
    [InlineData("if (_state != 0) return; _socket.Send(data);")]
    [InlineData("if (Volatile.Read(ref _state) == 0) _socket.Send(data);")]
    [InlineData("_ = !_ended && _socket.Send(data) > 0;")]
    [InlineData("_ = _ended ? 0 : _socket.Send(data);")]
    [InlineData("_ = _state switch { 0 => _socket.Send(data), _ => 0 };")]
    [InlineData("switch (_state) { case 0: _socket.Send(data); break; }")]
    [InlineData("if (data != null) _socket.Send(data);")]
    [InlineData("if (data is { Length: > 0 }) { _socket.Send(data); }")]
    [InlineData("if (_source.IsCancellationRequested) return; _socket.Send(data);")]
    [InlineData("if (_socket.Connected) _socket.Send(data);")]
    [InlineData("if (!_socket.Connected) return; _socket.Send(data);")]
    [InlineData("while (!_ended) _socket.Send(data);")]
    public Task A_helper_that_may_not_write(string body) => Verify(HelperThatWrites(body, "Write(last)"));

    [Theory]
    [InlineData("_socket.Send(data);")]
    [InlineData("if (data == null) throw new ArgumentNullException(nameof(data)); _socket.Send(data);")]
    [InlineData("if (_socket == null) return; _socket.Send(data);")]
    [InlineData("if (_socket != null) _socket.Send(data);")]
    [InlineData("_socket?.Send(data);")]
    [InlineData("for (var sent = 0; sent < data.Length;) sent += _socket.Send(data, sent, data.Length - sent, SocketFlags.None);")]
    [InlineData("var sent = 0; while (sent < data.Length) sent += _socket.Send(data, sent, data.Length - sent, SocketFlags.None);")]
    [InlineData("foreach (var b in data) _socket.Send(new[] { b });")]
    [InlineData("if (data.Length > 5) _socket.Send(data); else _socket.Send(data, SocketFlags.None);")]
    [InlineData("try { _socket.Send(data); } catch (SocketException e) { Console.WriteLine(e); }")]
    [InlineData("lock (_source) { _socket.Send(data); }")]
    public Task A_helper_that_writes(string body) => Verify(HelperThatWrites(body, "{|SOCK003:Write(last)|}"));

    private static string HelperThatWrites(string body, string call) =>
        $$"""
        class Session
        {
            private readonly Socket _socket;
            private readonly CancellationTokenSource _source = new CancellationTokenSource();
            private bool _ended;
            private int _state;

            public Session(Socket socket) => _socket = socket;

            public void Finish(byte[] last)
            {
                _ended = true;
                _state = 1;
                _socket.Shutdown(SocketShutdown.Send);
                {{call}};
            }

            private void Write(byte[] data)
            {
                {{body}}
            }
        }
        """;

    [Fact]
    public Task An_event_s_handler_may_connect_again() => Verify(
        """
        public class Session
        {
            private Socket _socket;
            public event EventHandler Ended;

            public void Connect() => _socket = new Socket(SocketType.Stream, ProtocolType.Tcp);

            public void Finish(byte[] hello)
            {
                _socket.Shutdown(SocketShutdown.Both);
                Ended?.Invoke(this, EventArgs.Empty);
                _socket.Send(hello);
            }
        }
        """);

    [Fact]
    public Task A_field_that_a_tuple_assignment_renews_elsewhere() => Verify(
        """
        public class Session
        {
            private Socket _socket;
            private int _tries;

            public void Connect() => (_socket, _tries) = (new Socket(SocketType.Stream, ProtocolType.Tcp), 0);

            public async Task FinishAsync(byte[] hello)
            {
                _socket.Shutdown(SocketShutdown.Both);
                await Task.Delay(_tries);
                _socket.Send(hello);
            }
        }
        """);

    [Fact]
    public Task A_shutdown_that_may_throw_in_a_try_of_its_own() => Verify(
        """
        class Session
        {
            void Finish(Socket s, byte[] last)
            {
                try
                {
                    s.Shutdown(SocketShutdown.Both);
                }
                catch (SocketException)
                {
                }

                {|SOCK003:s.Send(last)|};
            }
        }
        """);

    [Fact]
    public Task The_fields_of_a_base_class() => Verify(
        """
        public abstract class Protocol
        {
            protected readonly TcpClient Client;
            protected readonly StreamWriter Writer;

            protected Protocol(TcpClient client)
            {
                Client = client;
                Writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
            }
        }

        public sealed class Smtp : Protocol
        {
            public Smtp(TcpClient client) : base(client) { }

            public void Quit()
            {
                Client.Client.Shutdown(SocketShutdown.Send);
                {|SOCK003:Writer.WriteLine("QUIT")|};
            }
        }
        """);

    // The caller names no socket: that the session's method shuts is known by what it mentions, whatever it is called itself.
    [Theory]
    [InlineData("Shutdown")]
    [InlineData("EndWrites")]
    public Task A_session_that_is_shut_by_a_method_of_its_own(string method) => Verify(
        $$"""
        sealed class Session
        {
            private readonly Socket _socket;

            public Session(Socket socket) => _socket = socket;

            public void {{method}}() => _socket.Shutdown(SocketShutdown.Send);

            public void Say(byte[] data) => _socket.Send(data);
        }

        class User
        {
            void M(Session session, byte[] data)
            {
                session.{{method}}();
                {|SOCK003:session.Say(data)|};
            }
        }
        """);
}
