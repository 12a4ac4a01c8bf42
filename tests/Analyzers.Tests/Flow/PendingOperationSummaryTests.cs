using Xunit;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>Operations that a helper starts, completes, or gives back as its task.</summary>
public sealed class PendingOperationSummaryTests
{
    [Theory]
    [InlineData("static void Help(Socket s) { _ = s.SendAsync(Data); }")]
    [InlineData("static void Help(Socket s) { s.BeginSend(Data, 0, 1, SocketFlags.None, null, null); }")]
    [InlineData("static Task Help(Socket s) => s.SendAsync(Data);")]
    [InlineData("static Task Help(Socket s) { var t = s.SendAsync(Data); return t; }")]
    [InlineData("static ValueTask<int> Help(Socket s) => s.SendAsync(new ReadOnlyMemory<byte>(Data));")]
    [InlineData("static async Task Help(Socket s) { await s.SendAsync(Data); }")]
    [InlineData("static async void Help(Socket s) { await s.SendAsync(Data); }")]
    [InlineData("static async Task Help(Socket s) { await Inner(s); } static async Task Inner(Socket s) { await s.SendAsync(Data); }")]
    [InlineData("static Task Help(Socket s) => Inner(s); static async Task Inner(Socket s) { await s.SendAsync(Data); }")]
    [InlineData("static async Task Help(Socket s) { foreach (var b in Data) await s.SendAsync(Data); await s.SendAsync(Data); }")]
    public void A_helper_leaves_a_send_pending(string helper) => StateMarks.VerifyMembers(helper + """
        static void M(Socket p) {
            Help(p);
            /*state: p = sends:1, receives:0*/
        }
        """);

    [Theory]
    [InlineData("static void Help(Socket s) { s.Send(Data); }")]
    [InlineData("static async Task Help(Socket s) { s.Send(Data); await Delay(); }")]
    [InlineData("static async Task Help(Socket s) { await s.SendAsync(Data); await s.ReceiveAsync(Data); }")]
    [InlineData("static async Task Help(Socket s) { await s.SendAsync(Data); s.Close(); }")]
    [InlineData("static async Task Help(Socket s) { if (Maybe()) await s.SendAsync(Data); }")]
    [InlineData("static Task s_t; static void Help(Socket s) { s_t = s.SendAsync(Data); }")]
    [InlineData("static void Help(Socket s) { s.SendAsync(Data).Wait(); }")]
    public void A_helper_leaves_no_send_that_can_be_claimed(string helper) => StateMarks.VerifyMembers(helper + """
        static void M(Socket p) {
            Help(p);
            /*state: p = sends:0*/
        }
        """);

    [Theory]
    [InlineData("static Task Help(Socket s) => s.SendAsync(Data);")]
    [InlineData("static async Task Help(Socket s) { await s.SendAsync(Data); }")]
    [InlineData("static async Task Help(Socket s) => await Inner(s); static Task Inner(Socket s) => s.SendAsync(Data);")]
    public void The_caller_waits_for_the_helper(string helper) => StateMarks.VerifyMembers(helper + """
        static async Task M(Socket p, Socket q) {
            await Help(p);
            /*state: p = sends:0, perhaps:0*/
            var t = Help(q);
            /*state: q = sends:1*/
            await t;
            /*state: q = sends:0, perhaps:0*/
        }
        """);

    [Fact]
    public void What_an_awaited_helper_discards_stays_pending() => StateMarks.VerifyMembers("""
        static async Task Help(Socket s) { _ = s.SendAsync(Data); await Delay(); }
        static async Task M(Socket p) { await Help(p); /*state: p = sends:1*/ }
        """);

    [Theory]
    [InlineData("static void Help(Socket s) { }", 1)]
    [InlineData("static void Help(Socket s) { Log(s.Connected); }", 1)]
    [InlineData("static void Help(Socket s) { s.Send(Data); }", 0)]
    [InlineData("static void Help(Socket s) { s.Receive(Data); }", 0)]
    [InlineData("static void Help(Socket s) { Thread.Sleep(1); s.NoDelay = true; }", 0)]
    [InlineData("static void Help(Socket s) { s.Close(); }", 0)]
    [InlineData("static void Help(Socket s) { Take(s); }", 0)]
    public void What_a_helper_does_about_the_callers_send(string helper, int left) => StateMarks.VerifyMembers(helper + $$"""
        static void M(Socket p) {
            _ = p.SendAsync(Data);
            Help(p);
            /*state: p = sends:{{left}}*/
        }
        """);

    [Fact]
    public void A_helper_starts_a_receive() => StateMarks.VerifyMembers("""
        static async Task Loop(Socket s) { while (await s.ReceiveAsync(Data) > 0) { } }
        static void M(Socket p) { _ = Loop(p); /*state: p = sends:0, receives:1*/ }
        """);

    [Fact]
    public void A_helper_of_the_type_sends_on_the_field() => StateMarks.VerifyMembers("""
        readonly Socket _s;
        Task Send() => _s.SendAsync(Data);
        void M() { Send(); /*state: _s = sends:1*/ }
        async Task N() { await Send(); /*state: _s = sends:0*/ }
        """);

    [Fact]
    public void A_local_function_is_a_helper_too() => StateMarks.VerifyAsyncBody("""
        Task Send() => p.SendAsync(Data);
        _ = Send();
        /*state: p = sends:1*/
        await Send();
        /*state: p = sends:0*/
        """);
}
