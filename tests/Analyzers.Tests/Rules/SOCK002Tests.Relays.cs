using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// Relays that end both connections at the first end.
public partial class SOCK002Tests
{
    private static Task Verify(string code, params DiagnosticResult[] expected) => RuleTest.Of("SOCK002", code, expected).RunAsync();

    /// <summary>The two connections of a relay, and the two directions started in <c>Run</c>.</summary>
    private static Task VerifyRun(string run, string members = "") => Verify(
        $$"""
        class C
        {
            async Task Run(TcpClient a, TcpClient b, CancellationTokenSource cts)
            {
                var up = a.GetStream();
                var down = b.GetStream();
                {{run}}
            }

            static async Task Copy(Stream from, Stream to)
            {
                var buffer = new byte[4096];
                int count;
                while ((count = await from.ReadAsync(buffer)) > 0)
                    await to.WriteAsync(buffer.AsMemory(0, count));
            }

            {{members}}
        }
        """);

    [Theory]
    [InlineData("await {|SOCK002:Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up))|}; a.Close(); b.Close();")]
    [InlineData("await {|SOCK002:Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up))|}.ConfigureAwait(false); b.Dispose();")]
    [InlineData("using (a) using (b) { await {|SOCK002:Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up))|}; }")]
    [InlineData("using var x = a; using var y = b; await {|SOCK002:Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up))|};")]
    [InlineData("await {|SOCK002:Task.WhenAny(Copy(up, down), Copy(down, up))|}; a.Close(); b.Close();")]
    [InlineData("var t = Copy(up, down); var u = Copy(down, up); await {|SOCK002:Task.WhenAny(t, u)|}; b.Client.Shutdown(SocketShutdown.Both);")]
    [InlineData("var all = new[] { Copy(up, down), Copy(down, up) }; await {|SOCK002:Task.WhenAny(all)|}; a.Close(); b.Close();")]
    [InlineData("var t = Task.Run(() => Copy(up, down)); var u = Task.Run(() => Copy(down, up)); await {|SOCK002:Task.WhenAny(t, u)|}; up.Close(); down.Close();")]
    [InlineData("var t = up.CopyToAsync(down); var u = down.CopyToAsync(up); var first = await {|SOCK002:Task.WhenAny(t, u)|}; await first; a.Close(); b.Close();")]
    [InlineData("try { await {|SOCK002:Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up))|}; } finally { a.Close(); b.Close(); }")]
    [InlineData("var t = up.CopyToAsync(down, cts.Token); var u = down.CopyToAsync(up, cts.Token); await {|SOCK002:Task.WhenAny(t, u)|}; cts.Cancel(); await Task.WhenAll(t, u);")]
    [InlineData("await {|SOCK002:Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up))|}; CloseBoth(a, b);", "static void CloseBoth(TcpClient x, TcpClient y) { x.Close(); y.Close(); }")]
    public Task A_race_of_the_two_directions(string run, string members = "") => VerifyRun(run, members);

    [Theory]
    [InlineData("await Task.WhenAll(up.CopyToAsync(down), down.CopyToAsync(up)); a.Close(); b.Close();")]
    [InlineData("var t = Copy(up, down); var u = Copy(down, up); await Task.WhenAny(t, u); await Task.WhenAll(t, u); a.Close(); b.Close();")]
    [InlineData("var t = Copy(up, down); var u = Copy(down, up); await Task.WhenAny(Task.WhenAll(t, u), Task.Delay(1000)); a.Close(); b.Close();")]
    [InlineData("var t = Copy(up, down); var u = Copy(down, up); await Task.WhenAny(t, u); await Task.WhenAny(Task.WhenAll(t, u), Task.Delay(1000)); a.Close(); b.Close();")]
    [InlineData("var t = Copy(up, down); var u = Copy(down, up); if (await Task.WhenAny(t, u) == t) { b.Client.Shutdown(SocketShutdown.Send); await u; } else { a.Client.Shutdown(SocketShutdown.Send); await t; } a.Close(); b.Close();")]
    [InlineData("var t = Copy(up, down); var u = Copy(down, up); await Task.WhenAny(t, u); await t; await u; a.Close(); b.Close();")]
    [InlineData("var t = Copy(up, down); await Task.WhenAny(t, Task.Delay(1000)); a.Close(); b.Close();")]
    [InlineData("var t = new List<Task> { Copy(up, down), Copy(down, up) }; while (t.Count > 0) t.Remove(await Task.WhenAny(t)); a.Close(); b.Close();")]
    [InlineData("await Task.WhenAny(up.CopyToAsync(down), up.CopyToAsync(Stream.Null)); a.Close(); b.Close();")]
    [InlineData("await Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up));")]
    [InlineData("await Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up)); AbortBoth(a, b);", "static void AbortBoth(TcpClient x, TcpClient y) { x.Close(); y.Close(); }")]
    [InlineData("var tls = new SslStream(up); await Task.WhenAny(tls.CopyToAsync(down), down.CopyToAsync(tls)); a.Close(); b.Close();")]
    [InlineData("using var pipe = new FileStream(\"p\", FileMode.Open); await Task.WhenAny(pipe.CopyToAsync(down), down.CopyToAsync(pipe)); b.Close();")]
    [InlineData("await Copy(up, down); await Copy(down, up); a.Close(); b.Close();")]
    public Task A_race_that_is_none(string run, string members = "") => VerifyRun(run, members);

    [Fact]
    public Task A_pump_that_closes_its_target_and_is_started_both_ways() => Verify(
        """
        class C
        {
            void Start(TcpClient a, TcpClient b)
            {
                new Thread(() => Pump(a, b)).Start();
                new Thread(() => Pump(b, a)).Start();
            }

            static void Pump(TcpClient from, TcpClient to)
            {
                var buffer = new byte[4096];
                int count;
                while ((count = from.GetStream().Read(buffer, 0, buffer.Length)) > 0)
                    to.GetStream().Write(buffer, 0, count);
                from.Close();
                {|SOCK002:to.Close()|};
            }
        }
        """);

    [Theory]
    [InlineData("to.Client.Shutdown(SocketShutdown.Send);")]
    [InlineData("")]
    [InlineData("try { to.Client.Shutdown(SocketShutdown.Send); } catch (SocketException) { } if (Interlocked.Decrement(ref _open) == 0) { from.Close(); to.Close(); }")]
    [InlineData("if (Interlocked.Decrement(ref _open) == 0) { from.Close(); to.Close(); }")]
    [InlineData("if (--_open == 0) { from.Close(); to.Close(); }")]
    [InlineData("if (_otherDone) { from.Close(); to.Close(); } _otherDone = true;")]
    [InlineData("if (!_otherDone) { _otherDone = true; return; } from.Close(); to.Close();")]
    [InlineData("from.Client.Shutdown(SocketShutdown.Receive); to.Client.Shutdown(SocketShutdown.Send); to.Close();")]
    public Task A_pump_that_waits_for_the_other_direction(string end) => Verify(
        $$"""
        class C
        {
            int _open = 2;
            bool _otherDone;

            void Start(TcpClient a, TcpClient b)
            {
                Task.Run(() => Pump(a, b));
                Task.Run(() => Pump(b, a));
            }

            void Pump(TcpClient from, TcpClient to)
            {
                var buffer = new byte[4096];
                int count;
                while ((count = from.GetStream().Read(buffer, 0, buffer.Length)) > 0)
                    to.GetStream().Write(buffer, 0, count);
                {{end}}
            }
        }
        """);

    [Theory]
    [InlineData("Pump(a, b);")]
    [InlineData("Pump(a, b); Pump(a, c);")]
    [InlineData("await Pump(a, b); await Pump(b, a);")]
    public Task A_pump_without_another_direction_beside_it(string start) => Verify(
        $$"""
        class C
        {
            async Task Start(TcpClient a, TcpClient b, TcpClient c) { {{start}} await Task.Yield(); }

            static async Task Pump(TcpClient from, TcpClient to)
            {
                var buffer = new byte[4096];
                int count;
                while ((count = await from.GetStream().ReadAsync(buffer)) > 0)
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
                to.Close();
            }
        }
        """);

    [Fact]
    public Task Two_loops_of_one_method() => Verify(
        """
        class C
        {
            void Start(Socket a, Socket b)
            {
                Task.Run(() =>
                {
                    var buffer = new byte[100];
                    while (true)
                    {
                        var n = a.Receive(buffer);
                        if (n == 0) { {|SOCK002:b.Close()|}; return; }
                        b.Send(buffer, n, SocketFlags.None);
                    }
                });
                Task.Run(() =>
                {
                    var buffer = new byte[100];
                    while (true)
                    {
                        var n = b.Receive(buffer);
                        if (n == 0) { {|SOCK002:a.Shutdown(SocketShutdown.Both)|}; a.Close(); return; }
                        a.Send(buffer, n, SocketFlags.None);
                    }
                });
            }
        }
        """);

    /// <summary>Callbacks of a pair, with what each does at the end of its input.</summary>
    private static string Callbacks(string localEnd, string remoteEnd) =>
        $$"""
        class Handler
        {
            readonly byte[] _up = new byte[4096], _down = new byte[4096];
            Socket _local, _remote;
            bool _closed, _localShut, _remoteShut;
            int _ended;

            public Handler(Socket local, Socket remote) { _local = local; _remote = remote; }

            public void Start()
            {
                _local.BeginReceive(_up, 0, 4096, 0, LocalReceived, null);
                _remote.BeginReceive(_down, 0, 4096, 0, RemoteReceived, null);
            }

            void LocalReceived(IAsyncResult ar)
            {
                if (_closed) return;
                try
                {
                    var count = _local.EndReceive(ar);
                    if (count > 0)
                        _remote.BeginSend(_up, 0, count, 0, RemoteSent, null);
                    else
                    {
                        {{localEnd}}
                    }
                }
                catch (SocketException) { Close(); }
            }

            void RemoteReceived(IAsyncResult ar)
            {
                if (_closed) return;
                try
                {
                    var count = _remote.EndReceive(ar);
                    if (count > 0)
                        _local.BeginSend(_down, 0, count, 0, LocalSent, null);
                    else
                    {
                        {{remoteEnd}}
                    }
                }
                catch (SocketException) { Close(); }
            }

            void RemoteSent(IAsyncResult ar) { _remote.EndSend(ar); _local.BeginReceive(_up, 0, 4096, 0, LocalReceived, null); }

            void LocalSent(IAsyncResult ar) { _local.EndSend(ar); _remote.BeginReceive(_down, 0, 4096, 0, RemoteReceived, null); }

            void CheckClose() { if (_localShut && _remoteShut) Close(); }

            void Close()
            {
                lock (this) { if (_closed) return; _closed = true; }
                if (_local != null) { _local.Shutdown(SocketShutdown.Both); _local.Close(); }
                if (_remote != null) { _remote.Shutdown(SocketShutdown.Both); _remote.Close(); }
            }

            void Abort() => Close();
        }
        """;

    [Theory]
    [InlineData("{|SOCK002:Close()|};")]
    [InlineData("{|SOCK002:_remote.Close()|}; _local.Close();")]
    [InlineData("_local.Close(); {|SOCK002:_remote.Close()|};")]
    [InlineData("{|SOCK002:_remote.Shutdown(SocketShutdown.Both)|}; _remote.Close();")]
    [InlineData("if (!_closed) { {|SOCK002:Close()|}; }")]
    [InlineData("if (Interlocked.Exchange(ref _ended, 1) == 0) { {|SOCK002:Close()|}; }")]
    [InlineData("Thread.Sleep(100); {|SOCK002:Close()|};")]
    public Task A_callback_of_a_pair_that_ends_both(string end) =>
        Verify(Callbacks(end, "_local.Shutdown(SocketShutdown.Send); _localShut = true; CheckClose();"));

    [Fact]
    public Task Two_callbacks_are_two_causes() => Verify(Callbacks("{|SOCK002:Close()|};", "{|SOCK002:Close()|};"));

    [Theory]
    [InlineData("_remote.Shutdown(SocketShutdown.Send); _remoteShut = true; CheckClose();")]
    [InlineData("_remote.Shutdown(SocketShutdown.Send); if (_localShut) Close();")]
    [InlineData("_remoteShut = true; CheckClose();")]
    [InlineData("_remoteShut = true; if (_localShut && _remoteShut) Close();")]
    [InlineData("if (Interlocked.Increment(ref _ended) == 2) Close();")]
    [InlineData("_local.Close();")]
    [InlineData("Abort();")]
    [InlineData("_remote.Close(); _remote = new Socket(SocketType.Stream, ProtocolType.Tcp); _remote.Connect(\"a\", 1);")]
    public Task A_callback_of_a_pair_that_does_not(string end) =>
        Verify(Callbacks(end, "_local.Shutdown(SocketShutdown.Send); _localShut = true; CheckClose();"));
}
