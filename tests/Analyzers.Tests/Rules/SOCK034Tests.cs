using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>SOCK034: Connected is all that could tell that the peer has closed, and does not.</summary>
public class SOCK034Tests
{
    private static Task Verify(string code, params DiagnosticResult[] expected) => RuleTest.OfConnectedLiveness(code, expected).RunAsync();

    private static string InType(string body, string members = "") =>
        $$"""
        #nullable disable
        class Session
        {
            private static readonly byte[] s_data = new byte[16];
            private volatile bool _isRunning = true;
            private TcpClient _client;
            private Socket _socket;

            private bool IsAlive => _client != null && _client.Connected;
            private bool IsOpen { get { if (_socket == null) return false; return _socket.Connected; } }
            private bool IsThere() => _client?.Connected ?? false;
            private bool IsProbed => _client.Connected && !(_client.Client.Poll(0, SelectMode.SelectRead) && _client.Available == 0);
            private bool HasData() => _client.Available > 0;
            private void ReadAll(Stream from) { while (from.Read(s_data, 0, 16) > 0) { } }
            private void ReadOne(Stream from) => Use(from.Read(s_data, 0, 16));
            private void Use(int count) { }

            async Task Serve(TcpClient c, System.Diagnostics.Stopwatch watch, Action<Stream> unknown)
            {
                var n = c.GetStream();
                var s = c.Client;
                {{body.ReplaceLineEndings("\n        ")}}
                await Task.Yield();
            }

            {{members.ReplaceLineEndings("\n    ")}}
        }
        """;

    // A type of its own: what polls elsewhere in a type is not said of it.
    private static string Code(string body, string members = "")
    {
        var code = InType(body, members);
        return body.Contains("IsProbed", StringComparison.Ordinal) ? code : string.Join('\n', code.Split('\n').Where(line => !line.Contains("IsProbed", StringComparison.Ordinal)));
    }

    [Fact]
    public Task A_loop_that_looks_for_data() => Verify(
        Code("while ({|#0:c.Connected|}) { if (n.DataAvailable) Use(n.Read(s_data, 0, 16)); Thread.Sleep(10); }"),
        new DiagnosticResult("SOCK034", DiagnosticSeverity.Info).WithLocation(0).WithMessage(
            "'c.Connected' stays true after the peer has closed the connection, and here it is read only when data is available: the end is never seen"));

    [Fact]
    public Task A_loop_that_only_waits() => Verify(
        Code("", "static void Hold(string host) { using var c = new TcpClient(host, 1); {|#1:while|} (true) { if (!{|#0:c.Connected|}) break; Thread.Sleep(10); } }"),
        new DiagnosticResult("SOCK034", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1).WithMessage(
            "'c.Connected' stays true after the peer has closed the connection, and nobody reads it: the end is never seen"));

    [Fact]
    public Task A_wait_for_data() => Verify(
        Code("{|#1:while|} (!{|#0:n.DataAvailable|}) Thread.Sleep(500); Use(n.Read(s_data, 0, 16));"),
        new DiagnosticResult("SOCK034", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1).WithMessage(
            "'n.DataAvailable' tells of no data after the peer has closed the connection, as it does while the peer is silent, and nothing is read here before it tells of some: the end is never seen"));

    [Theory]
    [InlineData("while (!{|SOCK034:n.DataAvailable|}) { } ReadOne(n);")]
    [InlineData("while (true) { if ({|SOCK034:s.Available|} > 0) break; await Task.Delay(10); } s.Receive(s_data);")]
    [InlineData("do { Thread.Sleep(1); } while ({|SOCK034:c.Available|} < 4); ReadOne(n);")]
    [InlineData("while (true) { if ({|SOCK034:n.DataAvailable|}) ReadOne(n); Thread.Sleep(1); }")]
    [InlineData("while (_isRunning) { if (!{|SOCK034:n.DataAvailable|}) { Thread.Sleep(1); continue; } if (n.Read(s_data, 0, 16) == 0) break; }")]
    [InlineData("for (;;) { int waiting = {|SOCK034:s.Available|}; if (waiting == 0) { Thread.Yield(); continue; } if (s.Receive(s_data) == 0) return; }")]
    [InlineData("while (n.CanRead) { if ({|SOCK034:n.DataAvailable|}) { ReadOne(n); n.Close(); } }")]
    [InlineData("while (_isRunning) { var ready = {|SOCK034:c.GetStream().DataAvailable|}; if (!ready) Thread.Sleep(1); else ReadOne(c.GetStream()); }")]
    public Task Asks_for_data_only(string body) => Verify(Code(body));

    [Theory]
    [InlineData("void Loop() { while (_isRunning) { Step(); Thread.Sleep(1); } } void Step() { if ({|SOCK034:_client.Available|} == 0) return; ReadOne(_client.GetStream()); } void Open(string host) => _client = new TcpClient(host, 1);")]
    [InlineData("void Loop() { _client = new TcpClient(\"host\", 1); while (true) { WaitForIt(); ReadOne(_client.GetStream()); } } void WaitForIt() { while (!{|SOCK034:_client.GetStream().DataAvailable|}) Thread.Sleep(1); }")]
    public Task Asks_for_data_only_in_a_helper(string members) => Verify(Code("", members));

    [Theory]
    // What was there is read to its end.
    [InlineData("while (n.DataAvailable) ReadOne(n);")]
    [InlineData("while (true) { if (!n.DataAvailable) break; ReadOne(n); }")]
    [InlineData("do { ReadOne(n); } while (n.DataAvailable);")]
    [InlineData("while (true) { if (s.Available == 0) return; s.Receive(s_data); }")]
    // A limit, or somebody who cancels.
    [InlineData("while (!n.DataAvailable) { if (watch.ElapsedMilliseconds > 5000) throw new TimeoutException(); Thread.Sleep(1); } ReadOne(n);")]
    [InlineData("for (var i = 0; i < 100 && !n.DataAvailable; i++) Thread.Sleep(1); ReadOne(n);")]
    [InlineData("var left = 100; while (!n.DataAvailable) { Thread.Sleep(1); if (--left == 0) return; } ReadOne(n);")]
    [InlineData("var stop = new CancellationTokenSource(1000); while (!n.DataAvailable && !stop.IsCancellationRequested) Thread.Sleep(1); ReadOne(n);")]
    [InlineData("var stop = new CancellationTokenSource(1000); while (!n.DataAvailable) await Task.Delay(1, stop.Token); ReadOne(n);")]
    [InlineData("var stop = new CancellationTokenSource(1000); while (true) { stop.Token.ThrowIfCancellationRequested(); if (n.DataAvailable) ReadOne(n); }")]
    [InlineData("while (_isRunning) { if (n.DataAvailable) ReadOne(n); else unknown(n); }")]
    // The read, the send or the Poll sees the end.
    [InlineData("while (_isRunning) { if (n.DataAvailable) Use(1); if (n.Read(s_data, 0, 16) == 0) break; }")]
    [InlineData("while (_isRunning) { if (n.DataAvailable) ReadOne(n); n.Write(s_data, 0, 16); Thread.Sleep(1000); }")]
    [InlineData("while (_isRunning) { if (s.Poll(0, SelectMode.SelectRead) && s.Available == 0) break; if (s.Available > 0) s.Receive(s_data); }")]
    // Nothing is read: it is shown, or somebody else reads.
    [InlineData("while (_isRunning) { Console.WriteLine(s.Available); Thread.Sleep(1000); }")]
    // Datagrams know no end.
    [InlineData("var d = new Socket(SocketType.Dgram, ProtocolType.Udp); while (_isRunning) { if (d.Available > 0) d.Receive(s_data); Thread.Sleep(1); }")]
    // Once.
    [InlineData("if (n.DataAvailable) ReadOne(n);")]
    public Task Asks_for_data_and_ends(string body) => Verify(Code(body));

    [Theory]
    // Where it is asked.
    [InlineData("while (_isRunning && {|SOCK034:s.Connected|}) { if (s.Available > 0) s.Receive(s_data); await Task.Delay(10); }")]
    [InlineData("while (c.Client != null && {|SOCK034:c.Client.Connected|}) { if (c.Available == 0) { Thread.Sleep(1); continue; } Use(n.Read(s_data, 0, 16)); }")]
    [InlineData("while ({|SOCK034:n.Socket.Connected|}) { await Task.Delay(9); while (n.DataAvailable) n.ReadByte(); }")]
    [InlineData("while (true) { if (!{|SOCK034:s.Connected|} || !_isRunning) return; if (n.DataAvailable) ReadOne(n); Thread.Sleep(1); }")]
    [InlineData("while (true) { if ({|SOCK034:c.Connected|}) { if (n.DataAvailable) ReadOne(n); } else break; Thread.Sleep(1); }")]
    [InlineData("for (; {|SOCK034:s.Connected|}; Thread.Sleep(1)) { if (s.Available >= 16) s.Receive(s_data); }")]
    [InlineData("do { while (n.DataAvailable) n.ReadByte(); Thread.Sleep(1); } while ({|SOCK034:c.Connected|});")]
    [InlineData("while ({|SOCK034:c?.Connected|} == true) { if (n.DataAvailable) ReadOne(n); }")]
    [InlineData("while ({|SOCK034:c is { Connected: true }|}) { if (n.DataAvailable) ReadOne(n); }")]
    [InlineData("while (true) { bool alive = {|SOCK034:s.Connected|}; if (alive == false) break; int waiting = s.Available; if (waiting > 0) s.Receive(s_data); Thread.Sleep(1); }")]
    [InlineData("while ({|SOCK034:s.Connected|}) { int waiting = s.Available; while (waiting == 0) { Thread.Sleep(1); waiting = s.Available; } s.Receive(s_data); }")]
    [InlineData("while (_isRunning) { if (!{|SOCK034:c.Connected|}) return; if (n.DataAvailable) break; Thread.Sleep(1); } Use(n.Read(s_data, 0, 16));")]
    // In a member of the source.
    [InlineData("while ({|SOCK034:IsAlive|}) { if (_client.GetStream().DataAvailable) ReadOne(_client.GetStream()); Thread.Sleep(1); }")]
    [InlineData("while ({|SOCK034:IsOpen|} && _isRunning) { if (_socket.Available > 0) _socket.Receive(s_data); Thread.Sleep(1); }")]
    [InlineData("while (_isRunning) { if (!{|SOCK034:IsThere()|}) break; if (HasData()) ReadOne(_client.GetStream()); Thread.Sleep(1); }")]
    // The answer is sent when something came: that is no probe.
    [InlineData("while ({|SOCK034:c.Connected|}) { if (n.DataAvailable) { ReadOne(n); n.Write(s_data, 0, 16); } Thread.Sleep(1); }")]
    // A wait for data, and the reads behind it.
    [InlineData("do { Thread.Sleep(1); } while (!n.DataAvailable && {|SOCK034:c.Connected|}); ReadOne(n);")]
    [InlineData("while (c.Connected && _isRunning) { while (!n.DataAvailable && {|SOCK034:c.Connected|}) Thread.Sleep(1); while (n.DataAvailable) ReadOne(n); }")]
    [InlineData("while ({|SOCK034:c.Connected|}) { while (!n.DataAvailable) await Task.Delay(1); ReadOne(n); }")]
    // What is done for a connection that is known to be dead does not help one that is not.
    [InlineData("while (true) { if (!{|SOCK034:s.Connected|}) { s.Connect(\"host\", 1); s.Send(s_data); } if (s.Available > 0) s.Receive(s_data); Thread.Sleep(1); }")]
    public Task Reads_what_is_available(string body) => Verify(Code(body));

    [Theory]
    // The read is the exit.
    [InlineData("while (c.Connected) { var got = n.Read(s_data, 0, 16); if (got == 0) break; }")]
    [InlineData("while (s.Connected) { if (s.Receive(s_data) == 0) return; }")]
    [InlineData("while (c.Connected) { using var reader = new StreamReader(n); if (reader.ReadLine() == null) break; }")]
    [InlineData("while (c.Connected) { if (await n.ReadAsync(s_data, 0, 16) == 0) break; }")]
    [InlineData("while (c.Connected) { ReadAll(n); }")]
    [InlineData("while (c.Connected) unknown(n);")]
    [InlineData("using var reader = new StreamReader(n); while (c.Connected && !reader.EndOfStream) { if (n.DataAvailable) reader.ReadLine(); }")]
    // SOCK030's: a read is reached with 0.
    [InlineData("while (c.Connected) Use(n.Read(s_data, 0, 16));")]
    [InlineData("do { Use(n.Read(s_data, 0, 16)); } while (c.Connected && n.DataAvailable);")]
    // The send is the probe.
    [InlineData("while (c.Connected) { n.Write(s_data, 0, 16); await Task.Delay(1000); }")]
    [InlineData("while (c.Connected) { if (n.DataAvailable) ReadOne(n); s.Send(s_data); Thread.Sleep(1); }")]
    // A Poll knows.
    [InlineData("while (s.Connected) { if (s.Poll(0, SelectMode.SelectRead) && s.Available == 0) break; if (s.Available > 0) s.Receive(s_data); }")]
    [InlineData("while (IsProbed) { if (n.DataAvailable) ReadOne(n); }")]
    [InlineData("while (_isRunning) { if (!IsProbed) break; if (n.DataAvailable) ReadOne(n); }")]
    // Another limit.
    [InlineData("while (c.Connected && watch.ElapsedMilliseconds < 5000) { if (n.DataAvailable) ReadOne(n); Thread.Sleep(1); }")]
    [InlineData("while (!n.DataAvailable && c.Connected) { if (watch.Elapsed > TimeSpan.FromSeconds(5)) break; Thread.Sleep(1); }")]
    [InlineData("for (var i = 0; i < 100 && c.Connected; i++) { if (n.DataAvailable) ReadOne(n); Thread.Sleep(1); }")]
    [InlineData("for (var i = 0; i < 10; i++) { if (!c.Connected) break; if (n.DataAvailable) ReadOne(n); }")]
    // It ends with the data.
    [InlineData("while (c.Connected && n.DataAvailable) ReadOne(n);")]
    // After the connect: did it succeed?
    [InlineData("while (true) { s.Connect(\"host\", 1); if (!s.Connected) continue; if (s.Available > 0) s.Receive(s_data); }")]
    [InlineData("while (!c.Connected) { await Task.Delay(100); }")]
    [InlineData("while (!c.Connected) { c.Connect(\"host\", 1); }")]
    // Once.
    [InlineData("if (c.Connected) { if (n.DataAvailable) ReadOne(n); }")]
    [InlineData("if (!c.Connected) return; if (n.DataAvailable) ReadOne(n);")]
    // Datagrams know no end.
    [InlineData("var u = new UdpClient(1); while (u.Client.Connected) { if (u.Available > 0) await u.ReceiveAsync(); }")]
    [InlineData("var d = new Socket(SocketType.Dgram, ProtocolType.Udp); while (d.Connected) { if (d.Available > 0) d.Receive(s_data); }")]
    // Somebody else may read it, and close it.
    [InlineData("while (c.Connected) { if (n.DataAvailable) Use(1); await Task.Delay(1000); }")]
    [InlineData("while (c.Connected) await Task.Delay(1000);")]
    [InlineData("while (IsAlive) Thread.Sleep(1000);")]
    public Task Sees_the_end_or_may(string body) => Verify(Code(body));

    [Theory]
    [InlineData("void Loop() { while (_isRunning) { try { Step(); } catch { } Thread.Sleep(1); } } void Step() { if (_client == null || !{|SOCK034:_client.Connected|}) return; if (_client.Available == 0) return; ReadOne(_client.GetStream()); }")]
    [InlineData("void Loop() { while (Step()) Thread.Sleep(1); } bool Step() { if (!{|SOCK034:IsAlive|}) return false; while (HasData()) ReadOne(_client.GetStream()); return true; }")]
    [InlineData("void Start() => new Timer(OnTick, null, 0, 100); void OnTick(object state) { if ({|SOCK034:_client.Connected|} == false) return; if (_client.Available > 0) ReadOne(_client.GetStream()); }")]
    [InlineData("System.Timers.Timer _timer = new(); void Start() => _timer.Elapsed += OnTick; void OnTick(object sender, EventArgs e) { if (!{|SOCK034:_client.Connected|}) Stop(); else if (_client.Available > 0) ReadOne(_client.GetStream()); } void Stop() { }")]
    [InlineData("List<TcpClient> _all = new(); void Loop() { while (_isRunning) { foreach (var one in _all.ToArray()) { if (!{|SOCK034:one.Connected|}) { _all.Remove(one); continue; } if (one.Available > 0) ReadOne(one.GetStream()); } Thread.Sleep(1); } }")]
    public Task In_a_helper_a_timer_a_list(string members) => Verify(Code("", members));

    [Theory]
    [InlineData("void Once() => Step(); void Step() { if (!_client.Connected) return; if (_client.Available > 0) ReadOne(_client.GetStream()); }")]
    [InlineData("void Loop() { while (_isRunning) { Step(); ReadAll(_client.GetStream()); } } void Step() { if (!_client.Connected) return; if (_client.Available > 0) ReadOne(_client.GetStream()); }")]
    [InlineData("void Start() => new Timer(OnTick, null, 0, 100); void OnTick(object state) { if (!_client.Connected) return; _client.GetStream().Write(s_data, 0, 16); }")]
    [InlineData("void Start() { _client = new TcpClient(\"host\", 1); new Timer(OnTick, null, 0, 100); ReadAll(_client.GetStream()); } void OnTick(object state) { if (!_client.Connected) _isRunning = false; }")]
    // The list ends.
    [InlineData("List<TcpClient> _all = new(); void Sweep() { foreach (var one in _all.ToArray()) { if (!one.Connected) _all.Remove(one); else if (one.Available > 0) ReadOne(one.GetStream()); } }")]
    public Task In_a_helper_that_may_see_the_end(string members) => Verify(Code("", members));

    [Theory]
    [InlineData("void Start() { _client = new TcpClient(\"host\", 1); new Timer(OnTick, null, 0, 100); } void OnTick(object state) { if (!{|SOCK034:_client.Connected|}) _isRunning = false; }")]
    [InlineData("async Task Hold() { _client = new TcpClient(); await _client.ConnectAsync(\"host\", 1); while ({|SOCK034:IsAlive|}) await Task.Delay(1000); } void Say() => _client.GetStream().Write(s_data, 0, 1);")]
    public Task Nobody_reads(string members) => Verify(Code("", members));

    [Fact]
    public Task A_callback_that_does_not_ask() => Verify(
        Code("", "void OnSent(IAsyncResult result) { var s = (Socket)result.AsyncState; if (!{|#0:s.Connected|}) return; try { {|#1:s.EndSend(result)|}; } catch (SocketException) { _isRunning = false; } }"),
        new DiagnosticResult("SOCK034", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1).WithMessage(
            "'s.Connected' is false after an operation that failed, and 'EndSend', which would tell how, is then left out"));

    [Theory]
    [InlineData("void OnRead(IAsyncResult r) { if (_client == null || !{|SOCK034:_client.Connected|}) { return; } var n = _client.GetStream(); Use(n.EndRead(r)); }")]
    [InlineData("void OnRead(IAsyncResult r) { if ({|SOCK034:IsAlive|}) Use(_client.GetStream().EndRead(r)); }")]
    [InlineData("void Start() => _socket.BeginReceive(s_data, 0, 16, SocketFlags.None, r => { if (!{|SOCK034:IsOpen|}) return; Use(_socket.EndReceive(r)); }, null);")]
    public Task Callbacks_that_do_not_ask(string members) => Verify(Code("", members));

    [Theory]
    // Somebody is told, or it was asked before.
    [InlineData("void OnSent(IAsyncResult r) { if (!_socket.Connected) { _isRunning = false; return; } _socket.EndSend(r); }")]
    [InlineData("void OnSent(IAsyncResult r) { if (!_socket.Connected) { Use(0); return; } _socket.EndSend(r); }")]
    [InlineData("void OnSent(IAsyncResult r) { if (!_socket.Connected) throw new IOException(); _socket.EndSend(r); }")]
    [InlineData("void OnSent(IAsyncResult r) { if (_socket.Connected) _socket.EndSend(r); else Use(0); }")]
    [InlineData("void OnSent(IAsyncResult r) { if (_socket.Connected) _socket.EndSend(r); Use(0); }")]
    [InlineData("void OnRead(IAsyncResult r) { var got = _socket.EndReceive(r); if (!_socket.Connected) return; Use(got); }")]
    [InlineData("void OnConnected(IAsyncResult r) { if (!_client.Connected) return; _client.EndConnect(r); }")]
    [InlineData("void OnRead(IAsyncResult r) { if (!_client.Connected) return; ReadOne(_client.GetStream()); }")]
    public Task Callbacks_that_ask(string members) => Verify(Code("", members));

    [Fact]
    public Task An_answer_that_was_not_received() => Verify(
        Code("", "int Ask() { var data = new byte[16]; if ({|#0:_client.Connected|}) { var n = _client.GetStream(); n.Write(data, 0, 16); n.Read({|#1:data|}, 0, 16); } return data[3]; }"),
        new DiagnosticResult("SOCK034", DiagnosticSeverity.Info).WithLocation(0).WithLocation(1).WithMessage(
            "'_client.Connected' is false after an operation that failed, and the code behind goes on with 'data', into which nothing was received then"));

    [Theory]
    [InlineData("int Ask(bool isLocal) { var data = new byte[16]; if (isLocal) data[3] = 1; else if ({|SOCK034:_client.Client.Connected|} | isLocal) { _socket.Send(data); if (isLocal) return 0; else _socket.Receive(data); } Use(0); return data[3]; }")]
    [InlineData("async Task<byte> Ask() { byte[] data = new byte[16]; if ({|SOCK034:IsAlive|}) { await _client.GetStream().WriteAsync(data); await _client.GetStream().ReadExactlyAsync(data); } if (data[0] == 1) return 1; return 0; }")]
    public Task Answers_that_were_not_received(string members) => Verify(Code("", members));

    [Theory]
    [InlineData("int Ask() { var data = new byte[16]; if (_client.Connected) { _socket.Send(data); _socket.Receive(data); return data[3]; } return -1; }")]
    [InlineData("int Ask() { var data = new byte[16]; if (_client.Connected) { _socket.Send(data); _socket.Receive(data); } else throw new IOException(); return data[3]; }")]
    [InlineData("int Ask() { var data = new byte[16]; if (!_client.Connected) throw new IOException(); _socket.Send(data); _socket.Receive(data); return data[3]; }")]
    [InlineData("int Ask() { var data = new byte[16]; if (_client.Connected) { _socket.Send(data); _socket.Receive(data); } data = new byte[4]; return data[3]; }")]
    [InlineData("int Ask() { int got = 0; if (_client.Connected) { var data = new byte[16]; _socket.Send(data); got = _socket.Receive(data); } return got; }")]
    [InlineData("void Tell() { var data = new byte[16]; if (_client.Connected) _socket.Send(data); Use(data.Length); }")]
    public Task Answers_that_were_received_or_not_used(string members) => Verify(Code("", members));

    [Fact]
    public Task In_top_level_statements() => RuleTest.OfConnectedLiveness(
        """
        using var c = new TcpClient("host", 1);
        while ({|SOCK034:c.Connected|}) { if (c.Available > 0) c.GetStream().ReadByte(); Thread.Sleep(1); }
        """).AsProgram().RunAsync();

    [Fact]
    public Task A_type_of_the_same_name() => Verify(
        """
        class Socket { public bool Connected { get; set; } public int Available { get; set; } public int Receive() => 0; }
        class Owner { void M(Socket s) { while (s.Connected) { if (s.Available > 0) s.Receive(); } } }
        """);

    [Fact]
    public Task A_member_that_asks_itself() => Verify(
        """
        class Owner
        {
            private TcpClient _client = new();
            private bool IsAlive => IsAlive && _client.Connected;
            private bool IsDead() => !IsDead() || _client.Connected == IsAlive;
            void M() { while (IsAlive || IsDead()) { if (_client.Available > 0) M(); } }
            void N() { while (true) { if (!IsAlive) N(); if (_client.Available > 0) N(); } }
        }
        """);

    [Fact]
    public Task In_a_test() => Verify(
        """
        class FactAttribute : Attribute { }
        class Tests { [Fact] void M(TcpClient c) { while (c.Connected) { if (c.Available > 0) c.GetStream().ReadByte(); } } }
        """);

    [Fact]
    public Task Unfinished_code()
    {
        var test = RuleTest.OfConnectedLiveness("class Owner { void M(TcpClient c) { while (c.Connected && c.) { if (c.Available > ) c.GetStream(.ReadByte(); } } }");
        test.CompilerDiagnostics = CompilerDiagnostics.None;
        return test.RunAsync();
    }
}
