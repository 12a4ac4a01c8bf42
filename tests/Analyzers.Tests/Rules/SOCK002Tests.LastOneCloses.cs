using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// What decides on the close of a pump: whether the other direction has ended too, or only that this one has.
public partial class SOCK002Tests
{
    private static Task VerifyPump(string end) => Verify(
        $$"""
        class Tunnel
        {
            enum Stage { Open, Half, Over }
            [Flags] enum Ways { None, There = 1, Back = 2, Both = 3 }

            readonly object _gate = new();
            readonly HashSet<Socket> _over = new();
            readonly Barrier _meeting = new(2);
            readonly Latch _latch = new();
            volatile bool _otherOver, _closed;
            bool _thereOpen = true;
            int _running = 2, _ends, _once, _sent;
            Stage _stage;
            Ways _ways;
            (bool There, bool Back) _done;
            Thread _twin;
            Task _back = Task.CompletedTask;
            TaskCompletionSource<bool> _signal = new();

            public void Start(Socket near, Socket far)
            {
                Task.Run(() => PumpAsync(near, far, false));
                Task.Run(() => PumpAsync(far, near, true));
            }

            async Task PumpAsync(Socket from, Socket to, bool last)
            {
                await Task.Yield();
                var page = new byte[512];
                int count;
                while ((count = from.Receive(page)) > 0)
                    to.Send(page, count, SocketFlags.None);
                {{end}}
            }

            bool IsLast() => Interlocked.Decrement(ref _running) == 0;

            bool TryBeLast() { lock (_gate) { _ends++; return _ends == 2; } }

            bool TryClose() { lock (_gate) { if (_closed) return false; _closed = true; return true; } }

            bool IsOpen => !_closed;

            async Task TwinAsync() { await _signal.Task; }

            void Log(string text) => File.AppendAllText("log", text);

            sealed class Latch { int _open = 2; public bool Hit() => Interlocked.Decrement(ref _open) == 0; }
        }
        """);

    [Theory]
    [InlineData("var left = Interlocked.Decrement(ref _running); if (left == 0) to.Close();")]
    [InlineData("var left = Interlocked.Decrement(ref _running); if (left > 0) return; to.Close();")]
    [InlineData("lock (_gate) { _ends++; if (_ends < 2) return; } to.Close();")]
    [InlineData("lock (_gate) { if (++_ends != 2) return; } to.Close();")]
    [InlineData("switch (Interlocked.Decrement(ref _running)) { case 0: to.Close(); break; }")]
    [InlineData("lock (_gate) _ways |= last ? Ways.Back : Ways.There; if (_ways == Ways.Both) to.Close();")]
    [InlineData("lock (_over) { _over.Add(from); if (_over.Count == 2) to.Close(); }")]
    [InlineData("if (Interlocked.CompareExchange(ref _once, 1, 0) == 1) to.Close();")]
    [InlineData("if (Interlocked.Exchange(ref _once, 1) != 0) to.Close();")]
    public Task A_counter_lets_only_the_last_one_close(string end) => VerifyPump(end);

    [Theory]
    [InlineData("lock (_gate) { if (!_otherOver) { _otherOver = true; return; } } to.Close();")]
    [InlineData("lock (_gate) { _stage = _stage == Stage.Open ? Stage.Half : Stage.Over; if (_stage == Stage.Over) to.Close(); }")]
    [InlineData("_done.Back = true; if (_done is (true, true)) to.Close();")]
    [InlineData("_done.There = true; if (_done is { There: true, Back: true }) to.Close();")]
    [InlineData("Volatile.Write(ref _once, 1); if (Volatile.Read(ref _ends) == 1) to.Close();")]
    [InlineData("if (!_thereOpen) to.Close(); _thereOpen = false;")]
    [InlineData("if (last) to.Close();")]
    [InlineData("if (_back.IsCompleted) to.Close();")]
    public Task A_state_that_the_other_direction_sets(string end) => VerifyPump(end);

    [Theory]
    [InlineData("if (IsLast()) to.Close();")]
    [InlineData("if (!TryBeLast()) return; to.Close();")]
    [InlineData("if (_latch.Hit()) to.Close();")]
    [InlineData("var isLast = IsLast(); if (isLast) { from.Close(); to.Close(); }")]
    [InlineData("bool IsSecond() => ++_ends == 2; if (IsSecond()) to.Close();")]
    public Task A_method_that_says_who_is_last(string end) => VerifyPump(end);

    [Theory]
    [InlineData("_meeting.SignalAndWait(); to.Close();")]
    [InlineData("_twin.Join(); to.Close();")]
    [InlineData("await _back; to.Close();")]
    [InlineData("await _signal.Task.ConfigureAwait(false); to.Close();")]
    [InlineData("_signal.Task.Wait(); to.Close();")]
    [InlineData("_ = _signal.Task.Result; to.Close();")]
    [InlineData("await TwinAsync(); to.Close();")]
    [InlineData("while (!_otherOver) Thread.Sleep(10); to.Close();")]
    [InlineData("do { await Task.Yield(); } while (!_otherOver); to.Close();")]
    [InlineData("SpinWait.SpinUntil(() => _otherOver); to.Close();")]
    [InlineData("lock (_gate) while (!_otherOver) Monitor.Wait(_gate); to.Close();")]
    public Task The_other_direction_is_waited_for(string end) => VerifyPump(end);

    [Theory]
    [InlineData("Interlocked.Decrement(ref _running); {|SOCK002:to.Close()|};")]
    [InlineData("lock (_gate) { _ends++; } {|SOCK002:to.Close()|};")]
    [InlineData("if (Interlocked.CompareExchange(ref _once, 1, 0) == 0) {|SOCK002:to.Close()|};")]
    [InlineData("if (Interlocked.Exchange(ref _once, 1) != 0) return; {|SOCK002:to.Close()|};")]
    [InlineData("if (!_closed) { _closed = true; {|SOCK002:to.Close()|}; }")]
    [InlineData("lock (_gate) { if (_closed) return; _closed = true; } {|SOCK002:to.Close()|};")]
    [InlineData("if (_once == 0) { _once = 1; {|SOCK002:to.Close()|}; }")]
    [InlineData("if (TryClose()) {|SOCK002:to.Close()|};")]
    [InlineData("if (!TryClose()) return; {|SOCK002:to.Close()|};")]
    [InlineData("if (IsOpen) {|SOCK002:to.Close()|};")]
    [InlineData("if (_stage == Stage.Open) { _stage = Stage.Over; {|SOCK002:to.Close()|}; }")]
    [InlineData("if (to != null && to.Connected) {|SOCK002:to.Close()|};")]
    [InlineData("if (count == 0 || _otherOver) {|SOCK002:to.Close()|};")]
    [InlineData("if (count > 0 && !_otherOver) return; {|SOCK002:to.Close()|};")]
    [InlineData("Log(\"over\"); {|SOCK002:to.Close()|};")]
    [InlineData("await File.AppendAllTextAsync(\"log\", \"over\"); {|SOCK002:to.Close()|};")]
    [InlineData("Thread.Sleep(100); {|SOCK002:to.Close()|};")]
    [InlineData("_otherOver = true; {|SOCK002:to.Close()|};")]
    public Task The_first_one_closes(string end) => VerifyPump(end);

    [Theory]
    [InlineData("var ends = Interlocked.Increment(ref _ends); if (ends != 2) return; _near.Close(); _far.Close();", false)]
    [InlineData("lock (_gate) { if (++_ends < 2) return; } _near.Close(); _far.Close();", false)]
    [InlineData("if (Interlocked.Exchange(ref _ends, 1) != 0) return; _near.Close(); _far.Close();", true)]
    [InlineData("lock (_gate) { if (_over) return; _over = true; } _near.Close(); _far.Close();", true)]
    public Task The_helper_that_closes_counts(string close, bool isReported)
    {
        var call = isReported ? "{|SOCK002:Over()|}" : "Over()";
        return Verify($$"""
            class Pair
            {
                readonly object _gate = new();
                readonly Socket _near, _far;
                readonly byte[] _there = new byte[512], _back = new byte[512];
                int _ends;
                bool _over;

                public Pair(Socket near, Socket far) { _near = near; _far = far; }

                void OnNear(IAsyncResult ar)
                {
                    var count = _near.EndReceive(ar);
                    if (count == 0) { {{call}}; return; }
                    _far.Send(_there, count, SocketFlags.None);
                    _near.BeginReceive(_there, 0, 512, SocketFlags.None, OnNear, null);
                }

                void OnFar(IAsyncResult ar)
                {
                    var count = _far.EndReceive(ar);
                    if (count == 0) { {{call}}; return; }
                    _near.Send(_back, count, SocketFlags.None);
                    _far.BeginReceive(_back, 0, 512, SocketFlags.None, OnFar, null);
                }

                void Over() { {{close}} }
            }
            """);
    }
}
