using Xunit;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>try, catch, filter and finally: what a failure knows and what a normal end knows are kept apart.</summary>
public sealed class ExceptionTests
{
    [Fact]
    public void A_catch_sees_every_state_of_the_try() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try {
            s.Bind(new IPEndPoint(0, 0));
            s.Listen(1);
            Log(1);
        }
        catch (SocketException) {
            /*state: s = Created|Bound|Listening*/
            s.Shutdown(SocketShutdown.Send);
        }
        /*state: s = Created|Bound|Listening, SendOpen|SendShut*/
        """);

    [Fact]
    public void A_catch_that_returns_leaves_only_the_normal_way() => StateMarks.VerifyBody("""
        try { p.Shutdown(SocketShutdown.Send); }
        catch (SocketException) { return; }
        /*state: p = SendShut*/
        """);

    [Fact]
    public void A_catch_is_an_exceptional_way() => StateMarks.VerifyBody("""
        try { Maybe(); p.Shutdown(SocketShutdown.Send); }
        catch (SocketException) {
            /*state exceptional: p = SendOpen|SendShut*/
            throw;
        }
        """);

    // A Shutdown that throws found the connection dead; a write after it fails as well.
    [Theory]
    [InlineData("p.Shutdown(SocketShutdown.Send);")]
    [InlineData("p?.Shutdown(SocketShutdown.Send);")]
    [InlineData("client.Client.Shutdown(SocketShutdown.Send);")]
    public void A_shutdown_that_fails_is_a_shutdown(string shutdown) => StateMarks.VerifyMembers($$"""
        static void M(Socket p, TcpClient client) {
            {{(shutdown.StartsWith('c') ? "p = client.Client;" : "")}}
            try { {{shutdown}} }
            catch (SocketException) {
                /*state exceptional: p = SendShut*/
            }
            /*state: p = SendShut*/
        }
        """);

    [Fact]
    public void A_filter_comes_before_its_catch() => StateMarks.VerifyMembers("""
        static bool Filter(Socket s) { s.Shutdown(SocketShutdown.Send); return true; }
        static void M() {
            var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try { s.Connect("h", 1); }
            catch (SocketException) when (Filter(s)) {
                /*state: s = SendShut, always:ShutSend*/
            }
            catch (IOException) when (Maybe()) {
                /*state: s = SendOpen*/
            }
        }
        """);

    [Fact]
    public void What_is_assigned_in_the_try_may_be_missing_in_the_catch() => StateMarks.VerifyBody("""
        Socket s = null;
        try {
            s = new Socket(SocketType.Stream, ProtocolType.Tcp);
            s.Connect("h", 1);
        }
        catch {
            /*state: s = maybe-null, Created|Connected*/
        }
        /*state: s = maybe-null, Created|Connected*/
        """);

    [Fact]
    public void A_finally_knows_both_ways_apart() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try {
            s.Connect("h", 1);
            s.Shutdown(SocketShutdown.Send);
        }
        finally {
            /*state: s = SendShut, Connected*/
            /*state exceptional: s = SendOpen|SendShut, Created|Connected*/
            s.Close();
        }
        /*state: s = SendShut, Closed*/
        """);

    [Fact]
    public void A_return_runs_through_the_finally() => StateMarks.VerifyMembers("""
        static Socket Made() {
            var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try { return s; }
            finally { s.Shutdown(SocketShutdown.Send); }
        }
        static void M() {
            var s = Made();
            /*state: s = SendShut, !escaped*/
        }
        """);

    [Fact]
    public void Different_ways_through_a_finally_do_not_mix() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        while (true) {
            try {
                if (Maybe()) { s.Shutdown(SocketShutdown.Send); break; }
                if (Maybe()) { s.Shutdown(SocketShutdown.Receive); goto done; }
            }
            finally {
                /*state: s = SendOpen|SendShut, ReceiveOpen|ReceiveShut*/
                s.Bind(new IPEndPoint(0, 0));
            }
        }
        /*state: s = SendShut, ReceiveOpen, Bound*/
        return;
        done:
        /*state: s = SendOpen, ReceiveShut, Bound*/
        """);

    [Fact]
    public void Nested_finallys_run_from_the_inside_out() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try {
            try { s.Connect("h", 1); }
            finally {
                /*state: s = Connected, SendOpen*/
                s.Shutdown(SocketShutdown.Send);
            }
            /*state: s = Connected, SendShut*/
        }
        finally {
            /*state: s = Connected, SendShut*/
            /*state exceptional: s = Created|Connected, SendOpen|SendShut*/
            s.Close();
        }
        /*state: s = Closed, SendShut*/
        """);

    [Fact]
    public void A_return_runs_through_nested_finallys() => StateMarks.VerifyMembers("""
        static void Use(Socket s) {
            try {
                try { if (Maybe()) return; }
                finally { s.Shutdown(SocketShutdown.Send); }
                throw new Exception();
            }
            finally { s.Shutdown(SocketShutdown.Receive); }
        }
        static void M(Socket p) {
            Use(p);
            /*state: p = SendShut, ReceiveShut*/
        }
        """);

    [Fact]
    public void A_finally_in_a_finally() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try { s.Connect("h", 1); }
        finally {
            try { s.Shutdown(SocketShutdown.Send); }
            finally {
                /*state: s = SendShut, Connected*/
                s.Close();
            }
        }
        /*state: s = Closed, SendShut*/
        """);

    [Fact]
    public void A_try_in_a_catch() => StateMarks.VerifyBody("""
        try { p.Send(Data); return; }
        catch (SocketException) {
            try { Maybe(); p.Shutdown(SocketShutdown.Both); }
            catch (SocketException) { }
            /*state exceptional: p = SendOpen|SendShut*/
            p.Shutdown(SocketShutdown.Send);
        }
        /*state: p = SendShut*/
        """);

    [Fact]
    public void A_try_with_both_a_catch_and_a_finally() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try { s.Connect("h", 1); }
        catch (SocketException) { s.Shutdown(SocketShutdown.Send); }
        finally {
            /*state: s = SendOpen|SendShut*/
            s.Close();
        }
        /*state: s = Closed*/
        """);

    [Fact]
    public void An_operation_that_always_throws_leads_to_its_handlers_only() => StateMarks.VerifyBody("""
        p.Shutdown(SocketShutdown.Send);
        try {
            p.Send(Data);
            /*state: unreachable*/
        }
        catch (SocketException) {
            /*state exceptional: p = SendShut*/
        }
        /*state: p = SendShut*/
        """);

    [Fact]
    public void A_throw_leads_to_the_handlers_only() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try {
            s.Shutdown(SocketShutdown.Send);
            throw new IOException();
        }
        catch (IOException) {
            /*state exceptional: s = SendShut*/
        }
        /*state: s = SendShut*/
        """);

    [Fact]
    public void The_state_between_two_events_of_one_statement_reaches_the_handler() => StateMarks.VerifyMembers("""
        static int Two(int a, int b) => 1;
        static void M() {
            var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try {
                Two(F(s), s.Send(Data));
            }
            catch {
                /*state exceptional: s = SendOpen|SendShut, !always:Wrote*/
            }
        }
        static int F(Socket s) { s.Shutdown(SocketShutdown.Send); return 1; }
        """);

    [Fact]
    public void Locks_are_finallys() => StateMarks.VerifyBody("""
        lock (p) {
            p.Shutdown(SocketShutdown.Send);
            if (Maybe()) return;
        }
        /*state: p = SendShut, !escaped*/
        """);
}
