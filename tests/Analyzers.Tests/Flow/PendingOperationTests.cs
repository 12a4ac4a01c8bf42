using Xunit;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>Sends and receives that are started: where they are pending, where they end, and where nothing is known of them.</summary>
public sealed class PendingOperationTests
{
    [Theory]
    [InlineData("_ = p.SendAsync(Data);")]
    [InlineData("p.SendAsync(Data);")]
    [InlineData("var t = p.SendAsync(Data);")]
    [InlineData("p.SendAsync(new ReadOnlyMemory<byte>(Data), SocketFlags.None).ConfigureAwait(false);")]
    [InlineData("_ = p.SendAsync(new ReadOnlyMemory<byte>(Data)).AsTask();")]
    [InlineData("_ = p.SendFileAsync(\"f\");")]
    [InlineData("p.BeginSend(Data, 0, 1, SocketFlags.None, null, null);")]
    [InlineData("p.BeginSend(Data, 0, 1, SocketFlags.None, ar => p.EndSend(ar), null);")]
    [InlineData("_ = SocketTaskExtensions.SendAsync(p, new ArraySegment<byte>(Data), SocketFlags.None);")]
    [InlineData("var n = new NetworkStream(p); _ = n.WriteAsync(Data, 0, 1);")]
    [InlineData("var n = new NetworkStream(p); _ = n.BeginWrite(Data, 0, 1, null, null);")]
    [InlineData("_ = File.OpenRead(\"f\").CopyToAsync(new NetworkStream(p));")]
    [InlineData("var w = new StreamWriter(new NetworkStream(p)) { AutoFlush = true }; _ = w.WriteAsync(\"x\");")]
    [InlineData("var w = new StreamWriter(new NetworkStream(p)); w.Write(\"x\"); _ = w.FlushAsync();")]
    [InlineData("var q = p; _ = q.SendAsync(Data);")]
    [InlineData("if (Maybe()) _ = p.SendAsync(Data);")]
    [InlineData("while (Maybe()) _ = p.SendAsync(Data);")]
    [InlineData("var t = Task.WhenAll(p.SendAsync(Data), Task.CompletedTask);")]
    [InlineData("var t = p.SendAsync(Data); await Task.WhenAny(t, Delay());")]
    [InlineData("var t = p.SendAsync(Data).ContinueWith(_ => { });")]
    [InlineData("await p.SendAsync(Data); _ = p.SendAsync(Data);")]
    [InlineData("_ = p.SendAsync(Data); await Delay(); Log(p);")]
    [InlineData("try { _ = p.SendAsync(Data); Log(1); } catch { }")]
    public void A_send_is_pending(string statements) => StateMarks.VerifyAsyncBody($"{statements} /*state: p = sends:1, receives:0, perhaps:0*/");

    [Theory]
    [InlineData("_ = p.ReceiveAsync(Data);")]
    [InlineData("var t = p.ReceiveAsync(Data);")]
    [InlineData("p.BeginReceive(Data, 0, 1, SocketFlags.None, null, null);")]
    [InlineData("_ = new NetworkStream(p).ReadAsync(Data, 0, 1);")]
    [InlineData("_ = new StreamReader(new NetworkStream(p)).ReadLineAsync();")]
    [InlineData("_ = new NetworkStream(p).CopyToAsync(Stream.Null);")]
    [InlineData("var t = p.ReceiveAsync(Data); await p.SendAsync(Data);")]
    [InlineData("var t = p.ReceiveAsync(Data); await Task.Delay(1);")]
    [InlineData("var t = p.ReceiveAsync(Data); p.Shutdown(SocketShutdown.Send);")]
    public void A_receive_is_pending(string statements) => StateMarks.VerifyAsyncBody($"{statements} /*state: p = sends:0, receives:1*/");

    [Theory]
    [InlineData("await p.SendAsync(Data);")]
    [InlineData("await p.SendAsync(Data).ConfigureAwait(false);")]
    [InlineData("var t = p.SendAsync(Data); await t;")]
    [InlineData("var t = p.SendAsync(Data); await t.ConfigureAwait(false);")]
    [InlineData("var t = p.SendAsync(Data); var u = t; await u;")]
    [InlineData("var t = p.SendAsync(Data); t.Wait();")]
    [InlineData("var t = p.SendAsync(Data); var n = t.Result;")]
    [InlineData("var t = p.SendAsync(Data); t.GetAwaiter().GetResult();")]
    [InlineData("var t = p.SendAsync(new ReadOnlyMemory<byte>(Data)); await t.AsTask();")]
    [InlineData("var t = p.SendAsync(Data); await Task.WhenAll(t, Delay());")]
    [InlineData("var t = p.SendAsync(Data); var all = Task.WhenAll(t, Delay()); await all;")]
    [InlineData("var t = p.SendAsync(Data); Task.WaitAll(t);")]
    [InlineData("var t = p.SendAsync(Data); await t.ContinueWith(_ => { });")]
    [InlineData("var t = p.SendAsync(Data); var done = await Task.WhenAny(t, Delay()); await t;")]
    [InlineData("var t = Maybe() ? p.SendAsync(Data) : Task.FromResult(0); await t;")]
    [InlineData("Task t = null; if (Maybe()) t = p.SendAsync(Data); if (t != null) await t;")]
    [InlineData("Task t = null; while (Maybe()) { if (t != null) await t; t = p.SendAsync(Data); } if (t is not null) await t;")]
    [InlineData("var ar = p.BeginSend(Data, 0, 1, SocketFlags.None, null, null); p.EndSend(ar);")]
    [InlineData("var ar = p.BeginSend(Data, 0, 1, SocketFlags.None, null, null); ar.AsyncWaitHandle.WaitOne();")]
    [InlineData("var n = new NetworkStream(p); n.EndWrite(n.BeginWrite(Data, 0, 1, null, null));")]
    [InlineData("p.BeginSend(Data, 0, 1, SocketFlags.None, null, null); p.EndSend((IAsyncResult)null);")]
    [InlineData("p.SendAsync(new SocketAsyncEventArgs());")]
    [InlineData("var w = new StreamWriter(new NetworkStream(p)); _ = w.WriteAsync(\"x\");")]
    [InlineData("_ = new BufferedStream(new NetworkStream(p)).WriteAsync(Data, 0, 1);")]
    [InlineData("Stream b = new BufferedStream(new NetworkStream(p)); _ = b.WriteAsync(Data, 0, 1);")]
    [InlineData("_ = new NetworkStream(p).FlushAsync();")]
    public void No_send_is_pending(string statements) => StateMarks.VerifyAsyncBody($"{statements} /*state: p = sends:0, receives:0, perhaps:0*/");

    [Theory]
    [InlineData("_ = p.SendAsync(Data); p.Send(Data);")]
    [InlineData("_ = p.SendAsync(Data); await p.SendAsync(Data);")]
    [InlineData("_ = p.SendAsync(Data); p.Receive(Data);")]
    [InlineData("_ = p.SendAsync(Data); Thread.Sleep(1);")]
    [InlineData("_ = p.SendAsync(Data); await Task.Delay(1);")]
    [InlineData("_ = p.SendAsync(Data); new ManualResetEvent(false).WaitOne();")]
    [InlineData("_ = p.SendAsync(Data); Console.ReadLine();")]
    [InlineData("p.BeginSend(Data, 0, 1, SocketFlags.None, ar => p.EndSend(ar), null); await Delay();")]
    [InlineData("p.BeginSend(Data, 0, 1, SocketFlags.None, ar => p.EndSend(ar), null); Maybe();")]
    [InlineData("p.SendAsync(Data).ContinueWith(_ => { }); await Delay();")]
    [InlineData("_ = p.SendAsync(Data); p.Shutdown(SocketShutdown.Send);")]
    [InlineData("_ = p.SendAsync(Data); p.Close();")]
    public void Something_else_tells_that_it_is_over_or_may_be(string statements) => StateMarks.VerifyAsyncBody($"{statements} /*state: p = sends:0, perhaps:0*/");

    [Theory]
    [InlineData("var t = p.SendAsync(Data); if (Maybe()) await t;")]
    [InlineData("var t = p.SendAsync(Data); Log(t);")]
    [InlineData("var all = new List<Task>(); all.Add(p.SendAsync(Data));")]
    [InlineData("var all = new Task[1]; all[0] = p.SendAsync(Data);")]
    [InlineData("Task[] all = { p.SendAsync(Data) };")]
    [InlineData("_ = p.SendAsync(Data); Take(p);")]
    [InlineData("var pair = (p.SendAsync(Data), 1);")]
    [InlineData("Task t = null; Action wait = () => t.Wait(); t = p.SendAsync(Data);")]
    [InlineData("Task t = p.SendAsync(Data); async Task Wait() => await t;")]
    [InlineData("var o = new { Task = p.SendAsync(Data) };")]
    public void It_is_not_known_whether_a_send_is_pending(string statements) => StateMarks.VerifyAsyncBody($"{statements} /*state: p = sends:0, perhaps:1*/");

    [Fact]
    public void A_task_in_a_field_is_out_of_sight() => StateMarks.VerifyMembers("""
        Task _t; static Task s_t; Task P { get; set; }
        void M(Socket p, Socket q, Socket r) {
            _t = p.SendAsync(Data);
            s_t = q.SendAsync(Data);
            P = r.SendAsync(Data);
            /*state: p = sends:0, perhaps:1; q = sends:0, perhaps:1; r = sends:0, perhaps:1*/
        }
        """);

    [Fact]
    public void An_out_parameter_hands_the_task_out() => StateMarks.VerifyMembers("""
        void M(Socket p, out Task t) { t = p.SendAsync(Data); /*state: p = sends:0, perhaps:1*/ }
        """);

    [Fact]
    public void Another_connection_has_its_own() => StateMarks.VerifyMembers("""
        static async Task M(Socket p, Socket q) {
            var t = p.SendAsync(Data);
            var u = q.SendAsync(Data);
            /*state: p = sends:1; q = sends:1*/
            await t;
            /*state: p = sends:0; q = sends:1*/
        }
        """);

    [Fact]
    public void A_copy_receives_here_and_sends_there() => StateMarks.VerifyMembers("""
        static async Task M(Socket p, Socket q) {
            var t = new NetworkStream(p).CopyToAsync(new NetworkStream(q));
            /*state: p = sends:0, receives:1; q = sends:1, receives:0*/
            await t;
            /*state: p = receives:0; q = sends:0*/
        }
        """);

    [Fact]
    public void A_new_connection_has_none() => StateMarks.VerifyMembers("""
        static void M() {
            while (Maybe()) {
                var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
                /*state: s = sends:0, perhaps:0*/
                _ = s.SendAsync(Data);
                /*state: s = sends:1*/
            }
        }
        """);

    [Fact]
    public void An_exception_takes_no_claim_along() => StateMarks.VerifyAsyncBody("""
        try { _ = p.SendAsync(Data); Log(1); }
        catch { /*state: p = sends:0, perhaps:0*/ throw; }
        finally { /*state: p = sends:1*/ Log(2); }
        """);

    [Fact]
    public void The_await_that_fails_into_a_catch() => StateMarks.VerifyAsyncBody("""
        var t = p.SendAsync(Data);
        try { await t; } catch { }
        /*state: p = sends:0, perhaps:0*/
        """);

    [Fact]
    public void A_lambda_runs_later() => StateMarks.VerifyAsyncBody("""
        p.SendAsync(Data).ContinueWith(_ => { /*state: p = sends:0*/ });
        """);

    [Fact]
    public void More_operations_than_can_be_told_apart() => StateMarks.VerifyAsyncBody(
        string.Concat(Enumerable.Repeat("_ = p.SendAsync(Data);\n", 40)) + "/*state: p = sends:30*/");
}
