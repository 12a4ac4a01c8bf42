using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>Receives that a callback completes, streams behind fields and callers, pipes.</summary>
public partial class SOCK030Tests
{
    [Theory]
    [InlineData("var n = {|SOCK030:_socket.EndReceive(result)|}; Use(n); _socket.BeginReceive(_buffer, 0, 64, SocketFlags.None, OnReceive, null);")]
    [InlineData("var socket = (Socket)result.AsyncState; var n = {|SOCK030:socket.EndReceive(result)|}; Use(n); socket.BeginReceive(_buffer, 0, 64, SocketFlags.None, new AsyncCallback(OnReceive), socket);")]
    [InlineData("var n = {|SOCK030:_stream.EndRead(result)|}; if (n > 0) Use(n); Post();")]
    [InlineData("try { var n = {|SOCK030:_stream.EndRead(result)|}; Use(n); } finally { Post(); }")]
    [InlineData("_total += {|SOCK030:_socket.EndReceive(result)|}; if (_total < 64) _socket.BeginReceive(_buffer, _total, 64 - _total, SocketFlags.None, OnReceive, null);")]
    [InlineData("var n = {|SOCK030:_stream.EndRead(result)|}; if (n == 0) Console.WriteLine(\"nothing\"); _stream.BeginRead(_buffer, 0, 64, OnReceive, null);")]
    public Task A_callback_that_starts_the_next(string body) => Verify(InCallback(body));

    [Theory]
    [InlineData("var n = _socket.EndReceive(result); if (n == 0) { _socket.Close(); return; } Use(n); _socket.BeginReceive(_buffer, 0, 64, SocketFlags.None, OnReceive, null);")]
    [InlineData("var n = _stream.EndRead(result); if (n > 0) { Use(n); Post(); }")]
    [InlineData("var n = _stream.EndRead(result); if (n <= 0) Close(); else { Use(n); Post(); }")]
    [InlineData("_total += _socket.EndReceive(result); if (_total == 64) return; throw new InvalidOperationException();")]
    [InlineData("var n = _stream.EndRead(result); _handler(n); Post();")]
    [InlineData("var n = _stream.EndRead(result); if (n == 0) { Close(); } Post();")]
    [InlineData("var n = _stream.EndRead(result); if (!Accepts(n)) return; Post();")]
    public Task A_callback_that_stops(string body) => Verify(InCallback(body));

    [Theory]
    [InlineData("Use({|SOCK030:e.BytesTransferred|}); if (!_socket.ReceiveAsync(e)) OnReceive(null, e);")]
    [InlineData("if (e.SocketError == SocketError.Success) { Use({|SOCK030:e.BytesTransferred|}); Next(e); } else { _socket.Close(); }")]
    [InlineData("if (e.LastOperation == SocketAsyncOperation.Receive) { if ({|SOCK030:e.BytesTransferred|} > 0) Use(e.BytesTransferred); Next(e); }")]
    [InlineData("do { _total += {|SOCK030:e.BytesTransferred|}; e.SetBuffer(_total, 64 - _total); } while (_total < 64 && !_socket.ReceiveAsync(e));")]
    public Task Event_args_that_go_on(string body) => Verify(InEventArgs(body));

    [Theory]
    [InlineData("if (e.BytesTransferred > 0 && e.SocketError == SocketError.Success) { Use(e.BytesTransferred); Next(e); } else { _socket.Close(); }")]
    [InlineData("if (e.SocketError != SocketError.Success || e.BytesTransferred == 0) { _socket.Close(); return; } Use(e.BytesTransferred); Next(e);")]
    [InlineData("switch (e.LastOperation) { case SocketAsyncOperation.Send: Use(e.BytesTransferred); Next(e); break; case SocketAsyncOperation.Receive: if (e.BytesTransferred == 0) return; Next(e); break; }")]
    [InlineData("if (!Accepts(e.BytesTransferred)) return; Next(e);")]
    [InlineData("e.SetBuffer(_buffer, 0, 64); if (!_socket.ReceiveAsync(e)) Use(e.BytesTransferred);")]
    [InlineData("var other = new SocketAsyncEventArgs(); Use(e.BytesTransferred); _socket.SendAsync(other);")]
    public Task Event_args_that_stop(string body) => Verify(InEventArgs(body));

    private static string InEventArgs(string body) => InCallback(body)
        .Replace("private void OnReceive(IAsyncResult result)", "private void Next(SocketAsyncEventArgs e) { if (!_socket.ReceiveAsync(e)) OnReceive(null, e); }\n\n    private void OnReceive(object sender, SocketAsyncEventArgs e)", StringComparison.Ordinal)
        .Replace("private void Post() => _stream.BeginRead(_buffer, 0, 64, OnReceive, null);", "", StringComparison.Ordinal);

    private static string InCallback(string body) =>
        $$"""
        #nullable disable
        class Session
        {
            private readonly byte[] _buffer = new byte[64];
            private readonly Socket _socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            private NetworkStream _stream;
            private Action<int> _handler;
            private int _total;

            private void Use(int count) => Console.WriteLine(Encoding.UTF8.GetString(_buffer, 0, count));
            private bool Accepts(int count) { if (count == 0) return false; Use(count); return true; }
            private void Post() => _stream.BeginRead(_buffer, 0, 64, OnReceive, null);
            private void Close() => _stream.Dispose();

            private void OnReceive(IAsyncResult result)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }
        }
        """;

    [Theory]
    // The loop is the caller's; the helper drops the count, or turns it into something else.
    [InlineData("string Next() { var n = {|SOCK030:_stream.Read(_buffer, 0, 64)|}; return _buffer[0].ToString(); } public void Run() { while (_running) Console.WriteLine(Next()); }")]
    [InlineData("string Next() { var n = _stream.Read(_buffer, 0, 64); return Encoding.UTF8.GetString(_buffer, 0, n); } public void Run() { while (_running) Console.WriteLine({|SOCK030:Next()|}); }")]
    [InlineData("string Next() => _reader.ReadLine(); public void Run() { while (_running) { var line = {|SOCK030:Next()|}; if (line == \"quit\") break; } }")]
    [InlineData("async Task<int> Next() => await _stream.ReadAsync(_buffer, 0, 64); public async Task Run() { while (_running) { var n = await {|SOCK030:Next()|}; Console.WriteLine(n); } }")]
    [InlineData("bool Next(out int n) { n = {|SOCK030:_stream.Read(_buffer, 0, 64)|}; return true; } public void Run() { while (Next(out var n)) Console.WriteLine(n); }")]
    [InlineData("static int Next(Stream from, byte[] to) => from.Read(to, 0, 64); public void Run() { while (_running) { var n = {|SOCK030:Next(_stream, _buffer)|}; Console.WriteLine(n); } }")]
    [InlineData("void Once() { {|SOCK030:_stream.Read(_buffer, 0, 64)|}; } void Twice() { Once(); } public void Run() { do Twice(); while (_running); }")]
    [InlineData("public void Run() { var n = {|SOCK030:_stream.Read(_buffer, 0, 64)|}; Console.WriteLine(n); Run(); }")]
    [InlineData("void Copy() { int n; while ((n = {|SOCK030:_stream.Read(_buffer, 0, 64)|}) > 0) Console.WriteLine(n); } public void Run() { while (_running) Copy(); }")]
    [InlineData("byte[] Next() { var all = new List<byte>(); do { var n = {|SOCK030:_stream.Read(_buffer, 0, 64)|}; all.AddRange(_buffer.Take(n)); } while (_stream.DataAvailable); return all.ToArray(); } public void Run() { while (_running) Console.WriteLine(Next().Length); }")]
    [InlineData("public async Task Run() { while (true) { var result = await {|SOCK030:_pipe.ReadAsync()|}; _pipe.AdvanceTo(result.Buffer.End); } }")]
    [InlineData("public async Task Run() { while (true) { var result = await {|SOCK030:_pipe.ReadAsync()|}; if (result.IsCanceled) break; _pipe.AdvanceTo(result.Buffer.End); } }")]
    public Task In_another_function(string members) => Verify(InSession(members));

    [Theory]
    [InlineData("int Next() => _stream.Read(_buffer, 0, 64)", "Console.WriteLine({|#0:Next()|})", "gives 0")]
    [InlineData("bool Next() => _stream.Read(_buffer, 0, 64) > 0", "Console.WriteLine({|#0:Next()|})", "gives false")]
    [InlineData("string Next() => Encoding.UTF8.GetString(_buffer, 0, _stream.Read(_buffer, 0, 64))", "Console.WriteLine({|#0:Next()|})", "gives nothing")]
    public Task What_a_helper_gives_then(string next, string use, string text) => Verify(
        InSession(next.Replace("_stream.Read(_buffer, 0, 64)", "{|#1:_stream.Read(_buffer, 0, 64)|}", StringComparison.Ordinal) + "; public void Run() { while (_running) " + use + "; }"),
        new DiagnosticResult("SOCK030", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            $"'Next' {text} once the peer has closed its side, and nothing here stops receiving then: every further receive gives the same at once"));

    [Theory]
    [InlineData("string Next() => _reader.ReadLine(); public void Run() { while (_running) { var line = Next(); if (line == null) break; } }")]
    [InlineData("string Next() { var n = _stream.Read(_buffer, 0, 64); if (n == 0) throw new IOException(); return _buffer[0].ToString(); } public void Run() { while (_running) Console.WriteLine(Next()); }")]
    [InlineData("bool Next(out int n) { n = _stream.Read(_buffer, 0, 64); return n > 0; } public void Run() { while (Next(out var n)) Console.WriteLine(n); }")]
    [InlineData("void Once() { if (_stream.Read(_buffer, 0, 64) == 0) _running = false; } public void Run() { do Once(); while (_running); }")]
    [InlineData("int Next() => _stream.Read(_buffer, 0, 64); public void Run() { for (var i = 0; i < 3; i++) Console.WriteLine(Next()); }")]
    [InlineData("int Next() => _stream.Read(_buffer, 0, 64); public void Run() { while (_running) { _stream = new TcpClient(\"host\", 1).GetStream(); Console.WriteLine(Next()); } }")]
    [InlineData("public void Run() { var n = _stream.Read(_buffer, 0, 64); if (n == 0) return; Run(); }")]
    [InlineData("void Copy() { int n; while ((n = _stream.Read(_buffer, 0, 64)) > 0) Console.WriteLine(n); } public void Run() { Copy(); while (_running) Console.WriteLine(); }")]
    [InlineData("byte[] Next() { var all = new List<byte>(); do { var n = _stream.Read(_buffer, 0, 64); all.AddRange(_buffer.Take(n)); } while (_stream.DataAvailable); return all.ToArray(); } public void Run() { while (_running) { var data = Next(); if (data.Length == 0) break; } }")]
    [InlineData("public async Task Run() { while (true) { var result = await _pipe.ReadAsync(); if (result.IsCompleted) break; _pipe.AdvanceTo(result.Buffer.End); } }")]
    [InlineData("public async Task Run() { while (true) { var result = await _pipe.ReadAsync(); if (result.Buffer.IsEmpty) break; _pipe.AdvanceTo(result.Buffer.End); } }")]
    [InlineData("int Fill() { var n = _stream.Read(_buffer, 0, 64); _end = n == 0; return 1; } bool _end; public void Run() { while (!_end) Fill(); }")]
    [InlineData("int Fill() { var n = _stream.Read(_buffer, 0, 64); End = n == 0; return 1; } bool End { get; set; } public void Run() { while (!End) Fill(); }")]
    public Task In_another_function_that_stops(string members) => Verify(InSession(members));

    private static string InSession(string members) =>
        $$"""
        #nullable disable
        class Session
        {
            private readonly byte[] _buffer = new byte[64];
            private NetworkStream _stream = new NetworkStream(new Socket(SocketType.Stream, ProtocolType.Tcp));
            private StreamReader _reader;
            private System.IO.Pipelines.PipeReader _pipe;
            private bool _running = true;

            public Session() { _reader = new StreamReader(_stream); _pipe = System.IO.Pipelines.PipeReader.Create(_stream); }

            {{members}}
        }
        """;

    // Nothing makes another kind of socket in these; where something does, the kind must be known.
    [Theory]
    [InlineData("new Socket(SocketType.Dgram, ProtocolType.Udp)", "socket.Receive(new byte[64])")]
    [InlineData("new UdpClient(5000).Client", "socket.Receive(new byte[64])")]
    [InlineData("Given", "socket.Receive(new byte[64])")]
    [InlineData("new Socket(SocketType.Stream, ProtocolType.Tcp)", "{|SOCK030:socket.Receive(new byte[64])|}")]
    [InlineData("new TcpListener(IPAddress.Any, 5000).AcceptSocket()", "{|SOCK030:socket.Receive(new byte[64])|}")]
    public Task Datagrams_have_no_end(string made, string receive) => Verify(
        $$"""
        class Receiver
        {
            public Socket Given { get; set; } = null!;
            private readonly Socket _other = new Socket(SocketType.Dgram, ProtocolType.Udp);

            public void Run()
            {
                var socket = {{made}};
                while (true)
                    Console.WriteLine({{receive}});
            }
        }
        """);

    [Theory]
    [InlineData("new Socket(SocketType.Stream, ProtocolType.Tcp)", "{|SOCK030:socket.Receive(_buffer)|}")]
    [InlineData("_other", "socket.Receive(_buffer)")]
    public Task A_socket_that_is_given(string made, string receive) => Verify(
        $$"""
        class Session
        {
            private static readonly Socket _other = new Socket(SocketType.Dgram, ProtocolType.Udp);
            private readonly byte[] _buffer = new byte[64];

            public static void Start() => new Session().Run({{made}});

            private void Run(Socket socket)
            {
                while (true)
                    Console.WriteLine({{receive}});
            }
        }
        """);
}
