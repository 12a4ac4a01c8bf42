using Xunit;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>What a call of a method in source does, as its summary says.</summary>
public sealed class SummaryTests
{
    [Fact]
    public void A_callee_shuts() => StateMarks.VerifyMembers("""
        static void End(Socket s) { s.Shutdown(SocketShutdown.Send); }
        static void Perhaps(Socket s) { if (Maybe()) s.Shutdown(SocketShutdown.Receive); }
        static void M() {
            var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
            End(s);
            /*state: s = SendShut, ReceiveOpen, always:ShutSend, !escaped*/
            Perhaps(s);
            /*state: s = ReceiveOpen|ReceiveShut, some:ShutReceive, !always:ShutReceive*/
        }
        """);

    [Fact]
    public void Only_the_right_argument_is_touched() => StateMarks.VerifyMembers("""
        static void End(int n, Socket a, Socket b) { b.Shutdown(SocketShutdown.Send); }
        static void M(Socket p, Socket q) {
            End(b: p, n: 1, a: q);
            /*state: p = SendShut; q = SendOpen|SendShut, !some:ShutSend*/
        }
        """);

    [Fact]
    public void One_object_for_two_parameters() => StateMarks.VerifyMembers("""
        static void End(Socket a, Socket b) { a.Shutdown(SocketShutdown.Send); b.Shutdown(SocketShutdown.Receive); }
        static void M(Socket p) {
            End(p, p);
            /*state: p = SendShut, ReceiveShut*/
        }
        """);

    [Fact]
    public void An_extension_method() => StateMarks.Verify("""
        static class Extensions { public static void End(this Socket s) => s.Shutdown(SocketShutdown.Send); }
        class C {
            static void M(Socket p, TcpClient c) {
                p.End();
                /*state: p = SendShut*/
                Extensions.End(c.Client);
                /*state: c = SendShut*/
            }
        }
        """);

    [Fact]
    public void A_callee_writes() => StateMarks.VerifyMembers("""
        static void Write(Socket s) { s.Send(Data); }
        static void M(Socket p) {
            Write(p);
            /*state: p = always:Wrote, SendOpen*/
            p.Shutdown(SocketShutdown.Send);
            Write(p);
            /*state: unreachable*/
        }
        """);

    [Fact]
    public void A_callee_closes_what_it_owns() => StateMarks.VerifyMembers("""
        static void End(IDisposable d) { d.Dispose(); }
        static void Close(NetworkStream n) { n.Dispose(); }
        static void M() {
            var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
            Close(new NetworkStream(s));
            /*state: s = Created*/
            Close(new NetworkStream(s, true));
            /*state: s = Closed*/
        }
        """);

    [Fact]
    public void A_callee_gives_its_parameter_back() => StateMarks.VerifyMembers("""
        static Socket Same(Socket s) { s.Shutdown(SocketShutdown.Send); return s; }
        static Socket Either(Socket a, Socket b) => Maybe() ? a : b;
        static Socket None(Socket a) => Maybe() ? null : a;
        static void M(Socket p, Socket q) {
            var s = Same(p);
            /*state: s = same:p, SendShut*/
            var t = Either(p, q);
            /*state: t = objects:2*/
            var u = None(q);
            /*state: u = same:q, maybe-null*/
        }
        """);

    [Fact]
    public void A_callee_makes_a_connection() => StateMarks.VerifyMembers("""
        static Socket Make() {
            var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
            s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            s.Bind(new IPEndPoint(0, 80));
            return s;
        }
        static void M() {
            var a = Make();
            var b = Make();
            a.Listen(1);
            /*state: a = Listening, always:ReuseOn|Stream|Bound, !same:b, !escaped; b = Bound*/
        }
        """);

    [Fact]
    public void A_callee_gives_a_wrapper() => StateMarks.VerifyMembers("""
        static StreamWriter Open(TcpClient c) { return new StreamWriter(c.GetStream()) { AutoFlush = true }; }
        static void M(TcpClient c) {
            var w = Open(c);
            /*state: w = same:c, writer, owns, always:AutoFlush*/
            w.Dispose();
            /*state: c = Closed*/
        }
        """);

    [Fact]
    public void A_callee_assigns_a_field() => StateMarks.VerifyMembers("""
        Socket _s;
        void Open() { _s = new Socket(SocketType.Stream, ProtocolType.Tcp); }
        void Keep(Socket s) { _s = s; }
        void M(Socket p) {
            Open();
            /*state: _s = Created, SendOpen, !escaped*/
            Keep(p);
            /*state: _s = same:p*/
        }
        """);

    [Fact]
    public void An_out_parameter() => StateMarks.VerifyMembers("""
        static bool TryOpen(Socket old, out Socket s, out Socket same) {
            same = old;
            s = new Socket(SocketType.Stream, ProtocolType.Tcp);
            s.Connect("h", 1);
            return true;
        }
        static void M(Socket p) {
            TryOpen(p, out var s, out var same);
            /*state: s = Connected, SendOpen, !escaped; same = same:p*/
        }
        """);

    [Fact]
    public void A_ref_parameter() => StateMarks.VerifyMembers("""
        static void Renew(ref Socket s) {
            s.Shutdown(SocketShutdown.Send);
            s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        }
        static void M(Socket p) {
            var old = p;
            Renew(ref p);
            /*state: p = Created, SendOpen; old = SendShut*/
        }
        """);

    [Fact]
    public void A_recursion_is_not_followed() => StateMarks.VerifyMembers("""
        static void Again(Socket s, int n) { s.Shutdown(SocketShutdown.Send); if (n > 0) Again(s, n - 1); }
        static void Ping(Socket s) { if (Maybe()) Pong(s); }
        static void Pong(Socket s) { s.Shutdown(SocketShutdown.Send); Ping(s); }
        static void M(Socket p, Socket q) {
            Again(p, 3);
            /*state: p = SendShut, escaped*/
            Ping(q);
            /*state: q = SendOpen|SendShut, escaped*/
        }
        """);

    [Fact]
    public void A_long_chain_of_calls() => StateMarks.VerifyMembers(
        string.Concat(Enumerable.Range(0, 200).Select(i => $"static void F{i}(Socket s) => F{i + 1}(s);\n")) + """
        static void F200(Socket s) => s.Shutdown(SocketShutdown.Send);
        static void M(Socket p) {
            F0(p);
            /*state: p = SendShut, !escaped*/
        }
        """);

    [Fact]
    public void What_can_be_overridden_is_not_followed() => StateMarks.Verify("""
        class B {
            public virtual void V(Socket s) => s.Shutdown(SocketShutdown.Send);
            public void F(Socket s) => s.Shutdown(SocketShutdown.Send);
        }
        sealed class D : B { public override void V(Socket s) => s.Shutdown(SocketShutdown.Receive); }
        interface I { void V(Socket s) => s.Shutdown(SocketShutdown.Send); }
        class C {
            static void M(B b, D d, I i, Socket p, Socket q, Socket r, Socket t) {
                b.V(p);
                /*state: p = escaped, SendOpen|SendShut*/
                b.F(q);
                /*state: q = SendShut, !escaped*/
                d.V(r);
                /*state: r = ReceiveShut, !escaped*/
                i.V(t);
                /*state: t = escaped*/
            }
        }
        """);

    [Fact]
    public void A_callee_that_is_too_large_is_not_followed()
    {
        var statements = string.Concat(Enumerable.Repeat("Log(1);\n", 600));
        StateMarks.VerifyMembers($$"""
            static void Large(Socket s) { s.Shutdown(SocketShutdown.Send); {{statements}} }
            static void M(Socket p) {
                Large(p);
                /*state: p = escaped, SendOpen|SendShut*/
            }
            """);
    }

    [Fact]
    public void A_callee_that_always_throws() => StateMarks.VerifyMembers("""
        static void Fail(Socket s) { s.Dispose(); throw new IOException(); }
        static void M(Socket p) {
            if (Maybe()) {
                Fail(p);
                /*state: unreachable*/
            }
            /*state: p = !some:Closed*/
        }
        """);

    [Fact]
    public void An_async_callee_that_is_awaited() => StateMarks.VerifyMembers("""
        static async Task End(Socket s) { await Delay(); s.Shutdown(SocketShutdown.Send); }
        static async Task<Socket> Open() { await Delay(); return new Socket(SocketType.Stream, ProtocolType.Tcp); }
        static async Task M(Socket p, Socket q, Socket r) {
            await End(p);
            /*state: p = SendShut, always:ShutSend*/
            await End(q).ConfigureAwait(false);
            /*state: q = SendShut*/
            End(r).GetAwaiter().GetResult();
            /*state: r = SendShut*/
            var s = await Open();
            /*state: s = Created, !escaped*/
        }
        """);

    [Fact]
    public void An_async_callee_that_is_not_awaited() => StateMarks.VerifyMembers("""
        static async Task End(Socket s) { await Delay(); s.Shutdown(SocketShutdown.Send); }
        static async void EndVoid(Socket s) { await Delay(); s.Shutdown(SocketShutdown.Send); }
        static async Task M(Socket p, Socket q, Socket r) {
            _ = End(p);
            /*state: p = SendOpen|SendShut, some:ShutSend, !always:ShutSend*/
            EndVoid(q);
            /*state: q = SendOpen|SendShut*/
            var t = End(r);
            /*state: r = SendOpen|SendShut*/
            await t;
        }
        """);

    [Fact]
    public void A_generic_callee() => StateMarks.VerifyMembers("""
        static T Same<T>(T t) where T : class => t;
        static void End<T>(Socket s, T t) => s.Shutdown(SocketShutdown.Send);
        static void M(Socket p, Socket q) {
            var s = Same(p);
            /*state: s = SendOpen|SendShut*/
            End(q, 1);
            /*state: q = SendShut*/
        }
        """);

    [Fact]
    public void The_exceptional_states_of_a_callee_do_not_reach_its_caller() => StateMarks.VerifyMembers("""
        static void End(Socket s) {
            try { s.Shutdown(SocketShutdown.Send); }
            catch (SocketException) { s.Close(); throw; }
        }
        static void M() {
            var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
            End(s);
            /*state: s = SendShut, Created, !always:Closed*/
        }
        """);

    [Fact]
    public void A_partial_method_in_two_parts() => StateMarks.Verify("""
        partial class C { partial void End(Socket s); void M(Socket p) { End(p);
            /*state: p = SendShut*/
        } }
        partial class C { partial void End(Socket s) { s.Shutdown(SocketShutdown.Send); } }
        """);
}
