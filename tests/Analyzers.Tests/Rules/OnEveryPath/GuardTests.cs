using Xunit;

namespace SocketAnalyzers.Tests.Rules.OnEveryPath;

/// <summary>A condition between the shutdown and the write keeps the write from happening, however it is written; its opposite does not.</summary>
public class GuardTests
{
    [Theory]
    [InlineData("if (s is { Connected: true }) s.Send(d);")]
    [InlineData("if (s is not { Connected: true }) return; s.Send(d);")]
    [InlineData("if (s is not { Connected: false }) s.Send(d);")]
    [InlineData("switch (s) { case { Connected: true }: s.Send(d); break; }")]
    [InlineData("_ = s switch { { Connected: true } => s.Send(d), _ => 0 };")]
    [InlineData("if ((s.Connected, d.Length) is (true, > 0)) s.Send(d);")]
    [InlineData("switch (s.Connected, d.Length) { case (true, _): s.Send(d); break; }")]
    [InlineData("switch (s.Connected) { case true: s.Send(d); break; }")]
    [InlineData("_ = s.Connected switch { true => s.Send(d), false => 0 };")]
    [InlineData("if (s.Connected is not false) s.Send(d);")]
    [InlineData("if (s?.Connected == true) s.Send(d);")]
    [InlineData("var gone = !s.Connected; if (gone) return; s.Send(d);")]
    [InlineData("if (IsUp(s)) s.Send(d);")]
    [InlineData("if (IsGone(s)) return; s.Send(d);")]
    [InlineData("if (s.IsThere()) s.Send(d);")]
    [InlineData("bool Open() => s.Connected; if (Open()) s.Send(d);")]
    [InlineData("Func<bool> open = () => s.Connected; if (open()) s.Send(d);")]
    [InlineData("ThrowIfGone(s); s.Send(d);")]
    [InlineData("if (CanWrite(s)) s.Send(d);")]
    public Task The_connection_is_asked(string body) => Verify(body);

    [Theory]
    [InlineData("if (s is { Blocking: true }) {|SOCK003:s.Send(d)|};")]
    [InlineData("if (s is not { Connected: true }) {|SOCK003:s.Send(d)|};")]
    [InlineData("if ((s.Connected, 1) is (false, _)) {|SOCK003:s.Send(d)|};")]
    [InlineData("if (IsGone(s)) {|SOCK003:s.Send(d)|};")]
    [InlineData("if (d.Length > 5) {|SOCK003:s.Send(d)|};")]
    [InlineData("int n = s.Receive(d); if (n > 0) {|SOCK003:s.Send(d)|};")]
    public Task Something_else_is_asked(string body) => Verify(body);

    private static Task Verify(string body) => RuleTest.Of(
        "SOCK003",
        $$"""
        static class Code
        {
            static void Run(Socket s, byte[] d)
            {
                s.Shutdown(SocketShutdown.Send);
                {{body}}
            }

            static bool IsUp(Socket s) => s.Connected;
            static bool IsGone(Socket s) => !s.Connected;
            static bool IsThere(this Socket s) => s is { Connected: true };
            static bool CanWrite(Socket s) => IsUp(s) && s.Poll(1, SelectMode.SelectWrite);
            static void ThrowIfGone(Socket s) { if (!s.Connected) throw new InvalidOperationException(); }
        }
        """).RunAsync();

    [Theory]
    [InlineData("_ended = true; _socket.Shutdown(SocketShutdown.Both); if (!_ended) _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); _ended = true; if (_ended) return; _socket.Send(d);")]
    [InlineData("_ended = true; _socket.Shutdown(SocketShutdown.Both); _ = _ended ? 0 : _socket.Send(d);")]
    [InlineData("_ended = true; _socket.Shutdown(SocketShutdown.Both); while (!_ended) _socket.Send(d);")]
    [InlineData("_ended = true; _socket.Shutdown(SocketShutdown.Both); if (_ended) goto end; _socket.Send(d); end: ;")]
    [InlineData("End(); if (!_ended) _socket.Send(d);")]
    [InlineData("End(); if (CanSend) _socket.Send(d);")]
    [InlineData("End(); ThrowIfEnded(); _socket.Send(d);")]
    [InlineData("End(); ObjectDisposedException.ThrowIf(_ended, this); _socket.Send(d);")]
    [InlineData("End(); Write(d);")]
    [InlineData("End(); WriteOrThrow(d);")]
    [InlineData("Mark(); _socket.Shutdown(SocketShutdown.Both); if (!_ended) _socket.Send(d);")]
    [InlineData("_ended = d.Length > 0; _socket.Shutdown(SocketShutdown.Both); if (!_ended) _socket.Send(d);")]
    [InlineData("_phase = Phase.Ended; _socket.Shutdown(SocketShutdown.Both); if (_phase == Phase.Open) _socket.Send(d);")]
    [InlineData("_phase = Phase.Ended; _socket.Shutdown(SocketShutdown.Both); switch (_phase) { case Phase.Open: case Phase.Ending: _socket.Send(d); break; }")]
    [InlineData("_phase = d.Length > 0 ? Phase.Ended : Phase.Ending; _socket.Shutdown(SocketShutdown.Both); _ = _phase switch { Phase.Open => _socket.Send(d), _ => 0 };")]
    [InlineData("_bits |= 2; _socket.Shutdown(SocketShutdown.Both); if ((_bits & 2) == 0) _socket.Send(d);")]
    [InlineData("_bits &= ~2; _socket.Shutdown(SocketShutdown.Both); if ((_bits & 2) != 0) _socket.Send(d);")]
    [InlineData("_ways |= Ways.Out; _socket.Shutdown(SocketShutdown.Both); if (!_ways.HasFlag(Ways.Out)) _socket.Send(d);")]
    [InlineData("_bits = 0xFF; _socket.Shutdown(SocketShutdown.Both); WriteBelow(d);")]
    [InlineData("_bits++; _socket.Shutdown(SocketShutdown.Both); if (_bits == 0) _socket.Send(d);")]
    [InlineData("Interlocked.Exchange(ref _bits, 1); _socket.Shutdown(SocketShutdown.Both); if (_bits == 0) _socket.Send(d);")]
    [InlineData("Interlocked.Exchange(ref _bits, 1); _socket.Shutdown(SocketShutdown.Both); if (Interlocked.CompareExchange(ref _bits, 1, 0) == 0) _socket.Send(d);")]
    [InlineData("Volatile.Write(ref _bits, 1); _socket.Shutdown(SocketShutdown.Both); if (Volatile.Read(ref _bits) == 0) _socket.Send(d);")]
    [InlineData("_source.Cancel(); _socket.Shutdown(SocketShutdown.Both); if (!_source.IsCancellationRequested) _socket.Send(d);")]
    [InlineData("_source.Cancel(); _socket.Shutdown(SocketShutdown.Both); _source.Token.ThrowIfCancellationRequested(); _socket.Send(d);")]
    [InlineData("_done.Set(); _socket.Shutdown(SocketShutdown.Both); if (!_done.IsSet) _socket.Send(d);")]
    [InlineData("_live.Remove(3); _socket.Shutdown(SocketShutdown.Both); if (_live.Contains(3)) _socket.Send(d);")]
    [InlineData("_source.Cancel(); _socket.Shutdown(SocketShutdown.Both); if (_stop.IsCancellationRequested) return; _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); _source.Cancel(); while (!_stop.IsCancellationRequested) _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); _source.Cancel(); WriteUnlessCancelled(d);")]
    [InlineData("EndAndCancel(); WriteUnlessCancelled(d);")]
    [InlineData("EndAndCancel(); if (!_stop.IsCancellationRequested) _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); _parts[1] = true; if (!_parts[1]) _socket.Send(d);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); _error = new IOException(); ThrowError(); _socket.Send(d);")]
    [InlineData("_ended = true; _socket.Shutdown(SocketShutdown.Both); if (_ended) Fail(); _socket.Send(d);")]
    [InlineData("_ended = true; _socket.Shutdown(SocketShutdown.Both); if (_ended) { Note(); Environment.FailFast(\"over\"); } _socket.Send(d);")]
    [InlineData("End(); WriteOrFail(d);")]
    [InlineData("_ended = true; _socket.Shutdown(SocketShutdown.Both); Must(); _socket.Send(d); void Must() { if (_ended) throw new InvalidOperationException(); }")]
    [InlineData("_queue = new(); _socket.Shutdown(SocketShutdown.Both); foreach (var next in _queue) _socket.Send(next);")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); _queue.Clear(); foreach (var next in _queue.Skip(1)) _socket.Send(next);")]
    public Task A_flag_that_was_set_on_the_way(string body) => VerifyFlag(body);

    [Theory]
    [InlineData("_ended = true; _socket.Shutdown(SocketShutdown.Both); if (_ended) {|SOCK003:_socket.Send(d)|};")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); _ended = true; if (!_ended) return; {|SOCK003:_socket.Send(d)|};")]
    [InlineData("End(); if (_ended) {|SOCK003:_socket.Send(d)|};")]
    [InlineData("_ended = true; _socket.Shutdown(SocketShutdown.Both); if (_loud) {|SOCK003:_socket.Send(d)|};")]
    [InlineData("_phase = Phase.Ending; _socket.Shutdown(SocketShutdown.Both); if (_phase != Phase.Ended) {|SOCK003:_socket.Send(d)|};")]
    [InlineData("_phase = Phase.Ending; _socket.Shutdown(SocketShutdown.Both); switch (_phase) { case Phase.Open: case Phase.Ending: {|SOCK003:_socket.Send(d)|}; break; }")]
    [InlineData("_bits++; _socket.Shutdown(SocketShutdown.Both); for (var i = 0; i < 3; i++) {|SOCK003:_socket.Send(d)|};")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); if (!_source.IsCancellationRequested) {|SOCK003:_socket.Send(d)|};")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); if (_live.Count > 3) {|SOCK003:_socket.Send(d)|};")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); if (_stop.IsCancellationRequested) return; {|SOCK003:_socket.Send(d)|};")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); {|SOCK003:WriteUnlessCancelled(d)|};")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); _parts[1] = true; if (_loud) {|SOCK003:_socket.Send(d)|};")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); _error = new IOException(); Note(); {|SOCK003:_socket.Send(d)|};")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); if (d.Length > 5) Note(); {|SOCK003:_socket.Send(d)|};")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); if (d.Length > 5) Fail(); {|SOCK003:_socket.Send(d)|};")]
    [InlineData("_ended = true; _socket.Shutdown(SocketShutdown.Both); Must(); {|SOCK003:_socket.Send(d)|}; void Must() { if (_loud) throw new InvalidOperationException(); }")]
    [InlineData("_socket.Shutdown(SocketShutdown.Both); foreach (var next in _queue) {|SOCK003:_socket.Send(next)|};")]
    public Task A_flag_that_says_nothing_of_it(string body) => VerifyFlag(body);

    private static Task VerifyFlag(string body) => RuleTest.Of(
        "SOCK003",
        $$"""
        enum Phase { Open, Ending, Ended }
        [Flags] enum Ways { None, In = 1, Out = 2 }

        class Session
        {
            private readonly Socket _socket;
            private readonly CancellationTokenSource _source = new();
            private readonly ManualResetEventSlim _done = new();
            private readonly HashSet<int> _live = new();
            private readonly CancellationToken _stop;
            private readonly bool[] _parts = new bool[2];
            private List<byte[]> _queue = new();
            private Exception _error;
            private bool _ended, _loud;
            private Phase _phase;
            private Ways _ways;
            private int _bits;

            public Session(Socket socket) => _socket = socket;

            private bool CanSend => !_ended;

            public void Finish(byte[] d)
            {
                {{body}}
            }

            private void End() { _ended = true; _socket.Shutdown(SocketShutdown.Both); }
            private void EndAndCancel() { _socket.Shutdown(SocketShutdown.Both); _source.Cancel(); }
            private void Mark() { _ended = true; }
            private void Note() { Console.WriteLine(_error); }
            private void ThrowError() { if (_error is { } error) throw error; }
            private static void Fail() { Console.WriteLine(); throw new InvalidOperationException(); }
            private void WriteUnlessCancelled(byte[] d) { _source.Token.ThrowIfCancellationRequested(); _socket.Send(d); }
            private void WriteOrFail(byte[] d) { if (_ended) Fail(); _socket.Send(d); }
            private void ThrowIfEnded() { if (_ended) throw new InvalidOperationException(); }
            private void Write(byte[] d) { ThrowIfEnded(); _socket.Send(d); }
            private void WriteOrThrow(byte[] d) { if (_ended) throw new InvalidOperationException(); _socket.Send(d); }
            private void WriteBelow(byte[] d) { if (_bits < 0xFF) _socket.Send(d); }
        }
        """).RunAsync();
}
