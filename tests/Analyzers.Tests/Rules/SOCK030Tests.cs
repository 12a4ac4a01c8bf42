using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>SOCK030: a receive gives nothing for ever once the peer has closed its side, and the code receives again.</summary>
public partial class SOCK030Tests
{
    private static Task Verify(string code, params DiagnosticResult[] expected) => RuleTest.OfEndOfStream(code, expected).RunAsync();

    private static string InMethod(string body) =>
        $$"""
        #nullable disable
        static class Assert { public static void True(bool value) { if (!value) throw new InvalidOperationException(); } }
        class Server
        {
            private readonly byte[] _buffer = new byte[1024];
            private static readonly object s_end = new object();
            private static readonly Version s_none = new Version();
            private int _count;
            private bool _running = true;
            private Socket _socket = new Socket(SocketType.Stream, ProtocolType.Tcp);

            private static void Use(byte[] data, int count) => Console.WriteLine(Encoding.UTF8.GetString(data, 0, count));
            private static void Check(int count) { if (count == 0) throw new EndOfStreamException(); }
            private static bool IsEnd(int count) => count <= 0;
            private void Stop() => _running = false;
            private int Fill(NetworkStream from) => from.Read(_buffer, 0, 1024);

            async Task Serve(NetworkStream stream, TcpClient client, Socket listener, Action<int> unknown, int size, List<TcpClient> all, CancellationToken stop)
            {
                var socket = listener.Accept();
                var reader = new StreamReader(stream);
                var total = 0;
                {{body.ReplaceLineEndings("\n        ")}}
            }
        }
        """;

    [Fact]
    public Task A_count_that_nobody_tests() => Verify(
        InMethod("while (true) { var n = {|#0:stream.Read(_buffer, 0, 1024)|}; Use(_buffer, n); }"),
        new DiagnosticResult("SOCK030", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'Read' gives 0 once the peer has closed its side, and nothing here stops receiving then: every further receive gives the same at once"));

    [Fact]
    public Task A_line_that_is_null() => Verify(
        InMethod("while (true) { var line = await {|#0:reader.ReadLineAsync()|}; if (line == null) continue; Console.WriteLine(line); }"),
        new DiagnosticResult("SOCK030", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'ReadLineAsync' gives null once the peer has closed its side, and nothing here stops receiving then: every further receive gives the same at once"));

    [Fact]
    public Task A_stream_of_any_kind() => Verify(
        "static class Frames { public static void Fill(Stream from, byte[] frame) { var total = 0; while (total < frame.Length) total += {|#0:from.Read(frame, total, frame.Length - total)|}; } static void Open(Socket unused) { } }",
        new DiagnosticResult("SOCK030", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'Read' gives 0 at the end of the stream, and nothing here stops receiving then: every further receive gives the same at once"));

    [Fact]
    public Task A_stream_of_any_kind_in_a_test() => Verify(
        """
        class FactAttribute : Attribute { }
        class Tests
        {
            private readonly Socket? _socket = null;
            [Fact] public void Reads() => Fill(new MemoryStream(), new byte[4]);
            private static void Fill(Stream from, byte[] frame) { var total = 0; while (total < frame.Length) total += from.Read(frame, total, frame.Length - total); }
        }
        """);

    // All rules on one code: of one receive one thing is said.
    [Theory]
    [InlineData("while (_running) { {|SOCK030:stream.Read(data, 0, 64)|}; Console.WriteLine(Encoding.UTF8.GetString(data)); }")]
    [InlineData("while (_running) { var n = {|SOCK030:stream.Read(data, 0, 64)|}; Console.WriteLine(BitConverter.ToInt32(data, 0)); }")]
    [InlineData("while (client.Connected) { var n = {|SOCK030:client.GetStream().Read(data, 0, 64)|}; Console.WriteLine(n); }")]
    [InlineData("{|SOCK032:client.Client.Receive(data)|}; Console.WriteLine(BitConverter.ToInt32(data, 0));")]
    public Task One_cause_one_diagnostic(string body) => RuleTest.OfAll(
        $$"""
        class Receiver
        {
            private bool _running = true;
            public void Run(NetworkStream stream, TcpClient client, byte[] data) { {{body}} _running = false; }
        }
        """).RunAsync();

    [Fact]
    public Task A_member_that_is_not_bound() => RuleTest.OfEndOfStream(
        "class C { void M(NetworkStream stream, byte[] data) { while (true) { do { var n = stream.Read(data, 0, 4); } while (stream.{|CS1061:HasMore|}); if (stream.{|CS1061:HasEnded|}) break; } } }").RunAsync();

    [Fact]
    public Task A_helper_that_hands_the_count_on() => Verify(
        InMethod("while (_running) { var n = {|#0:Fill(stream)|}; Use(_buffer, n); }").Replace("from.Read(_buffer, 0, 1024)", "{|#1:from.Read(_buffer, 0, 1024)|}", StringComparison.Ordinal),
        new DiagnosticResult("SOCK030", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "'Fill' gives 0 once the peer has closed its side, and nothing here stops receiving then: every further receive gives the same at once"));

    [Theory]
    // Never tested.
    [InlineData("while (true) { {|SOCK030:stream.Read(_buffer, 0, 1024)|}; Console.WriteLine(Encoding.UTF8.GetString(_buffer)); }")]
    [InlineData("while (_running) { int n = await {|SOCK030:stream.ReadAsync(_buffer, 0, 1024)|}; await stream.WriteAsync(_buffer, 0, n); }")]
    [InlineData("while (_running) { int n = await {|SOCK030:stream.ReadAsync(_buffer.AsMemory(), stop)|}; await stream.WriteAsync(_buffer.AsMemory(0, n), stop); }")]
    [InlineData("for (;;) { var n = {|SOCK030:socket.Receive(_buffer)|}; socket.Send(_buffer, n, SocketFlags.None); }")]
    [InlineData("for (;;) { var n = await {|SOCK030:socket.ReceiveAsync(new ArraySegment<byte>(_buffer), SocketFlags.None)|}; Use(_buffer, n); }")]
    [InlineData("do { var n = {|SOCK030:client.GetStream().Read(_buffer, 0, 1024)|}; Use(_buffer, n); } while (client.Connected);")]
    [InlineData("while (!stop.IsCancellationRequested) { var n = {|SOCK030:socket.Receive(_buffer, 0, 8, SocketFlags.None, out var error)|}; if (error != SocketError.Success) break; Use(_buffer, n); }")]
    [InlineData("while (true) { var b = {|SOCK030:stream.ReadByte()|}; Console.Write((char)b); }")]
    [InlineData("var tls = new SslStream(stream); while (true) { var n = {|SOCK030:tls.Read(_buffer, 0, 1024)|}; Use(_buffer, n); }")]
    [InlineData("var binary = new BinaryReader(stream); while (true) { var data = {|SOCK030:binary.ReadBytes(16)|}; Console.WriteLine(data.Length); }")]
    [InlineData("while (true) { var text = {|SOCK030:reader.ReadLine()|}; Console.WriteLine(text); }")]
    // Tested, and gone on.
    [InlineData("while (true) { var n = {|SOCK030:stream.Read(_buffer, 0, 1024)|}; if (n == 0) continue; Use(_buffer, n); }")]
    [InlineData("while (true) { var n = {|SOCK030:stream.Read(_buffer, 0, 1024)|}; if (n > 0) Use(_buffer, n); }")]
    [InlineData("while (true) { var n = {|SOCK030:stream.Read(_buffer, 0, 1024)|}; if (n < 0) break; Use(_buffer, n); }")]
    [InlineData("while (client.Connected) { string line; if ((line = {|SOCK030:reader.ReadLine()|}) is { } text) Console.WriteLine(text); }")]
    [InlineData("while (true) { var line = {|SOCK030:reader.ReadLine()|}; if (line == \"quit\") break; Console.WriteLine(line); }")]
    [InlineData("while (true) { var n = {|SOCK030:stream.Read(_buffer, 0, 1024)|}; var text = Encoding.UTF8.GetString(_buffer, 0, n); if (text.StartsWith(\"bye\")) return; Console.WriteLine(text); }")]
    [InlineData("while (true) { var n = {|SOCK030:stream.Read(_buffer, 0, 1024)|}; if (n != 0) { Use(_buffer, n); } else { await Task.Delay(10); } }")]
    // Until it is complete.
    [InlineData("while (total < size) total += {|SOCK030:stream.Read(_buffer, total, size - total)|};")]
    [InlineData("while (size > 0) { var n = {|SOCK030:socket.Receive(_buffer, 0, size, SocketFlags.None)|}; size -= n; }")]
    [InlineData("while (total != size) total = total + await {|SOCK030:stream.ReadAsync(_buffer, total, size - total)|};")]
    [InlineData("do { _count += {|SOCK030:stream.Read(_buffer, _count, 1024 - _count)|}; } while (_count < 1024);")]
    // Through helpers, and what they say of the end.
    [InlineData("while (true) { var n = {|SOCK030:stream.Read(_buffer, 0, 1024)|}; if (IsEnd(n)) Console.WriteLine(\"end\"); }")]
    [InlineData("int Next() { {|SOCK030:stream.Read(_buffer, 0, 1024)|}; return _buffer[0]; } while (true) { Console.WriteLine(Next() * size); }")]
    [InlineData("var text = new StringBuilder(); while (true) { do { var n = {|SOCK030:stream.Read(_buffer, 0, 1024)|}; text.Append(Encoding.UTF8.GetString(_buffer, 0, n)); } while (stream.DataAvailable); Console.WriteLine(text); text.Clear(); }")]
    [InlineData("using (var c = client) { while (_running) { try { var n = {|SOCK030:c.GetStream().Read(_buffer, 0, 1024)|}; Use(_buffer, n); } finally { Console.WriteLine(); } } }")]
    [InlineData("void Quit() { client.Close(); Environment.Exit(0); } void Ask() { if (Console.ReadLine() == \"quit\") Quit(); } while (true) { Ask(); var n = {|SOCK030:client.GetStream().Read(_buffer, 0, 1024)|}; Use(_buffer, n); }")]
    [InlineData("do { if (client.Connected) { total = 0; do { var n = await {|SOCK030:stream.ReadAsync(_buffer, total, size - total)|}; total += n; } while (total < size); unknown(total); Check(BitConverter.ToInt32(_buffer, 0)); } } while (_running);")]
    [InlineData("while (true) { while (total < size) total += {|SOCK030:stream.Read(_buffer, total, size - total)|}; if (int.Parse(Encoding.UTF8.GetString(_buffer, 0, total)) == 0) break; total = 0; }")]
    [InlineData("await Task.Run(() => { while (_running) { var n = {|SOCK030:stream.Read(_buffer, 0, 1024)|}; Use(_buffer, n); } });")]
    [InlineData("while (true) { var n = {|SOCK030:stream.Read(_buffer, 0, 1024)|}; switch (n) { case -1: return; case 4: Stop(); break; default: Use(_buffer, n); break; } }")]
    [InlineData("object Next() { var n = {|SOCK030:stream.Read(_buffer, 0, 1024)|}; Use(_buffer, n); return s_end; } while (true) { var one = Next(); if (one == null) break; Console.WriteLine(one); }")]
    [InlineData("object Next() { var n = stream.Read(_buffer, 0, 1024); if (n == 0) return s_end; return n; } while (true) { var one = {|SOCK030:Next()|}; Console.WriteLine(one); }")]
    public Task Goes_on(string body) => Verify(InMethod(body));

    [Theory]
    // Tested.
    [InlineData("int n; while ((n = stream.Read(_buffer, 0, 1024)) > 0) Use(_buffer, n);")]
    [InlineData("int n; while ((n = await stream.ReadAsync(_buffer, 0, 1024)) != 0) Use(_buffer, n);")]
    [InlineData("while (true) { var n = stream.Read(_buffer, 0, 1024); if (n == 0) break; Use(_buffer, n); }")]
    [InlineData("while (true) { var n = stream.Read(_buffer, 0, 1024); if (n <= 0) return; Use(_buffer, n); }")]
    [InlineData("while (true) { var n = stream.Read(_buffer, 0, 1024); if (n < 1) throw new IOException(); Use(_buffer, n); }")]
    [InlineData("while (true) { var n = stream.Read(_buffer, 0, 1024); if (!(n > 0)) break; Use(_buffer, n); }")]
    [InlineData("while (true) { var n = stream.Read(_buffer, 0, 1024); if (n is 0) break; Use(_buffer, n); }")]
    [InlineData("while (true) { var n = stream.Read(_buffer, 0, 1024); if (n is not > 0) break; Use(_buffer, n); }")]
    [InlineData("while (true) { var n = stream.Read(_buffer, 0, 1024); switch (n) { case 0: return; default: Use(_buffer, n); break; } }")]
    [InlineData("var more = true; while (more) { var n = stream.Read(_buffer, 0, 1024); more = n > 0; Use(_buffer, n); }")]
    [InlineData("while (_running) { var n = stream.Read(_buffer, 0, 1024); if (n == 0) _running = false; else Use(_buffer, n); }")]
    [InlineData("while (_running) { var n = stream.Read(_buffer, 0, 1024); if (n == 0) Stop(); else Use(_buffer, n); }")]
    [InlineData("while (_running) { var n = stream.Read(_buffer, 0, 1024); if (n == 0) { client.Close(); continue; } Use(_buffer, n); }")]
    [InlineData("while (true) { var line = reader.ReadLine(); if (line == null) break; Console.WriteLine(line); }")]
    [InlineData("while (reader.ReadLine() is { } line) Console.WriteLine(line);")]
    [InlineData("while (!reader.EndOfStream) Console.WriteLine(reader.ReadLine());")]
    [InlineData("while (true) { var b = stream.ReadByte(); if (b == -1) break; Console.Write((char)b); }")]
    [InlineData("while (total < size) { var n = stream.Read(_buffer, total, size - total); if (n == 0) throw new EndOfStreamException(); total += n; }")]
    // By a helper.
    [InlineData("while (true) { var n = stream.Read(_buffer, 0, 1024); Check(n); Use(_buffer, n); }")]
    [InlineData("while (true) { var n = stream.Read(_buffer, 0, 1024); if (IsEnd(n)) break; Use(_buffer, n); }")]
    [InlineData("while (true) { var n = Fill(stream); if (n == 0) break; Use(_buffer, n); }")]
    [InlineData("while (true) { var n = stream.Read(_buffer, 0, 1024); unknown(n); }")]
    // By what comes of it.
    [InlineData("while (true) { var line = reader.ReadLine(); Console.WriteLine(line.Trim()); }")]
    [InlineData("while (true) { var n = stream.Read(_buffer, 0, 1024); var text = Encoding.UTF8.GetString(_buffer, 0, n); if (text == \"\") break; Console.WriteLine(text); }")]
    [InlineData("while (true) { var n = stream.Read(_buffer, 0, 1024); var text = Encoding.UTF8.GetString(_buffer, 0, n); if (string.IsNullOrEmpty(text)) break; Console.WriteLine(text); }")]
    [InlineData("while (true) { var n = stream.Read(_buffer, 0, 1024); var parts = Encoding.UTF8.GetString(_buffer, 0, n).Split(' '); if (parts.Length < 2) break; Console.WriteLine(parts[1]); }")]
    [InlineData("while (true) { var n = stream.Read(_buffer, 0, 1024); var parts = Encoding.UTF8.GetString(_buffer, 0, n).Split(' '); Console.WriteLine(parts[1]); }")]
    [InlineData("while (true) { var n = stream.Read(_buffer, 0, 1024); var data = new byte[n]; Array.Copy(_buffer, data, n); if (data.Length == 0) break; }")]
    [InlineData("while (true) { var n = stream.Read(_buffer, 0, 1024); var number = int.Parse(Encoding.UTF8.GetString(_buffer, 0, n)); Console.WriteLine(number); }")]
    [InlineData("while (true) { var text = new StringBuilder(); do { var n = stream.Read(_buffer, 0, 1024); text.Append(Encoding.UTF8.GetString(_buffer, 0, n)); } while (stream.DataAvailable); if (text.Length == 0) break; Console.WriteLine(text); }")]
    [InlineData("while (true) { var memory = new MemoryStream(); do { var n = stream.Read(_buffer, 0, 1024); memory.Write(_buffer, 0, n); } while (stream.DataAvailable); var data = memory.ToArray(); if (data.Length == 0) return; Console.WriteLine(data.Length); }")]
    [InlineData("while (true) { var fresh = new byte[64]; stream.Read(fresh, 0, 64); if (fresh[0] == 0) break; Console.WriteLine(fresh[0]); }")]
    [InlineData("while (true) { var fresh = new byte[64]; stream.Read(fresh, 0, 64); var text = Encoding.UTF8.GetString(fresh).TrimEnd('\\0'); if (text == \"\") break; Console.WriteLine(text); }")]
    [InlineData("while (true) { var n = stream.Read(_buffer, 0, 1024); if (n != size) break; Use(_buffer, n); }")]
    [InlineData("var before = 1; while (true) { var n = stream.Read(_buffer, 0, 1024); if (n == 0 && before == 0) break; before = n; Use(_buffer, n); }")]
    // The rounds are limited.
    [InlineData("for (var i = 0; i < 4; i++) { stream.Read(_buffer, 0, 1024); }")]
    [InlineData("var tries = 0; while (true) { var n = stream.Read(_buffer, 0, 1024); if (n == 0 && ++tries > 5) break; Use(_buffer, n); }")]
    [InlineData("foreach (var one in all) { var n = stream.Read(_buffer, 0, 1024); Use(_buffer, n); }")]
    [InlineData("foreach (var one in all) { while (true) { var n = one.GetStream().Read(_buffer, 0, 1024); if (n == 0) break; } }")]
    // There is something to read, so that it is not the end.
    [InlineData("while (stream.DataAvailable) { var n = stream.Read(_buffer, 0, 1024); Use(_buffer, n); }")]
    [InlineData("while (client.Available > 0) { var n = client.GetStream().Read(_buffer, 0, 1024); Use(_buffer, n); }")]
    [InlineData("while (true) { if (socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0) break; var n = socket.Receive(_buffer); Use(_buffer, n); }")]
    // Each round another connection.
    [InlineData("while (true) { var one = listener.Accept(); var n = one.Receive(_buffer); Use(_buffer, n); }")]
    [InlineData("while (true) { socket = listener.Accept(); var n = socket.Receive(_buffer); Use(_buffer, n); }")]
    [InlineData("while (true) { using var one = new TcpClient(\"host\", 80); var n = one.GetStream().Read(_buffer, 0, 1024); Use(_buffer, n); }")]
    // No stream of a connection, or no read of data.
    [InlineData("Stream any = File.OpenRead(\"x\"); while (total < size) { total += any.Read(_buffer, total, size - total); }")]
    [InlineData("while (total < size) { total += reader.BaseStream is FileStream file ? file.Read(_buffer, total, size - total) : 1; }")]
    // It waits for data, for ever: no receive gives 0.
    [InlineData("while (total < size) { while (!stop.IsCancellationRequested && !stream.DataAvailable) await Task.Delay(10); stop.ThrowIfCancellationRequested(); total += await stream.ReadAsync(_buffer, total, size - total); }")]
    [InlineData("var other = client.GetStream(); while (true) { while (socket.Available > 0 || other.DataAvailable) { if (socket.Available > 0) { var n = await stream.ReadAsync(_buffer, 0, 1024); Use(_buffer, n); } } await Task.Delay(10); }")]
    [InlineData("void Close() { if (!_running) return; _running = false; Console.WriteLine(); } while (_running) { var n = client.GetStream().Read(_buffer, 0, 1024); if (n > 0) Use(_buffer, n); else Close(); }")]
    // What was cleared holds no command.
    [InlineData("var data = new byte[64]; do { Array.Clear(data, 0, data.Length); stream.Read(data, 0, 64); } while (Encoding.ASCII.GetString(data).Contains(\"\\r\\n\"));")]
    // Closed by somebody, perhaps.
    [InlineData("void Close() { if (!_running) return; _running = false; client.Close(); } while (true) { var n = client.GetStream().Read(_buffer, 0, 1024); if (n == 0) Close(); }")]
    [InlineData("void Run(Action action) { try { action(); } catch (IOException) { } } while (true) { var n = client.GetStream().Read(_buffer, 0, 1024); if (n == 0) Run(() => client.Close()); }")]
    [InlineData("while (true) { var line = reader.ReadLine(); var data = Encoding.ASCII.GetBytes(line); Use(data, data.Length); }")]
    [InlineData("bool Next() { var n = stream.Read(_buffer, 0, 1024); if (n == 0) return false; return true; } while (true) { Assert.True(Next()); }")]
    // A helper has a sign of its own for it.
    [InlineData("string Next() { var b = stream.ReadByte(); if (b == -1) return string.Empty; return \"x\" + b; } while (true) { var one = Next(); if (string.IsNullOrEmpty(one)) throw new IOException(); Console.WriteLine(one); }")]
    [InlineData("object Next() { var n = stream.Read(_buffer, 0, 1024); if (n == 0) return s_end; return n; } while (true) { var one = Next(); if (one == s_end) break; Console.WriteLine(one); }")]
    [InlineData("Version Next() { var n = stream.Read(_buffer, 0, 1024); return n <= 0 ? s_none : new Version(n, 0); } while (true) { var one = Next(); if (ReferenceEquals(one, s_none)) return; Console.WriteLine(one); }")]
    [InlineData("async Task<Version> Next() { var n = await stream.ReadAsync(_buffer, 0, 1024); if (n > 0) return new Version(n, 0); return new Version(0, 0); } while (true) { var one = await Next(); if (one.Major == 0) break; Console.WriteLine(one); }")]
    [InlineData("var file = File.OpenRead(\"x\"); while (true) { var n = file.Read(_buffer, 0, 1024); Use(_buffer, n); }")]
    [InlineData("while (true) { Console.WriteLine(Console.In.ReadLine()); }")]
    [InlineData("while (true) { await stream.ReadAsync(Memory<byte>.Empty, stop); Console.WriteLine(client.Available); }")]
    [InlineData("while (true) { await stream.ReadAsync(_buffer, 0, 0); Console.WriteLine(client.Available); }")]
    public Task Is_handled(string body) => Verify(InMethod(body));
}
