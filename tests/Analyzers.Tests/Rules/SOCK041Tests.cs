using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>SOCK041: an operation that is done at once starts the next one in its own stack.</summary>
public class SOCK041Tests
{
    private const string NetFramework = "TargetFrameworkIdentifier";

    private static Task Verify(string code, params DiagnosticResult[] expected) => RuleTest.OfNestedCompletion(code, expected).RunAsync();

    private static string Code(string members) =>
        $$"""
        #nullable disable
        class Session
        {
            private readonly byte[] _data = new byte[64];
            private readonly Queue<byte[]> _queue = new();
            private readonly CancellationTokenSource _stop = new();
            private Socket _socket;
            private Stream _stream;
            private TcpListener _listener;
            private UdpClient _udp;
            private SocketAsyncEventArgs _args;
            private volatile bool _closed;
            private int _state;

            private event Action<int> Received;

            Session(TcpClient client) => _stream = client.GetStream();

            void Use(int count) => Received?.Invoke(count);
            bool Understands(int count) => count > 3;
            void Close() { _closed = true; _socket.Close(); }

            {{members.ReplaceLineEndings("\n    ")}}
        }
        """;

    [Fact]
    public Task A_callback_that_posts_itself() => Verify(
        Code("void OnReceived(IAsyncResult ar) { if (_socket.EndReceive(ar) == 0) return; {|#0:_socket.BeginReceive(_data, 0, 64, SocketFlags.None, OnReceived, null)|}; }"),
        new DiagnosticResult("SOCK041", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'BeginReceive' is started again by its own callback, which runs before the call returns: while operations complete at once, the stack grows with each, and its overflow ends the process"));

    [Fact]
    public Task A_handler_that_calls_itself() => Verify(
        Code("void OnAccepted(object sender, SocketAsyncEventArgs e) { Use(1); if (!{|#0:_socket.AcceptAsync(e)|}) OnAccepted(sender, e); }"),
        new DiagnosticResult("SOCK041", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'AcceptAsync' starts itself again where it gives false: while operations complete at once, the stack grows with each, and its overflow ends the process"));

    [Theory]
    // A helper posts, the first time too.
    [InlineData("void Start() => {|SOCK041:_stream.BeginRead(_data, 0, 64, OnRead, null)|}; void OnRead(IAsyncResult ar) { int n = _stream.EndRead(ar); if (n <= 0) { Close(); return; } Use(n); Start(); }")]
    [InlineData("void Accept() { _listener.Start(); Next(); } void Next() => {|SOCK041:_listener.BeginAcceptTcpClient(new AsyncCallback(OnClient), _listener)|}; void OnClient(IAsyncResult ar) { var l = (TcpListener)ar.AsyncState; try { l.EndAcceptTcpClient(ar); } catch (SocketException) { } Next(); }")]
    // In finally; behind a question that only asks whether to go on; in a lock.
    [InlineData("void OnClient(IAsyncResult ar) { try { Use(_socket.EndAccept(ar).Available); } catch (SocketException) { } finally { if (!_closed) {|SOCK041:_socket.BeginAccept(OnClient, null)|}; } }")]
    [InlineData("void OnRead(IAsyncResult ar) { lock (_queue) { if (_socket == null || _stop.IsCancellationRequested || _state == 3) return; int n = _socket.EndReceive(ar, out var error); if (error != SocketError.Success || n < 1) Close(); else {|SOCK041:_socket.BeginReceive(_data, 0, 64, SocketFlags.None, OnRead, null)|}; } }")]
    // A variable with the callback; a lambda; a local function; the work for another thread, the next receive not.
    [InlineData("private AsyncCallback _onRead; void Start() { _onRead = new AsyncCallback(OnRead); OnRead(null); } void OnRead(IAsyncResult ar) { _udp.BeginReceive(null, null); {|SOCK041:_udp.BeginReceive(_onRead, null)|}; }")]
    [InlineData("void Start() { AsyncCallback next = null; next = ar => { var n = _socket.EndReceive(ar); if (n > 0) {|SOCK041:_socket.BeginReceive(_data, 0, 64, SocketFlags.None, next, null)|}; }; _socket.BeginReceive(_data, 0, 64, SocketFlags.None, next, null); }")]
    [InlineData("void Start() { void OnClient(IAsyncResult ar) { var client = _socket.EndAccept(ar); ThreadPool.QueueUserWorkItem(_ => client.Send(_data)); {|SOCK041:_socket.BeginAccept(OnClient, null)|}; } _socket.BeginAccept(OnClient, null); }")]
    [InlineData("async void OnClient(IAsyncResult ar) { var client = _socket.EndAccept(ar); {|SOCK041:_socket.BeginAccept(OnClient, null)|}; await Task.Delay(1); client.Close(); }")]
    // A circle of two callbacks is one finding.
    [InlineData("void OnRead(IAsyncResult ar) { int n = _socket.EndReceive(ar); if (n > 0) _socket.BeginSend(_data, 0, n, SocketFlags.None, OnSent, null); } void OnSent(IAsyncResult ar) { _socket.EndSend(ar); {|SOCK041:_socket.BeginReceive(_data, 0, 64, SocketFlags.None, OnRead, null)|}; }")]
    [InlineData("void OnHead(IAsyncResult ar) { if (_socket.EndReceive(ar) > 0) {|SOCK041:_socket.BeginReceive(_data, 4, 60, SocketFlags.None, OnBody, ar.AsyncState)|}; } void OnBody(IAsyncResult ar) { if (_socket.EndReceive(ar) > 0) _socket.BeginReceive(_data, 0, 4, SocketFlags.None, OnHead, ar.AsyncState); }")]
    // What the callback was given is asked.
    [InlineData("void OnRead(IAsyncResult ar) { var s = (Session)ar.AsyncState; if (!s._closed) { int n = s._socket.EndReceive(ar); if (n > 0 && s._socket.Connected) { s._socket.BeginSend(_data, 0, n, SocketFlags.None, OnSent, s); return; } } if (!s._closed) s.Close(); } void OnSent(IAsyncResult ar) { var s = ar.AsyncState != null ? ar.AsyncState as Session : throw new ArgumentNullException(nameof(ar)); if (s._closed) s._socket.EndSend(ar); else { s._socket.EndSend(ar); {|SOCK041:s._socket.BeginReceive(_data, 0, 64, SocketFlags.None, OnRead, s)|}; } }")]
    public Task Callbacks(string members) => Verify(Code(members));

    [Theory]
    [InlineData("void Start(SocketAsyncEventArgs e) { e.AcceptSocket = null; bool pending = {|SOCK041:_socket.AcceptAsync(e)|}; if (!pending) Process(e); } void Process(SocketAsyncEventArgs e) { if (e.SocketError == SocketError.Success) Use(1); Start(e); }")]
    [InlineData("void Start() { if (_closed || {|SOCK041:_socket.ReceiveAsync(_args)|}) return; Process(); } void Process() { var n = _args.BytesTransferred; if (n > 0 && _args.SocketError is SocketError.Success) { Use(n); Start(); } else Close(); }")]
    [InlineData("void Start() { var waits = true; try { waits = {|SOCK041:_socket.ReceiveFromAsync(_args)|}; } catch (ObjectDisposedException) { } if (waits == false) OnCompleted(this, _args); } void OnCompleted(object s, SocketAsyncEventArgs e) { switch (e.LastOperation) { case SocketAsyncOperation.ReceiveFrom: Use(e.BytesTransferred); Start(); break; case SocketAsyncOperation.SendTo: Use(0); break; default: throw new ArgumentException(); } }")]
    [InlineData("void Echo(SocketAsyncEventArgs e) { if (!_socket.SendAsync(e)) OnSent(e); } void OnSent(SocketAsyncEventArgs e) { if (!{|SOCK041:_socket.ReceiveAsync(e)|}) OnReceived(e); } void OnReceived(SocketAsyncEventArgs e) { if (e.BytesTransferred != 0) Echo(e); }")]
    // Through a type that holds no connection, and past helpers.
    [InlineData("static class Loop { static void Next(Session s, SocketAsyncEventArgs e) { if (s._socket != null && !{|SOCK041:s._socket.ReceiveAsync(e)|}) Take(s, e); } static void Take(Session s, SocketAsyncEventArgs e) { if (e.BytesTransferred > 0) { if (Odd(e.BytesTransferred)) s.Use(1); Next(s, e); } else s.Close(); } static bool Odd(int n) => n == 1 || (n != 0 && Odd(n - 2)); }")]
    // Without a receive in the circle it is the send's.
    [InlineData("void Flood(SocketAsyncEventArgs e) { if (e.SocketError == SocketError.Success && !{|SOCK041:_socket.SendAsync(e)|}) Flood(e); }")]
    public Task Event_args(string members) => Verify(Code(members));

    [Theory]
    // Loops.
    [InlineData("void Take(SocketAsyncEventArgs e) { do { if (e.BytesTransferred == 0) return; Use(e.BytesTransferred); } while (!_socket.ReceiveAsync(e)); }")]
    [InlineData("void Start(SocketAsyncEventArgs e) { while (!_socket.AcceptAsync(e)) Process(e); } void Process(SocketAsyncEventArgs e) => Use(1); void OnAccepted(object s, SocketAsyncEventArgs e) { Process(e); Start(e); }")]
    [InlineData("void Start() { bool again = true; while (again) { again = false; if (!_socket.ReceiveAsync(_args)) again = Process(_args); } } bool Process(SocketAsyncEventArgs e) { Use(e.BytesTransferred); return e.BytesTransferred > 0; } void OnReceived(object s, SocketAsyncEventArgs e) { if (Process(e)) Start(); }")]
    // Somebody asks.
    [InlineData("void OnRead(IAsyncResult ar) { if (ar.CompletedSynchronously) return; Use(_socket.EndReceive(ar)); Start(); } void Start() { IAsyncResult ar; do { ar = _socket.BeginReceive(_data, 0, 64, SocketFlags.None, OnRead, null); } while (ar.CompletedSynchronously); }")]
    [InlineData("void OnRead(IAsyncResult ar) { Use(_socket.EndReceive(ar)); if (ar.CompletedSynchronously) Task.Run(Start); else Start(); } void Start() => _socket.BeginReceive(_data, 0, 64, SocketFlags.None, OnRead, null);")]
    // Another stack.
    [InlineData("void OnRead(IAsyncResult ar) { Use(_socket.EndReceive(ar)); ThreadPool.QueueUserWorkItem(_ => Start()); } void Start() => _socket.BeginReceive(_data, 0, 64, SocketFlags.None, OnRead, null);")]
    [InlineData("async void OnRead(IAsyncResult ar) { await Task.Yield(); Use(_socket.EndReceive(ar)); _socket.BeginReceive(_data, 0, 64, SocketFlags.None, OnRead, null); }")]
    [InlineData("void Take(SocketAsyncEventArgs e) { Use(e.BytesTransferred); if (!_socket.ReceiveAsync(e)) Task.Run(() => Take(e)); }")]
    [InlineData("void Take(SocketAsyncEventArgs e) { Use(e.BytesTransferred); if (!_socket.ReceiveAsync(e)) { if (++_state > 20) { _state = 0; Task.Run(() => Take(e)); } else Take(e); } }")]
    [InlineData("private bool _busy, _again; void Take(SocketAsyncEventArgs e) { if (_busy) { _again = true; return; } _busy = true; if (!_socket.ReceiveAsync(e)) Take(e); _busy = false; }")]
    // As deep as one message, or as a queue.
    [InlineData("private int _count; void OnRead(IAsyncResult ar) { _count += _socket.EndReceive(ar); if (_count == 4) Use(4); else _socket.BeginReceive(_data, _count, 4 - _count, SocketFlags.None, OnRead, null); }")]
    [InlineData("void OnRead(IAsyncResult ar) { int n = _socket.EndReceive(ar); if (n > 0 && !Understands(n)) _socket.BeginReceive(_data, 0, 64, SocketFlags.None, OnRead, null); }")]
    [InlineData("void OnSent(IAsyncResult ar) { _socket.EndSend(ar); if (_queue.Count > 0) { var next = _queue.Dequeue(); _socket.BeginSend(next, 0, next.Length, SocketFlags.None, OnSent, null); } }")]
    [InlineData("void Send() { if (!_socket.SendAsync(_args)) OnSent(_args); } void OnSent(SocketAsyncEventArgs e) { if (e.BytesTransferred < e.Count) Send(); }")]
    // The state says that it is the second time.
    [InlineData("void OnRead(IAsyncResult ar) { if (ar.AsyncState != null) _socket.BeginReceive(_data, 0, 64, SocketFlags.None, OnRead, null); else Use(_socket.EndReceive(ar)); }")]
    // Not started again, or by whoever overrides it.
    [InlineData("void OnRead(IAsyncResult ar) { Use(_socket.EndReceive(ar)); _socket.BeginReceive(_data, 0, 64, SocketFlags.None, OnRest, null); } void OnRest(IAsyncResult ar) => Use(_socket.EndReceive(ar));")]
    [InlineData("protected virtual void Process(SocketAsyncEventArgs e) { Use(e.BytesTransferred); if (!_socket.ReceiveAsync(e)) Process(e); }")]
    [InlineData("void OnAccepted(object s, SocketAsyncEventArgs e) { Use(1); _socket.AcceptAsync(e); }")]
    // No socket's.
    [InlineData("private readonly FileStream _file = File.OpenRead(\"x\"); void OnRead(IAsyncResult ar) { if (_file.EndRead(ar) > 0) _file.BeginRead(_data, 0, 64, OnRead, null); }")]
    public Task Is_silent(string members) => Verify(Code(members));

    [Fact]
    public Task Not_on_NetFramework() => RuleTest.OfNestedCompletion(
        "class C { Socket _s; void OnAccepted(IAsyncResult ar) { _s.EndAccept(ar); _s.BeginAccept(OnAccepted, null); } }").On("net472").RunAsync();

    [Fact]
    public Task Not_where_the_build_says_NetFramework() => RuleTest.OfNestedCompletion(
        "class C { Socket _s = null!; void OnAccepted(IAsyncResult ar) { _s.EndAccept(ar); _s.BeginAccept(OnAccepted, null); } }").With(NetFramework, ".NETFramework").RunAsync();

    [Fact]
    public Task On_NetStandard_which_runs_on_both() => RuleTest.OfNestedCompletion(
        "class C { Socket _s; void OnAccepted(IAsyncResult ar) { _s.EndAccept(ar); {|SOCK041:_s.BeginAccept(OnAccepted, null)|}; } }").On("netstandard2.0").RunAsync();

    /// <summary>What does not end on its own, or is not complete, ends the search.</summary>
    [Theory]
    [InlineData("void A(SocketAsyncEventArgs e) { if (!_socket.ReceiveAsync(e)) B(e); } void B(SocketAsyncEventArgs e) => C(e); void C(SocketAsyncEventArgs e) { B(e); C(e); }")]
    [InlineData("void A(IAsyncResult ar) { while (true) { } _socket.BeginAccept(A, null); }")]
    [InlineData("void A(IAsyncResult ar) { AsyncCallback a = null, b = a; a = b; b = a; _socket.BeginAccept(a, null); _socket.BeginAccept(b ?? a, null); }")]
    [InlineData("void A(SocketAsyncEventArgs e) { if (!_socket.AcceptAsync(e) == _socket.AcceptAsync(e)) { goto again; again: A(e is { Count: > 3 } ? null : e); } }")]
    public Task Odd_code(string members) => RuleTest.OfNestedCompletion(Code(members)).RunAsync();
}
