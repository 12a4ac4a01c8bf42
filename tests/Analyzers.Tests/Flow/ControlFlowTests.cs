using Xunit;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>Branches, loops, switches and the values that flow through expressions.</summary>
public sealed class ControlFlowTests
{
    [Fact]
    public void A_branch_joins() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        if (Maybe()) {
            s.Shutdown(SocketShutdown.Send);
            /*state: s = SendShut*/
        } else {
            /*state: s = SendOpen*/
        }
        /*state: s = SendOpen|SendShut, some:ShutSend, !always:ShutSend*/
        """);

    [Fact]
    public void Both_branches_give_a_certainty() => StateMarks.VerifyBody("""
        if (Maybe())
            p.Shutdown(SocketShutdown.Send);
        else
            p.Shutdown(SocketShutdown.Both);
        /*state: p = SendShut, always:ShutSend, !always:ShutReceive, some:ShutReceive*/
        """);

    [Fact]
    public void A_conditional_expression_gives_either() => StateMarks.VerifyBody("""
        var s = Maybe() ? p : c.Client;
        /*state: s = objects:2*/
        var t = Maybe() ? p : null;
        /*state: t = maybe-null, same:p*/
        """);

    [Fact]
    public void Coalescing_gives_the_right_side_where_the_left_is_null() => StateMarks.VerifyBody("""
        Socket n = null;
        var s = n ?? p;
        /*state: s = same:p, !maybe-null*/
        var t = p ?? c.Client;
        /*state: t = objects:2*/
        """);

    [Fact]
    public void Coalescing_assignment() => StateMarks.VerifyBody("""
        Socket n = null;
        n ??= p;
        /*state: n = same:p, !maybe-null*/
        Socket s = new Socket(SocketType.Stream, ProtocolType.Tcp), t = s;
        t ??= p;
        t.Shutdown(SocketShutdown.Send);
        /*state: t = same:s; s = SendShut; p = SendOpen|SendShut*/
        """);

    [Fact]
    public void Conditional_access_does_nothing_where_it_is_null() => StateMarks.VerifyBody("""
        var s = Maybe() ? new Socket(SocketType.Stream, ProtocolType.Tcp) : null;
        s?.Shutdown(SocketShutdown.Send);
        /*state: s = maybe-null, SendOpen|SendShut, some:ShutSend*/
        """);

    [Fact]
    public void Conditional_access_to_a_member() => StateMarks.VerifyBody("""
        var s = c?.Client;
        /*state: s = maybe-null, same:c*/
        s.Shutdown(SocketShutdown.Send);
        /*state: c = SendShut*/
        """);

    [Fact]
    public void A_loop_runs_any_number_of_times() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        while (Maybe()) {
            /*state: s = Created|Closed*/
            s.Bind(new IPEndPoint(0, 1));
            s.Connect("h", 1);
            s.Close();
        }
        /*state: s = Created|Closed, some:Connected, !always:Connected*/
        """);

    [Fact]
    public void A_do_loop_runs_once_at_least() => StateMarks.VerifyBody("""
        do p.Shutdown(SocketShutdown.Send); while (Maybe());
        /*state: p = SendShut*/
        """);

    [Fact]
    public void A_for_loop() => StateMarks.VerifyBody("""
        for (var s = p; Maybe(); s = c.Client) {
            /*state: s = objects:2*/
            s.Shutdown(SocketShutdown.Send);
        }
        /*state: p = SendOpen|SendShut; c = SendOpen|SendShut*/
        """);

    [Fact]
    public void Each_turn_of_a_loop_makes_a_fresh_object() => StateMarks.VerifyBody("""
        Socket last = null;
        while (Maybe()) {
            var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
            /*state: s = SendOpen, Created, !escaped; last = maybe-null, unknown, !same:s*/
            s.Shutdown(SocketShutdown.Send);
            last = s;
            /*state: last = same:s, SendShut*/
        }
        /*state: last = maybe-null, SendShut*/
        """);

    [Fact]
    public void A_list_of_older_objects_is_unknown() => StateMarks.VerifyBody("""
        var first = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Socket before = first, now = first;
        for (var i = 0; i < 9; i++) {
            before = now;
            now = p.Accept();
            now.Shutdown(SocketShutdown.Send);
            /*state: now = SendShut, !unknown; before = maybe-unknown, SendOpen|SendShut*/
        }
        """);

    [Fact]
    public void Break_and_continue_and_goto() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var t = new Socket(SocketType.Stream, ProtocolType.Tcp);
        while (true) {
            if (Maybe()) { s.Shutdown(SocketShutdown.Send); break; }
            if (Maybe()) goto done;
            if (Maybe()) continue;
            t.Shutdown(SocketShutdown.Send);
        }
        /*state: s = SendShut; t = SendOpen|SendShut*/
        return;
        done:
        /*state: s = SendOpen; t = SendOpen|SendShut*/
        """);

    [Fact]
    public void A_backward_goto_is_a_loop() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        again:
        /*state: s = SendOpen|SendShut*/
        s.Shutdown(SocketShutdown.Send);
        if (Maybe()) goto again;
        /*state: s = SendShut*/
        """);

    [Fact]
    public void The_cases_of_a_switch_join() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        switch (Number()) {
            case 1: s.Shutdown(SocketShutdown.Send); break;
            case 2: s.Shutdown(SocketShutdown.Both); goto case 1;
            case 3: return;
            default: throw new Exception();
        }
        /*state: s = SendShut, ReceiveOpen|ReceiveShut*/
        """);

    [Fact]
    public void A_switch_expression_gives_one_of_its_arms() => StateMarks.VerifyBody("""
        var s = Number() switch { 1 => p, 2 => c.Client, _ => throw new Exception() };
        /*state: s = objects:2, !maybe-null*/
        """);

    [Fact]
    public void Foreach_gives_an_object_of_its_own_each_turn() => StateMarks.VerifyMembers("""
        static void M(List<Socket> all, Socket[] more) {
            foreach (var s in all) {
                /*state: s = SendOpen|SendShut*/
                s.Shutdown(SocketShutdown.Send);
                /*state: s = SendShut*/
            }
            foreach (var s in more) {
                /*state: s = SendOpen|SendShut*/
                s.Shutdown(SocketShutdown.Send);
                /*state: s = SendShut*/
            }
        }
        """);

    [Fact]
    public void Await_foreach_gives_an_object_of_its_own_each_turn() => StateMarks.VerifyMembers("""
        static async Task M(IAsyncEnumerable<Socket> all) {
            await foreach (var s in all) {
                /*state: s = SendOpen|SendShut*/
                s.Shutdown(SocketShutdown.Send);
                /*state: s = SendShut*/
            }
        }
        """);

    [Fact]
    public void Code_behind_an_endless_loop_is_not_reached() => StateMarks.VerifyBody("""
        while (true) {
            /*state: p = SendOpen|SendShut*/
            p.Shutdown(SocketShutdown.Send);
            p.Send(Data);
            /*state: unreachable*/
        }
        """);

    [Theory]
    [InlineData("p.Shutdown(Maybe() ? SocketShutdown.Send : SocketShutdown.Both);", "SendShut", "ReceiveOpen|ReceiveEof|ReceiveShut")]
    [InlineData("var how = Maybe() ? SocketShutdown.Both : SocketShutdown.Send; p.Shutdown(how);", "SendShut", "ReceiveOpen|ReceiveEof|ReceiveShut")]
    [InlineData("var how = SocketShutdown.Both; if (Maybe()) how = SocketShutdown.Send; p.Shutdown(how);", "SendShut", "ReceiveOpen|ReceiveEof|ReceiveShut")]
    [InlineData("SocketShutdown how; if (Maybe()) how = SocketShutdown.Send; else { how = SocketShutdown.Both; } p.Shutdown(how);", "SendShut", "ReceiveOpen|ReceiveEof|ReceiveShut")]
    [InlineData("p.Shutdown(Number() switch { 0 => SocketShutdown.Send, 1 => SocketShutdown.Both, _ => throw new System.Exception() });", "SendShut", "ReceiveOpen|ReceiveEof|ReceiveShut")]
    [InlineData("var how = SocketShutdown.Send; if (Maybe()) how = SocketShutdown.Receive; p.Shutdown(how);", "SendOpen|SendShut", "ReceiveOpen|ReceiveEof|ReceiveShut")]
    [InlineData("var how = SocketShutdown.Send; if (Maybe()) how++; p.Shutdown(how);", "SendOpen|SendShut", "ReceiveOpen|ReceiveEof|ReceiveShut")]
    [InlineData("var how = SocketShutdown.Send; if (Maybe()) how = (SocketShutdown)Number(); p.Shutdown(how);", "SendOpen|SendShut", "ReceiveOpen|ReceiveEof|ReceiveShut")]
    [InlineData("p.Shutdown(Maybe() ? SocketShutdown.Send : SocketShutdown.Send);", "SendShut", "ReceiveOpen|ReceiveEof|ReceiveShut")]
    [InlineData("p.Shutdown(Maybe() ? SocketShutdown.Send : SocketShutdown.Receive);", "SendOpen|SendShut", "ReceiveOpen|ReceiveEof|ReceiveShut")]
    [InlineData("p.Shutdown(Maybe() ? SocketShutdown.Send : (SocketShutdown)Number());", "SendOpen|SendShut", "ReceiveOpen|ReceiveEof|ReceiveShut")]
    [InlineData("var how = SocketShutdown.Send; p.Shutdown(how);", "SendShut", "ReceiveOpen|ReceiveEof|ReceiveShut")]
    [InlineData("var how = SocketShutdown.Send; how = SocketShutdown.Receive; p.Shutdown(how);", "SendOpen|SendShut", "ReceiveOpen|ReceiveEof|ReceiveShut")]
    public void A_choice_of_the_direction(string shutdown, string send, string receive) =>
        StateMarks.VerifyBody($"{shutdown} /*state: p = {send}, {receive}*/");
}
