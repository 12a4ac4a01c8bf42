using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>SOCK020: whether a socket is closed depends on Connected.</summary>
public class SOCK020Tests
{
    private static Task Verify(string code, params DiagnosticResult[] expected) => RuleTest.OfConnectedGuard(code, expected).RunAsync();

    private static string InMethod(string body) =>
        $$"""
        #nullable disable
        class Pair { public TcpClient Near; public Socket Far { get; set; } public bool IsUp => Far != null && Far.Connected; }
        static class Ends
        {
            public static void End(this Socket of) { try { of.Shutdown(SocketShutdown.Both); } finally { of.Close(); } }
            public static void Half(Socket of) => of.Shutdown(SocketShutdown.Send);
        }
        class Server
        {
            private static Socket s_shared;
            private Socket _socket;
            private TcpClient _client;
            private NetworkStream _stream;
            private readonly Pair _pair = new Pair();
            private bool _ended;
            private bool _idle;
            private event Action<Socket> Left;

            private Socket Current => _socket;
            private bool IsOpen => _socket != null && _socket.Connected;
            private bool IsReady() { return _client.Connected; }
            private bool IsAlive => !(_socket.Poll(0, SelectMode.SelectRead) && _socket.Available == 0);

            private void CloseSocket() { _socket?.Close(); _socket = null; }
            private void CloseStream() => _stream.Dispose();
            private void Log(string text) { }

            void Leave(Socket s, TcpClient client, Pair pair, Socket[] all, List<TcpClient> clients, int i, TimeSpan age)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }
        }
        """;

    [Fact]
    public Task A_socket() => Verify(
        InMethod("if ({|#0:s.Connected|}) {|#1:s.Close()|};"),
        new DiagnosticResult("SOCK020", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "'s.Connected' decides whether the socket is closed: it is false after a failed connect, a reset or a Shutdown, and the socket then stays open"));

    [Theory]
    [InlineData("if ({|SOCK020:client.Connected|}) { client.Close(); }")]
    [InlineData("if ({|SOCK020:client.Client.Connected|}) client.Dispose();")]
    [InlineData("if (client != null && {|SOCK020:client.Connected|}) { client.GetStream().Close(); client.Close(); }")]
    [InlineData("if (_client is not null && {|SOCK020:_client.Connected|}) { _client.Close(); _client = null; }")]
    [InlineData("if (_client != null) { if ({|SOCK020:_client.Connected|}) _client.Close(); _client = null; }")]
    [InlineData("if ({|SOCK020:_socket?.Connected|} == true) { _socket.Shutdown(SocketShutdown.Both); _socket.Dispose(); }")]
    [InlineData("if ({|SOCK020:_socket?.Connected|} ?? false) _socket.Close(1);")]
    [InlineData("if (s is { {|SOCK020:Connected|}: true }) s.Close();")]
    [InlineData("if (_socket is { } mine && {|SOCK020:mine.Connected|}) _socket.Close();")]
    [InlineData("try { if ({|SOCK020:s.Connected|}) { s.Shutdown(SocketShutdown.Both); s.Close(); } } catch { }")]
    [InlineData("if ({|SOCK020:s.Connected|}) { try { s.Shutdown(SocketShutdown.Both); } catch (SocketException) { } finally { s.Close(); } }")]
    [InlineData("if ({|SOCK020:s.Connected|}) { lock (this) { if (s != null) s.Close(); } }")]
    [InlineData("if (!{|SOCK020:s.Connected|}) return; s.Close();")]
    [InlineData("if (_socket == null || !{|SOCK020:_socket.Connected|}) return; try { _socket.Shutdown(SocketShutdown.Both); _socket.Close(); } catch { } Log(\"left\");")]
    [InlineData("if (!{|SOCK020:s.Connected|}) { Log(\"gone\"); } else { s.Close(); }")]
    [InlineData("if ({|SOCK020:s.Connected|} == false) return; s.Dispose();")]
    [InlineData("foreach (var one in clients) { if (!{|SOCK020:one.Connected|}) continue; one.Close(); }")]
    [InlineData("foreach (var one in all) if ({|SOCK020:one.Connected|}) one.Close();")]
    [InlineData("if ({|SOCK020:all[i].Connected|}) all[i].Close();")]
    [InlineData("if ({|SOCK020:clients[0].Connected|}) clients[0].Close();")]
    [InlineData("if ({|SOCK020:pair.Near.Client.Connected|}) pair.Near.Close();")]
    [InlineData("if ({|SOCK020:pair.IsUp|}) pair.Far.Close();")]
    [InlineData("if ({|SOCK020:IsOpen|}) _socket.Close();")]
    [InlineData("if (!{|SOCK020:IsReady()|}) return; _client.Close();")]
    [InlineData("if ({|SOCK020:IsOpen|}) CloseSocket();")]
    [InlineData("if ({|SOCK020:Current.Connected|}) CloseSocket();")]
    [InlineData("if ({|SOCK020:s.Connected|}) s.End();")]
    [InlineData("if ({|SOCK020:s_shared.Connected|}) s_shared.Close();")]
    [InlineData("var up = {|SOCK020:s.Connected|}; if (up) s.Close();")]
    [InlineData("var mine = _socket; if ({|SOCK020:mine.Connected|}) mine.Close();")]
    [InlineData("if (!_ended && {|SOCK020:s.Connected|}) { _ended = true; s.Close(); }")]
    [InlineData("if (_idle) { if ({|SOCK020:s.Connected|}) s.Close(); }")]
    [InlineData("if ({|SOCK020:s.Connected|}) { s.Send(new byte[1]); s.Close(); }")]
    [InlineData("if (i == 0) { s.Close(); return; } if ({|SOCK020:s.Connected|}) s.Close();")]
    [InlineData("if ({|SOCK020:s.Connected|}) s.Close(); if ({|SOCK020:s.Connected|}) s.Close();")]
    [InlineData("Action later = () => { if ({|SOCK020:s.Connected|}) s.Close(); }; later();")]
    [InlineData("try { client.Connect(\"a\", 1); client.GetStream().Write(new byte[1], 0, 1); } finally { if ({|SOCK020:client.Connected|}) client.Close(); }")]
    [InlineData("try { s.Connect(\"a\", 1); } catch (SocketException) { if ({|SOCK020:s.Connected|}) s.Close(); }")]
    public Task The_close_depends_on_it(string body) => Verify(InMethod(ExpressionOf(body)));

    // The whole "x?.Connected" is no member access of its own: the mark is the member.
    private static string ExpressionOf(string body) => body.Replace("{|SOCK020:_socket?.Connected|}", "_socket?{|SOCK020:.Connected|}", StringComparison.Ordinal);

    [Theory]
    [InlineData("if (s.Connected) s.Shutdown(SocketShutdown.Both); s.Close();")]
    [InlineData("try { if (s.Connected) s.Shutdown(SocketShutdown.Both); } catch { } finally { s.Dispose(); }")]
    [InlineData("if (s.Connected) s.Disconnect(false); s.Dispose();")]
    [InlineData("if (s.Connected) s.Close(); s.Dispose();")]
    [InlineData("if (s.Connected) { s.End(); } else { s.Dispose(); }")]
    [InlineData("if (!s.Connected) { s.Close(); return; } s.Send(new byte[1]); s.Close();")]
    [InlineData("if (!s.Connected) { s.Dispose(); }")]
    [InlineData("if (s == null || !s.Connected) { s?.Dispose(); return; }")]
    [InlineData("using (client) { if (client.Connected) client.Close(); }")]
    [InlineData("using var mine = client; if (mine.Connected) mine.Close();")]
    [InlineData("using var stream = client.GetStream(); if (client.Connected) client.Close();")]
    [InlineData("_stream.Close(); if (client.Connected) client.Close();")]
    [InlineData("if (_client.Connected) _client.Close(); CloseStream();")]
    [InlineData("if (_socket.Connected) _socket.Close(); CloseSocket();")]
    [InlineData("if (client.Connected) client.Client.Shutdown(SocketShutdown.Send); client.Client.Close();")]
    [InlineData("if (s.Connected) s.Shutdown(SocketShutdown.Send);")]
    [InlineData("if (s.Connected) Ends.Half(s);")]
    [InlineData("if (s.Connected && s.Poll(0, SelectMode.SelectRead) && s.Available == 0) s.Close();")]
    [InlineData("if (s.Connected && age > TimeSpan.FromMinutes(1)) s.Close();")]
    [InlineData("if (_idle && s.Connected) s.Close();")]
    [InlineData("if (s.Connected || i > 0) s.Close();")]
    [InlineData("if (IsAlive) _socket.Close();")]
    [InlineData("if (s.Connected) { if (i > 3) s.Close(); }")]
    [InlineData("while (s.Connected) { s.Send(new byte[1]); s.Close(); }")]
    [InlineData("if (s.Connected) { s.Receive(new byte[1]); s.Close(); }")]
    [InlineData("if (!client.Connected) return; client.GetStream().Read(new byte[1], 0, 1); client.Close();")]
    [InlineData("if (s.Connected) s.Close(); Left(s);")]
    [InlineData("if (s.Connected) s.Close(); else _socket = s;")]
    [InlineData("if (pair.IsUp) pair.Near.Close();")]
    [InlineData("if (all[0].Connected) all[1].Close();")]
    [InlineData("if (s.Connected) _socket.Close();")]
    [InlineData("client.Connect(\"a\", 1); if (client.Connected) client.Close();")]
    [InlineData("Action later = () => { if (s.Connected) s.Close(); }; later(); s.Dispose();")]
    public Task It_is_closed_in_any_case_or_another_thing_is_decided(string body) => Verify(InMethod(body));

    [Fact]
    public Task A_setter_that_replaces_the_socket() => Verify(
        """
        #nullable disable
        class Session
        {
            private Socket _socket;
            public Socket Socket
            {
                get { return _socket; }
                set
                {
                    if (_socket != null && {|SOCK020:_socket.Connected|}) { _socket.Shutdown(SocketShutdown.Both); _socket.Close(); }
                    _socket = value;
                }
            }
        }
        """);

    [Fact]
    public Task Dispose_itself() => Verify(
        """
        class Session : IDisposable
        {
            private readonly Socket socket = null!;
            private bool _disposed;
            public void Dispose() { Dispose(true); GC.SuppressFinalize(this); }
            protected virtual void Dispose(bool disposing)
            {
                if (disposing && !_disposed && {|SOCK020:socket.Connected|}) socket.Close();
                _disposed = true;
            }
        }
        """);

    /// <summary>The owner disposes the object in the end.</summary>
    [Fact]
    public Task Dispose_closes_in_any_case() => Verify(
        """
        class Session : IDisposable
        {
            private readonly TcpClient _client = new();
            public void Stop() { if (_client.Connected) _client.Close(); }
            public void Dispose() { Stop(); _client.Dispose(); }
        }
        """);

    [Fact]
    public Task Dispose_calls_the_method_that_asks() => Verify(
        """
        class Session : IDisposable
        {
            private readonly TcpClient _client = new();
            public void Stop() { if ({|SOCK020:_client.Connected|}) _client.Close(); }
            public void Dispose() => Stop();
        }
        """);

    /// <summary>Another Dispose comes at another time.</summary>
    [Theory]
    [InlineData("_stream.Dispose()")]
    [InlineData("_socket.Dispose()")]
    public Task Dispose_closes_by_itself(string end) => Verify(
        $$"""
        class Session
        {
            private readonly Socket _socket = null!;
            private readonly Stream _stream = null!;
            public void CloseSocket()
            {
                if (_socket == null || !{|SOCK020:_socket.Connected|}) return;
                try { _socket.Close(); } catch (SocketException) { }
                OnClose();
            }
            public virtual void OnClose() => Dispose();
            public virtual void Dispose() => {{end}};
        }
        """);

    [Fact]
    public Task A_base_class_closes() => Verify(
        """
        class Receiver { protected Socket _socket = null!; public virtual void Close(string why) => _socket.Close(); }
        class TcpReceiver : Receiver
        {
            public override void Close(string why) { if (_socket.Connected) _socket.Close(); base.Close(why); }
        }
        """);

    [Fact]
    public Task A_type_of_the_project_with_that_property() => Verify(
        """
        class Transport { public bool Connected { get; set; } public void Close() { } }
        class Owner { private Socket? _socket; void M(Transport t) { if (t.Connected) t.Close(); } }
        """);

    [Fact]
    public Task In_tests() => Verify(
        """
        class FactAttribute : Attribute { }
        class ServerTests
        {
            [Fact] public void Serves(Socket s) { if (s.Connected) s.Close(); }
        }
        """);

    [Theory]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    [InlineData("net8.0")]
    public Task On_every_framework(string framework) => RuleTest.OfConnectedGuard(InMethod("if ({|SOCK020:s.Connected|}) s.Close();")).On(framework).RunAsync();

    [Fact]
    public Task In_top_level_statements() => RuleTest.OfConnectedGuard(
        """
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        if ({|SOCK020:s.Connected|}) s.Close();
        """).AsProgram().RunAsync();

    [Fact]
    public Task Incomplete_code() => RuleTest.OfConnectedGuard(
        """
        class Owner
        {
            bool Up => {|CS0103:Missing|}.Connected;
            Socket Loop => Loop;
            void M(Socket s) { if (s.{|CS1061:Missing|}) s.Close(); if (Up) s.Close(); if (Loop.Connected) s.Close(); if (s.Connected) {|CS0103:Gone|}.Close(); }
        }
        """).RunAsync();

    [Fact]
    public Task Suppressed() => Verify(InMethod(
        """
        #pragma warning disable SOCK020
        if (s.Connected) s.Close();
        #pragma warning restore SOCK020
        """));
}
