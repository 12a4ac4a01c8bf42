using Xunit;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>What conditions tell on each of their ways.</summary>
public sealed class PatternTests
{
    [Theory]
    [InlineData("s == null")]
    [InlineData("null == s")]
    [InlineData("s is null")]
    [InlineData("!(s != null)")]
    [InlineData("!(s is not null)")]
    [InlineData("s is not { }")]
    [InlineData("s is not Socket")]
    public void Tests_for_null(string condition) => StateMarks.VerifyBody($$"""
        var s = Maybe() ? p : null;
        if ({{condition}}) {
            /*state: s = null*/
            s = c.Client;
        } else {
            /*state: s = same:p, !maybe-null*/
        }
        /*state: s = objects:2, !maybe-null*/
        """);

    [Theory]
    [InlineData("s != null && Maybe()")]
    [InlineData("s is not null && Maybe()")]
    [InlineData("s is { } && Maybe()")]
    [InlineData("s is Socket && Maybe()")]
    public void A_test_for_not_null_with_another(string condition) => StateMarks.VerifyBody($$"""
        var s = Maybe() ? p : null;
        if ({{condition}}) {
            /*state: s = same:p, !maybe-null*/
        } else {
            /*state: s = maybe-null*/
        }
        """);

    [Fact]
    public void What_a_constructor_gave_is_not_null() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        if (s == null) {
            /*state: unreachable*/
        }
        if (s is null) {
            /*state: unreachable*/
        }
        /*state: s = Created*/
        """);

    [Fact]
    public void A_declaration_pattern_names_the_object() => StateMarks.VerifyBody("""
        object o = p;
        if (o is Socket s) {
            s.Shutdown(SocketShutdown.Send);
            /*state: p = SendShut, same:s*/
        }
        /*state: p = SendOpen|SendShut*/
        """);

    [Fact]
    public void A_negated_declaration_pattern() => StateMarks.VerifyBody("""
        object o = p;
        if (o is not Socket s)
            return;
        s.Shutdown(SocketShutdown.Send);
        /*state: p = SendShut, same:s*/
        """);

    [Fact]
    public void A_pattern_with_parts() => StateMarks.VerifyBody("""
        object o = p;
        if (o is Socket { Blocking: true } s) {
            s.Shutdown(SocketShutdown.Send);
            /*state: p = SendShut, same:s, !maybe-null*/
        }
        if (c is { Client: { } inner }) {
            /*state: inner = same:c, !maybe-null*/
        }
        """);

    [Fact]
    public void A_switch_over_types() => StateMarks.VerifyMembers("""
        static void M(object o) {
            switch (o) {
                case Socket s:
                    s.Shutdown(SocketShutdown.Send);
                    /*state: s = SendShut*/
                    break;
                case TcpClient { Connected: true } t:
                    t.Client.Shutdown(SocketShutdown.Send);
                    /*state: t = SendShut*/
                    break;
                case null:
                    break;
            }
        }
        """);

    [Fact]
    public void A_connection_that_only_a_cast_shows() => StateMarks.VerifyMembers("""
        static void OnSent(IAsyncResult result) {
            var s = (Socket)result.AsyncState;
            s.Shutdown(SocketShutdown.Send);
            /*state: s = SendShut, some:FromOutside*/
            var t = result.AsyncState as Socket;
            /*state: t = maybe-null, SendOpen|SendShut*/
        }
        """);

    [Theory]
    [InlineData("p.Connected")]
    [InlineData("c.Connected == true && p.Connected")]
    [InlineData("p.Connected is true")]
    [InlineData("!(!p.Connected)")]
    [InlineData("p is { } && p.Connected")]
    public void Connected_denies_a_shutdown(string condition) => StateMarks.VerifyBody($$"""
        if (Maybe())
            p.Shutdown(SocketShutdown.Both);
        if ({{condition}}) {
            /*state: p = SendOpen, ReceiveOpen|ReceiveEof*/
        }
        /*state: p = SendOpen|SendShut*/
        """);

    [Fact]
    public void Connected_kept_in_a_variable() => StateMarks.VerifyBody("""
        var alive = c.Connected;
        if (alive) {
            /*state: c = SendOpen*/
        }
        """);

    [Fact]
    public void After_a_certain_shutdown_it_is_not_connected() => StateMarks.VerifyBody("""
        p.Shutdown(SocketShutdown.Send);
        while (p.Connected) {
            /*state: unreachable*/
        }
        /*state: p = SendShut*/
        """);

    [Theory]
    [InlineData("n == 0", true)]
    [InlineData("0 == n", true)]
    [InlineData("n <= 0", true)]
    [InlineData("n < 1", true)]
    [InlineData("1 > n", true)]
    [InlineData("n is 0", true)]
    [InlineData("n is < 1", true)]
    [InlineData("!(n > 0)", true)]
    [InlineData("(n = p.Receive(Data)) == 0", true)]
    [InlineData("p.Receive(Data) == 0", true)]
    [InlineData("n > 0", false)]
    [InlineData("n != 0", false)]
    [InlineData("n >= 1", false)]
    [InlineData("0 < n", false)]
    [InlineData("n is not 0", false)]
    [InlineData("n is > 0", false)]
    [InlineData("n is not 0 and not 7", null)]
    [InlineData("n == 3", null)]
    public void A_read_of_nothing_is_the_end(string condition, bool? endsWhenTrue) => StateMarks.VerifyBody($$"""
        var n = p.Receive(Data);
        /*state: n = read-result, !some:SawEndOfStream*/
        if ({{condition}}) {
            /*state: p = {{(endsWhenTrue == true ? "ReceiveEof|ReceiveShut, always:SawEndOfStream" : "ReceiveOpen|ReceiveEof|ReceiveShut")}}*/
        } else {
            /*state: p = {{(endsWhenTrue == false ? "ReceiveEof|ReceiveShut, always:SawEndOfStream" : "ReceiveOpen|ReceiveEof|ReceiveShut")}}*/
        }
        """);

    [Fact]
    public void A_loop_that_reads_to_the_end() => StateMarks.VerifyBody("""
        int n;
        while ((n = p.Receive(Data)) > 0)
            Log(n);
        /*state: p = ReceiveEof|ReceiveShut, always:SawEndOfStream*/
        """);

    [Fact]
    public void An_awaited_read_that_gives_nothing() => StateMarks.VerifyAsyncBody("""
        while (await c.GetStream().ReadAsync(Data, 0, 1).ConfigureAwait(false) != 0)
            Log(1);
        /*state: c = always:SawEndOfStream*/
        """);

    [Fact]
    public void A_line_that_is_null_is_the_end() => StateMarks.VerifyBody("""
        var r = new StreamReader(c.GetStream());
        string line;
        while ((line = r.ReadLine()) != null)
            Log(line);
        /*state: c = always:SawEndOfStream*/
        if (r.ReadLine() is not { } other)
            return;
        """);

    [Fact]
    public void A_write_count_of_nothing_is_not_the_end() => StateMarks.VerifyBody("""
        var n = p.Send(Data);
        if (n == 0) {
            /*state: p = !some:SawEndOfStream, ReceiveOpen|ReceiveEof|ReceiveShut*/
        }
        """);

    [Fact]
    public void A_constant_condition_has_one_way() => StateMarks.VerifyBody("""
        const bool Off = false;
        if (Off) {
            /*state: unreachable*/
            p.Shutdown(SocketShutdown.Send);
        }
        do {
            if (Maybe()) break;
        } while (true);
        /*state: p = SendOpen|SendShut, !some:ShutSend*/
        """);

    [Fact]
    public void A_part_of_something_that_is_not_followed() => StateMarks.VerifyMembers("""
        sealed class Token { public Socket Socket { get; set; } }
        static void M(SocketAsyncEventArgs e, object o) {
            if (e.UserToken is Token { Socket: { } s } t) {
                s.Shutdown(SocketShutdown.Send);
                /*state: t.Socket = SendShut, same:s*/
            }
            while (o is Token { Socket: { } a } u) {
                /*state: u.Socket = SendOpen|SendShut, same:a*/
                a.Shutdown(SocketShutdown.Send);
                o = Enumerable.First(new object[0]);
            }
        }
        """);
}
