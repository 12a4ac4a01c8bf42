using Xunit;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>Fields and properties that hold a connection.</summary>
public sealed class FieldTests
{
    [Fact]
    public void A_field_of_this_comes_from_the_other_methods() => StateMarks.VerifyMembers("""
        Socket _s;
        void M() {
            /*state: _s = SendOpen|SendShut, !escaped, !some:FromOutside*/
            _s.Shutdown(SocketShutdown.Send);
            /*state: _s = SendShut; this._s = SendShut, same:_s*/
        }
        """);

    [Fact]
    public void A_field_and_a_local_are_one_object() => StateMarks.VerifyMembers("""
        Socket _s;
        void M() {
            var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _s = s;
            /*state: _s = same:s, Created, !escaped*/
            _s.Shutdown(SocketShutdown.Send);
            /*state: s = SendShut*/
        }
        """);

    [Fact]
    public void A_static_field() => StateMarks.VerifyMembers("""
        static Socket s_s;
        static void M() {
            s_s.Shutdown(SocketShutdown.Send);
            /*state: s_s = SendShut; C.s_s = same:s_s*/
            s_s = new Socket(SocketType.Stream, ProtocolType.Tcp);
            /*state: s_s = SendOpen*/
        }
        """);

    [Fact]
    public void An_auto_property_is_a_variable() => StateMarks.VerifyMembers("""
        Socket S { get; set; }
        void M() {
            S.Shutdown(SocketShutdown.Send);
            /*state: S = SendShut*/
            S = new Socket(SocketType.Stream, ProtocolType.Tcp);
            /*state: S = SendOpen*/
        }
        """);

    [Fact]
    public void A_property_with_a_body_is_a_call() => StateMarks.VerifyMembers("""
        Socket _s;
        Socket S { get { return _s; } set { _s = value; } }
        void M(Socket p) {
            var a = S;
            a.Shutdown(SocketShutdown.Send);
            /*state: _s = SendShut, same:a*/
            S = p;
            /*state: _s = same:p*/
        }
        """);

    [Fact]
    public void A_path_through_another_object() => StateMarks.VerifyMembers("""
        sealed class State { public Socket Socket; }
        static void M(State state) {
            state.Socket.Shutdown(SocketShutdown.Send);
            /*state: state.Socket = SendShut, some:FromOutside*/
            var other = state;
            /*state: other.Socket = SendShut, same:state.Socket*/
        }
        """);

    [Fact]
    public void Assigning_through_one_path_may_change_another() => StateMarks.VerifyMembers("""
        sealed class State { public Socket Socket; }
        static void M(State a, State b, Socket p) {
            a.Socket.Shutdown(SocketShutdown.Send);
            /*state: a.Socket = SendShut*/
            b.Socket = p;
            /*state: a.Socket = SendOpen|SendShut, !same:p; b.Socket = same:p, escaped*/
        }
        """);

    [Fact]
    public void Another_object_in_the_variable_has_other_members() => StateMarks.VerifyMembers("""
        sealed class State { public Socket Socket; }
        static extern State Next();
        static void M(State a) {
            a.Socket.Shutdown(SocketShutdown.Send);
            a = Next();
            /*state: a.Socket = SendOpen|SendShut*/
        }
        """);

    [Fact]
    public void A_new_object_is_given_its_members() => StateMarks.VerifyMembers("""
        sealed class State { public Socket Socket; public Socket Other { get; init; } }
        static void M(Socket p, Socket q) {
            var state = new State { Socket = p, Other = q };
            state.Socket.Shutdown(SocketShutdown.Send);
            /*state: p = SendShut, same:state.Socket; q = SendOpen|SendShut, same:state.Other*/
        }
        """);

    [Fact]
    public void A_constructor_that_keeps_its_argument() => StateMarks.VerifyMembers("""
        sealed class State { public readonly Socket Socket; public State(Socket s) { Socket = s; } }
        static void M(Socket p) {
            var state = new State(p);
            state.Socket.Shutdown(SocketShutdown.Send);
            /*state: p = SendShut, same:state.Socket*/
        }
        """);

    [Fact]
    public void A_method_of_the_object_that_acts_on_its_field() => StateMarks.VerifyMembers("""
        sealed class State {
            public Socket Socket;
            public void End() { Socket.Shutdown(SocketShutdown.Send); }
        }
        static void M(State state) {
            state.End();
            /*state: state.Socket = SendShut*/
        }
        """);

    [Fact]
    public void An_await_lets_other_methods_assign_a_field() => StateMarks.VerifyMembers("""
        Socket _changing, _kept;
        readonly Socket _fixed;
        async Task M() {
            _changing.Shutdown(SocketShutdown.Send);
            _kept.Shutdown(SocketShutdown.Send);
            _fixed.Shutdown(SocketShutdown.Send);
            await Delay();
            /*state: _changing = SendOpen|SendShut; _kept = SendShut; _fixed = SendShut*/
        }
        void Reconnect() { _changing = Give(); }
        """);

    [Fact]
    public void A_call_of_an_unknown_method_of_this_may_assign_a_field() => StateMarks.VerifyMembers("""
        Socket _changing, _kept;
        void M() {
            _changing.Shutdown(SocketShutdown.Send);
            _kept.Shutdown(SocketShutdown.Send);
            Unknown();
            /*state: _changing = SendOpen|SendShut; _kept = SendShut*/
        }
        extern void Unknown();
        void Reconnect() { _changing = Give(); }
        """);

    [Fact]
    public void An_unknown_method_may_use_a_public_field() => StateMarks.VerifyMembers("""
        public readonly Socket S = new Socket(SocketType.Stream, ProtocolType.Tcp);
        void M() {
            S.Shutdown(SocketShutdown.Receive);
            /*state: S = SendOpen|SendShut, !escaped*/
            Unknown();
            /*state: S = SendOpen|SendShut, ReceiveShut, escaped*/
        }
        extern void Unknown();
        """);

    [Fact]
    public void Exchange_takes_the_old_object_out() => StateMarks.VerifyMembers("""
        Socket _s;
        void M(Socket p) {
            var old = Interlocked.Exchange(ref _s, null);
            /*state: _s = null; old = SendOpen|SendShut, !maybe-null*/
            old?.Dispose();
            Interlocked.Exchange(ref _s, p);
            /*state: _s = same:p, !escaped*/
        }
        """);

    [Fact]
    public void Compare_exchange_may_put_the_new_object_in() => StateMarks.VerifyMembers("""
        Socket _s;
        void M(Socket p) {
            var old = Interlocked.CompareExchange(ref _s, p, null);
            /*state: _s = objects:2; old = objects:1, !same:p*/
        }
        """);

    [Fact]
    public void Volatile_reads_and_writes() => StateMarks.VerifyMembers("""
        Socket _s;
        void M(Socket p) {
            Volatile.Write(ref _s, p);
            var s = Volatile.Read(ref _s);
            /*state: s = same:p, same:_s*/
        }
        """);

    [Fact]
    public void A_tuple_keeps_what_its_elements_hold() => StateMarks.VerifyBody("""
        var t = (p, c.Client);
        t.p.Shutdown(SocketShutdown.Send);
        /*state: p = SendShut, same:t.Item1; t.Item2 = same:c, SendOpen|SendShut*/
        t = (Give(), p);
        /*state: t.Item2 = SendShut, same:p; t.Item1 = !same:p*/
        """);

    [Fact]
    public void A_struct_that_holds_a_socket() => StateMarks.VerifyMembers("""
        struct Pair { public Socket A, B; }
        static void M(Socket p) {
            Pair pair = default;
            pair.A = p;
            pair.A.Shutdown(SocketShutdown.Send);
            /*state: p = SendShut, same:pair.A*/
        }
        """);

    [Fact]
    public void Paths_that_are_too_long_are_not_followed() => StateMarks.VerifyMembers("""
        sealed class Node { public Node Next; public Socket Socket; }
        static void M(Node n) {
            n.Next.Next.Socket.Shutdown(SocketShutdown.Send);
            /*state: n.Next.Next.Socket = SendShut*/
            n.Next.Next.Next.Socket.Shutdown(SocketShutdown.Send);
            /*state: n.Next.Next.Next.Socket = none*/
        }
        """);
}
