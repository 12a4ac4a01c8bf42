using Xunit;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>Lambdas and local functions, which belong to the body that they stand in.</summary>
public sealed class NestedFunctionTests
{
    [Fact]
    public void A_lambda_may_run_from_where_it_is_made() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        /*state: s = SendOpen*/
        Action a = () => s.Shutdown(SocketShutdown.Send);
        /*state: s = SendOpen|SendShut, some:ShutSend, !always:ShutSend*/
        a();
        /*state: s = SendOpen|SendShut*/
        """);

    [Fact]
    public void A_lambda_knows_what_is_shut_for_good() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var t = new Socket(SocketType.Stream, ProtocolType.Tcp);
        s.Shutdown(SocketShutdown.Send);
        Run(() => {
            /*state: s = SendShut, always:ShutSend|Stream; t = SendOpen|SendShut, always:Stream*/
        });
        """);

    [Fact]
    public void A_variable_that_a_lambda_assigns_may_hold_anything_from_then_on() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Run(() => s = Give());
        /*state: s = maybe-unknown*/
        s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        /*state: s = maybe-unknown*/
        """);

    [Fact]
    public void What_a_captured_variable_is_given_later_is_in_the_lambdas_hands_too() => StateMarks.VerifyBody("""
        Socket s = null;
        Action a = () => s.Shutdown(SocketShutdown.Send);
        s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        a();
        /*state: s = SendOpen|SendShut, some:ShutSend, !always:ShutSend*/
        """);

    [Fact]
    public void A_method_group_may_run_too() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Run(s.Dispose);
        /*state: s = Created|Closed, some:Closed, !always:Closed, !escaped*/
        """);

    [Fact]
    public void A_parameter_of_a_lambda_comes_from_outside() => StateMarks.VerifyBody("""
        Action<Socket> a = s => {
            /*state: s = SendOpen|SendShut, some:FromOutside*/
            s.Shutdown(SocketShutdown.Send);
            /*state: s = SendShut*/
        };
        a(p);
        /*state: p = SendOpen|SendShut*/
        """);

    [Fact]
    public void A_lambda_in_a_lambda() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        s.Shutdown(SocketShutdown.Send);
        Run(() => Run(() => {
            /*state: s = SendShut*/
        }));
        """);

    [Fact]
    public void A_local_function_does_it_where_it_is_called() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        /*state: s = SendOpen*/
        Shut();
        /*state: s = SendShut, always:ShutSend*/
        void Shut() => s.Shutdown(SocketShutdown.Send);
        """);

    [Fact]
    public void A_local_function_with_a_parameter_and_a_result() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var t = Shut(s);
        /*state: t = same:s, SendShut; p = SendOpen|SendShut*/
        Socket Shut(Socket x) { x.Shutdown(SocketShutdown.Send); return x; }
        """);

    [Fact]
    public void A_local_function_as_a_delegate_may_run() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Run(Shut);
        /*state: s = SendOpen|SendShut, some:ShutSend*/
        void Shut() => s.Shutdown(SocketShutdown.Send);
        """);

    [Fact]
    public void A_local_function_that_assigns_a_captured_variable() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        s.Shutdown(SocketShutdown.Send);
        Renew();
        /*state: s = SendOpen, Created*/
        void Renew() => s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        """);

    [Fact]
    public void A_recursive_local_function_is_not_followed() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Again(3);
        /*state: s = SendOpen|SendShut, escaped*/
        void Again(int n) {
            if (n > 0) Again(n - 1);
            s.Shutdown(SocketShutdown.Send);
        }
        """);

    [Fact]
    public void Local_functions_that_call_each_other_are_not_followed() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        A(3);
        /*state: s = escaped*/
        void A(int n) { if (n > 0) B(n - 1); }
        void B(int n) { s.Shutdown(SocketShutdown.Send); A(n); }
        """);

    [Fact]
    public void A_local_function_calls_another() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        A();
        /*state: s = SendShut, ReceiveShut*/
        void A() { B(); s.Shutdown(SocketShutdown.Receive); }
        void B() => s.Shutdown(SocketShutdown.Send);
        """);

    [Fact]
    public void A_local_function_that_always_throws() => StateMarks.VerifyBody("""
        if (Maybe()) {
            p.Shutdown(SocketShutdown.Send);
            Fail();
            /*state: unreachable*/
        }
        /*state: p = SendOpen|SendShut, !some:ShutSend*/
        void Fail() => throw new Exception();
        """);

    [Fact]
    public void The_body_of_a_local_function_has_its_own_states() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        F();
        void F() {
            /*state: s = SendOpen|SendShut*/
            s.Shutdown(SocketShutdown.Send);
            /*state: s = SendShut*/
        }
        """);

    [Fact]
    public void A_static_lambda_and_a_query_compile_away() => StateMarks.VerifyBody("""
        Func<Socket, bool> f = static s => s.Connected;
        /*state: p = SendOpen|SendShut, !escaped*/
        Log(f);
        """);

    [Fact]
    public void An_async_lambda_may_run_at_any_time() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Func<Task> f = async () => { await Delay(); s.Shutdown(SocketShutdown.Send); };
        /*state: s = SendOpen|SendShut*/
        Log(f);
        """);

    [Fact]
    public void A_callee_with_a_captured_parameter() => StateMarks.VerifyMembers("""
        static void Later(Socket s) { Run(() => s.Shutdown(SocketShutdown.Send)); }
        static void M(Socket p) {
            Later(p);
            /*state: p = SendOpen|SendShut, some:ShutSend, !always:ShutSend*/
        }
        """);
}
