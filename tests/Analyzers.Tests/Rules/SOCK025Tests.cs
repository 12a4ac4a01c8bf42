using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>SOCK025: a Shutdown that may throw stands before the Close, or in a catch or finally.</summary>
public class SOCK025Tests
{
    private static Task Verify(string code, params DiagnosticResult[] expected) => RuleTest.OfUnguardedShutdown(code, expected).RunAsync();

    private static string InMethod(string body) =>
        $$"""
        #nullable disable
        class Pair { public TcpClient Near; public Socket Far { get; set; } public void Half() => Far.Shutdown(SocketShutdown.Send); }
        static class Ends
        {
            public static void End(this Socket of) { try { of.Shutdown(SocketShutdown.Both); } finally { of.Close(); } }
            public static void Half(this Socket of) => of.Shutdown(SocketShutdown.Send);
            public static void HalfQuietly(this Socket of) { try { of.Shutdown(SocketShutdown.Send); } catch (SocketException) { } }
            public static void HalfIfConnected(this Socket of) { if (of.Connected) of.Shutdown(SocketShutdown.Send); }
            public static void Say(Socket to) => to.Send(new byte[1]);
            public static void SayIfItCan(Socket to) { try { to.Send(new byte[1]); } catch (SocketException) { } }
            public static void Swallow(Action action) { try { action(); } catch (Exception) { } }
        }
        class Server
        {
            private static Socket s_shared;
            private Socket _socket;
            private TcpClient _client;
            private NetworkStream _stream;
            private bool _ended;
            private event Action<Socket> Left;

            private Socket Current => _socket;
            private bool IsOpen => _socket != null && _socket.Connected;

            private void CloseSocket() { _socket?.Close(); _socket = null; }
            private void Log(object text) { }

            void Leave(Socket s, TcpClient client, UdpClient udp, Pair pair, Socket[] all, List<TcpClient> clients, int i)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }
        }
        """;

    [Fact]
    public Task In_one_try() => Verify(
        InMethod("try { {|#0:s.Shutdown(SocketShutdown.Both)|}; {|#1:s.Close()|}; } catch (Exception e) { Log(e); }"),
        new DiagnosticResult("SOCK025", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1).WithMessage(
            "'s.Shutdown' throws where the socket is not connected, on Windows after a reset too: 's.Close' is skipped then, and the socket stays open"));

    [Fact]
    public Task In_a_finally() => Verify(
        InMethod("try { s.Send(new byte[1]); } finally { {|#0:s.Shutdown(SocketShutdown.Send)|}; }"),
        new DiagnosticResult("SOCK025", DiagnosticSeverity.Info).WithLocation(0).WithMessage(
            "'s.Shutdown' throws where the socket is not connected, on Windows after a reset too: in a catch or finally that exception takes the place of the first one"));

    [Fact]
    public Task In_a_helper() => Verify(
        """
        class Server
        {
            void Leave(Socket s) { {|#0:Half(s)|}; {|#1:s.Close()|}; }
            static void Half(Socket of) => {|#2:of.Shutdown(SocketShutdown.Send)|};
        }
        """,
        new DiagnosticResult("SOCK025", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1).WithLocation(2).WithMessage(
            "'Half' throws where the socket is not connected, on Windows after a reset too: 's.Close' is skipped then, and the socket stays open"));

    [Theory]
    [InlineData("{|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close();")]
    [InlineData("{|SOCK025:s.Shutdown(SocketShutdown.Send)|}; s.Dispose();")]
    [InlineData("{|SOCK025:_socket.Shutdown(SocketShutdown.Both)|}; _socket.Close(); _socket = null;")]
    [InlineData("_socket?{|SOCK025:.Shutdown(SocketShutdown.Both)|}; _socket?.Close();")]
    [InlineData("if (_socket != null) { {|SOCK025:_socket.Shutdown(SocketShutdown.Both)|}; _socket.Close(); }")]
    [InlineData("{|SOCK025:client.Client.Shutdown(SocketShutdown.Both)|}; client.Close();")]
    [InlineData("{|SOCK025:client.Client.Shutdown(SocketShutdown.Both)|}; client.GetStream().Close(); client.Close();")]
    [InlineData("{|SOCK025:udp.Client.Shutdown(SocketShutdown.Both)|}; udp.Close();")]
    [InlineData("{|SOCK025:pair.Far.Shutdown(SocketShutdown.Both)|}; Log(\"gone\"); pair.Far.Dispose();")]
    [InlineData("{|SOCK025:s_shared.Shutdown(SocketShutdown.Both)|}; s_shared.Close();")]
    [InlineData("var mine = _socket; {|SOCK025:mine.Shutdown(SocketShutdown.Both)|}; _socket.Close();")]
    [InlineData("{|SOCK025:Current.Shutdown(SocketShutdown.Both)|}; CloseSocket();")]
    [InlineData("{|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close(1);")]
    [InlineData("{|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.SafeHandle.Dispose();")]
    [InlineData("{|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.End();")]
    [InlineData("{|SOCK025:s.Half()|}; s.Close();")]
    [InlineData("{|SOCK025:Ends.Half(s)|}; s.Close();")]
    [InlineData("{|SOCK025:pair.Half()|}; pair.Far.Close();")]
    [InlineData("try { {|SOCK025:s.Half()|}; s.Close(); } catch (SocketException) { }")]
    [InlineData("try { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close(); } catch (SocketException) { } catch (ObjectDisposedException) { }")]
    [InlineData("try { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close(); } catch { _socket = null; } finally { _ended = true; }")]
    [InlineData("try { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close(); } catch (IOException) { s.Close(); }")]
    [InlineData("try { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close(); } catch (SocketException e) when (e.SocketErrorCode == SocketError.HostDown) { s.Close(); }")]
    [InlineData("try { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; } catch (SocketException) { return; } s.Close();")]
    [InlineData("try { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; } catch (SocketException e) { Log(e); throw; } s.Close();")]
    [InlineData("try { if (i > 0) {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close(); } catch { }")]
    [InlineData("try { if (i > 0) { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close(); } else { s.Close(); } } catch { }")]
    [InlineData("try { lock (this) { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; } s.Close(); } catch { }")]
    [InlineData("foreach (var one in all) { {|SOCK025:one.Shutdown(SocketShutdown.Both)|}; one.Close(); }")]
    [InlineData("foreach (var one in clients) { try { {|SOCK025:one.Client.Shutdown(SocketShutdown.Both)|}; one.Close(); } catch { continue; } }")]
    [InlineData("{|SOCK025:all[i].Shutdown(SocketShutdown.Both)|}; all[i].Close();")]
    [InlineData("while (true) { if (i++ > 3) { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; break; } } s.Close();")]
    [InlineData("switch (i) { case 1: {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close(); break; default: Log(i); break; }")]
    [InlineData("switch (i) { case 1: {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; break; } s.Close();")]
    [InlineData("do { try { i = s.Receive(new byte[9]); } catch (Exception e) { Log(e); } } while (s.Connected); {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close();")]
    [InlineData("try { s.Send(new byte[1]); } catch (SocketException) { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close(); }")]
    [InlineData("try { s.Send(new byte[1]); } catch (SocketException) { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close(); throw; }")]
    [InlineData("try { s.Send(new byte[1]); } finally { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close(); }")]
    [InlineData("try { s.Send(new byte[1]); } catch (SocketException) { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; } s.Close();")]
    [InlineData("try { s.Connect(\"a\", 1); } catch (SocketException) { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; throw; }")]
    [InlineData("try { s.Send(new byte[1]); } catch (SocketException e) { Log(e); {|SOCK025:client.Client.Shutdown(SocketShutdown.Send)|}; }")]
    [InlineData("try { i = s.Receive(new byte[1]); } finally { Log(i); try { {|SOCK025:s.Shutdown(SocketShutdown.Send)|}; } catch (ObjectDisposedException) { } }")]
    [InlineData("Action later = () => { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close(); }; later();")]
    [InlineData("Ends.Swallow(() => { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close(); });")]
    [InlineData("void Local() { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close(); } Local();")]
    [InlineData("if (i == 0) { s.Close(); return; } {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close();")]
    [InlineData("Ends.SayIfItCan(s); {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close();")]
    [InlineData("Ends.Say(_socket); {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close();")]
    [InlineData("client.GetStream().Write(new byte[1], 0, 1); {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close();")]
    public Task The_close_is_skipped_or_an_exception_is_lost(string body) => Verify(InMethod(body));

    [Theory]
    [InlineData("try { s.Shutdown(SocketShutdown.Both); } catch (SocketException) { } s.Close();")]
    [InlineData("try { s.Shutdown(SocketShutdown.Both); } catch { } finally { s.Close(); }")]
    [InlineData("try { s.Shutdown(SocketShutdown.Both); } finally { s.Close(); }")]
    [InlineData("try { s.Shutdown(SocketShutdown.Both); s.Close(); } finally { CloseSocket(); s.Dispose(); }")]
    [InlineData("try { s.Shutdown(SocketShutdown.Both); s.Close(); } catch (SocketException) { s.Close(); }")]
    [InlineData("try { _socket.Shutdown(SocketShutdown.Both); _socket.Close(); } catch (Exception) { CloseSocket(); throw; }")]
    [InlineData("try { s.Shutdown(SocketShutdown.Both); s.Close(); } catch { } s.Dispose();")]
    [InlineData("try { try { s.Shutdown(SocketShutdown.Both); s.Close(); } finally { Log(1); } } catch { } s.Dispose();")]
    [InlineData("try { s.Shutdown(SocketShutdown.Both); s.Close(); } catch { Left(s); }")]
    [InlineData("try { client.Client.Shutdown(SocketShutdown.Both); client.Close(); } catch { _client = client; }")]
    [InlineData("using (s) { s.Shutdown(SocketShutdown.Both); s.Close(); }")]
    [InlineData("using var mine = s; s.Shutdown(SocketShutdown.Both); s.Close();")]
    [InlineData("using var stream = client.GetStream(); client.Client.Shutdown(SocketShutdown.Both); client.Close();")]
    [InlineData("try { client.Client.Shutdown(SocketShutdown.Both); client.Close(); } finally { _stream.Dispose(); }")]
    [InlineData("if (s.Connected) s.Shutdown(SocketShutdown.Both); s.Close();")]
    [InlineData("try { if (s != null && s.Connected) { s.Shutdown(SocketShutdown.Both); s.Close(); } } catch { }")]
    [InlineData("if (!s.Connected) return; s.Shutdown(SocketShutdown.Both); s.Close();")]
    [InlineData("if (IsOpen) { _socket.Shutdown(SocketShutdown.Both); _socket.Close(); }")]
    [InlineData("var up = s.Connected; if (up) s.Shutdown(SocketShutdown.Both); s.Close();")]
    [InlineData("s.HalfQuietly(); s.Close();")]
    [InlineData("s.HalfIfConnected(); s.Close();")]
    [InlineData("s.End(); s.Close();")]
    [InlineData("Ends.Swallow(() => s.Shutdown(SocketShutdown.Both)); s.Close();")]
    [InlineData("Ends.Swallow(() => { s.Shutdown(SocketShutdown.Both); s.Close(); }); s.Dispose();")]
    [InlineData("s.Shutdown(SocketShutdown.Send); while (s.Receive(new byte[1]) > 0) { } s.Close();")]
    [InlineData("s.Shutdown(SocketShutdown.Receive); s.Send(new byte[1]); s.Close();")]
    [InlineData("s.Shutdown(SocketShutdown.Both);")]
    [InlineData("s.Shutdown(SocketShutdown.Both); if (i > 0) s.Close();")]
    [InlineData("if (i > 0) { s.Shutdown(SocketShutdown.Send); return; } s.Close();")]
    [InlineData("all[0].Shutdown(SocketShutdown.Both); all[1].Close();")]
    [InlineData("s.Shutdown(SocketShutdown.Both); _socket.Close();")]
    [InlineData("s.Send(new byte[1]); s.Shutdown(SocketShutdown.Both); s.Close();")]
    [InlineData("s.Connect(\"a\", 1); if (i > 0) { s.Shutdown(SocketShutdown.Both); s.Close(); }")]
    [InlineData("if (s.Receive(new byte[9]) == 0) { s.Shutdown(SocketShutdown.Both); s.Close(); }")]
    [InlineData("while ((i = s.Receive(new byte[9])) > 0) { Log(i); } s.Shutdown(SocketShutdown.Both); s.Close();")]
    [InlineData("try { s.Send(new byte[1]); } catch (SocketException) { s.Close(); return; } s.Shutdown(SocketShutdown.Both); s.Close();")]
    [InlineData("Ends.Say(s); s.Shutdown(SocketShutdown.Both); s.Close();")]
    [InlineData("var got = s.Accept(); got.Shutdown(SocketShutdown.Both); got.Close();")]
    [InlineData("client.GetStream().Write(new byte[1], 0, 1); client.Client.Shutdown(SocketShutdown.Both); client.Close();")]
    [InlineData("try { s.Send(new byte[1]); } finally { if (s.Connected) s.Shutdown(SocketShutdown.Send); }")]
    [InlineData("try { s.Send(new byte[1]); } finally { try { s.Shutdown(SocketShutdown.Send); } catch (SocketException) { } }")]
    [InlineData("try { try { s.Send(new byte[1]); } finally { s.Shutdown(SocketShutdown.Send); } } catch (SocketException e) { Log(e); }")]
    [InlineData("try { Log(1); } catch (InvalidOperationException) { s.Send(new byte[1]); s.Shutdown(SocketShutdown.Send); }")]
    public Task It_is_closed_all_the_same_or_does_not_throw(string body) => Verify(InMethod(body));

    [Theory]
    [InlineData("try { End(socket); } finally { socket.Dispose(); }")]
    [InlineData("using (socket) End(socket);")]
    [InlineData("using var mine = socket; End(mine);")]
    [InlineData("try { End(socket); } catch (SocketException) { socket.Close(); }")]
    public Task The_caller_closes(string body) => Verify(
        $$"""
        class Server
        {
            void Leave(Socket socket) { {{body}} }
            static void End(Socket s) { s.Shutdown(SocketShutdown.Both); s.Close(); }
        }
        """);

    [Theory]
    [InlineData("try { End(socket); } catch (SocketException) { }")]
    [InlineData("End(socket); socket.Dispose();")]
    [InlineData("try { End(socket); } finally { other.Dispose(); }")]
    public Task The_caller_does_not_close(string body) => Verify(
        $$"""
        class Server
        {
            void Leave(Socket socket, Socket other) { {{body}} }
            static void End(Socket s) { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close(); }
        }
        """);

    /// <summary>To call it again throws again.</summary>
    [Fact]
    public Task The_caller_tries_it_once_more() => Verify(
        """
        class Session
        {
            private readonly Socket _socket = null!;
            void End() { {|SOCK025:_socket.Shutdown(SocketShutdown.Both)|}; _socket.Close(); }
            void Received(SocketError error)
            {
                try { if (error != SocketError.Success) End(); } catch (Exception) { End(); }
                if (error == SocketError.ConnectionReset) End();
            }
        }
        """);

    [Fact]
    public Task The_owner_of_the_object_closes() => Verify(
        """
        class Session : IDisposable
        {
            private readonly Socket _socket = null!;
            public void End() { _socket.Shutdown(SocketShutdown.Both); _socket.Close(); }
            public void Dispose() => _socket.Dispose();
        }
        class Server { void Leave(Session session) { try { session.End(); } catch (SocketException) { session.Dispose(); } } }
        """);

    [Fact]
    public Task An_async_method() => Verify(
        """
        class Proxy
        {
            async Task<Socket> ConnectAsync(Socket socket)
            {
                try { await socket.ConnectAsync("a", 1); return socket; }
                catch (Exception) { {|SOCK025:socket.Shutdown(SocketShutdown.Both)|}; socket.Dispose(); throw; }
            }
            async Task SendAsync(Socket socket)
            {
                try { await socket.SendAsync(new byte[1], SocketFlags.None); }
                finally { {|SOCK025:socket.Shutdown(SocketShutdown.Both)|}; }
            }
            async Task AnswerAsync(Socket socket)
            {
                await socket.SendAsync(new byte[1], SocketFlags.None);
                socket.Shutdown(SocketShutdown.Both);
                socket.Close();
            }
        }
        """);

    /// <summary>What an async method throws comes out where it is awaited.</summary>
    [Fact]
    public Task An_async_helper() => Verify(
        """
        class Server
        {
            private readonly Socket _socket = null!;
            async Task EndAsync() { await Task.Yield(); _socket.Shutdown(SocketShutdown.Send); }
            async Task Leave() { await {|SOCK025:EndAsync()|}; _socket.Close(); }
            async Task LeaveLater() { await {|SOCK025:EndAsync()|}.ConfigureAwait(false); _socket.Close(); }
            void Start() { _ = EndAsync(); _socket.Close(); }
            async Task Race() { var end = EndAsync(); _socket.Close(); await end; }
        }
        """);

    [Fact]
    public Task A_callback() => Verify(
        """
        class Server
        {
            void Received(object? sender, SocketAsyncEventArgs e)
            {
                if (e.SocketError == SocketError.Success) return;
                var socket = (Socket)e.UserToken!;
                {|SOCK025:socket.Shutdown(SocketShutdown.Both)|};
                socket.Close();
            }
            void Accepted(object? sender, SocketAsyncEventArgs e)
            {
                var socket = e.AcceptSocket!;
                socket.Shutdown(SocketShutdown.Both);
                socket.Close();
            }
            void Sent(IAsyncResult result)
            {
                var socket = (Socket)result.AsyncState!;
                socket.EndSend(result);
                socket.Shutdown(SocketShutdown.Both);
                socket.Close();
            }
        }
        """);

    /// <summary>There a Shutdown after a reset does not throw.</summary>
    [Theory]
    [InlineData("RuntimeIdentifier", "linux-x64")]
    [InlineData("TargetFramework", "net8.0-android")]
    public Task Where_there_is_no_Windows(string property, string value) => RuleTest.OfUnguardedShutdown(InMethod("s.Shutdown(SocketShutdown.Both); s.Close();")).With(property, value).RunAsync();

    [Fact]
    public Task In_code_for_another_system() => Verify(
        """
        [System.Runtime.Versioning.SupportedOSPlatform("linux")]
        class Server { void Leave(Socket s) { s.Shutdown(SocketShutdown.Both); s.Close(); } }
        """);

    /// <summary>The process ends with the exception.</summary>
    [Fact]
    public Task At_the_end_of_a_program() => RuleTest.OfUnguardedShutdown(
        """
        class Program
        {
            static void Main(string[] arguments)
            {
                var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
                for (var i = 0; i < arguments.Length; i++)
                {
                    var one = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    try { {|SOCK025:one.Shutdown(SocketShutdown.Both)|}; one.Close(); } catch (SocketException) { }
                }
                s.Shutdown(SocketShutdown.Both);
                s.Close();
            }
        }
        """).AsProgram().RunAsync();

    [Fact]
    public Task In_top_level_statements() => RuleTest.OfUnguardedShutdown(
        """
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close(); } catch (SocketException) { }
        """).AsProgram().RunAsync();

    [Fact]
    public Task A_type_of_the_project_with_those_methods() => Verify(
        """
        class Transport { public void Shutdown() { } public void Close() { } }
        class Owner { private Socket? _socket; void M(Transport t) { t.Shutdown(); t.Close(); } }
        """);

    [Fact]
    public Task In_tests() => Verify(
        """
        class FactAttribute : Attribute { }
        class ServerTests
        {
            [Fact] public void Serves(Socket s) { s.Shutdown(SocketShutdown.Both); s.Close(); }
        }
        """);

    [Theory]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    [InlineData("net8.0")]
    public Task On_every_framework(string framework) => RuleTest.OfUnguardedShutdown(InMethod("try { {|SOCK025:s.Shutdown(SocketShutdown.Both)|}; s.Close(); } catch { }")).On(framework).RunAsync();

    /// <summary>Whether the socket is closed at all is SOCK020's question.</summary>
    [Fact]
    public Task Beside_the_other_rules() => RuleTest.OfAll(
        """
        class Session
        {
            private readonly Socket _socket = null!;
            void End() { try { if ({|SOCK020:_socket.Connected|}) { _socket.Shutdown(SocketShutdown.Both); _socket.Close(); } } catch (SocketException) { } }
            void Leave() { try { {|SOCK025:_socket.Shutdown(SocketShutdown.Both)|}; _socket.Close(); } catch (SocketException) { } }
        }
        """).RunAsync();

    [Fact]
    public Task Incomplete_code() => RuleTest.OfUnguardedShutdown(
        """
        class Owner
        {
            Socket Loop => Loop;
            void M(Socket s) { {|CS0103:Gone|}.Shutdown(SocketShutdown.Both); s.Shutdown(SocketShutdown.{|CS0117:Gone|}); {|CS0103:Gone|}.Close(); Loop.Shutdown({|CS0103:Gone|}); Loop.Close(); }
            void N(Socket s) => N(s);
        }
        """).RunAsync();

    [Fact]
    public Task Suppressed() => Verify(InMethod(
        """
        #pragma warning disable SOCK025
        s.Shutdown(SocketShutdown.Both);
        #pragma warning restore SOCK025
        s.Close();
        """));
}
