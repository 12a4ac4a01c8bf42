using Xunit;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>using in all its forms.</summary>
public sealed class DisposalTests
{
    [Fact]
    public void A_using_statement_closes_at_its_end() => StateMarks.VerifyBody("""
        using (p) {
            /*state: p = !some:Closed*/
            p.Shutdown(SocketShutdown.Send);
        }
        /*state: p = Closed, SendShut, always:Closed*/
        """);

    [Fact]
    public void A_using_declaration_closes_at_the_end_of_its_block() => StateMarks.VerifyBody("""
        Socket outer;
        {
            using var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
            outer = s;
            /*state: s = Created*/
        }
        /*state: outer = Closed*/
        """);

    [Fact]
    public void A_using_of_a_stream_that_owns_nothing_leaves_the_socket_open() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (var n = new NetworkStream(s)) {
            /*state: n = same:s, borrows*/
        }
        /*state: s = Created*/
        """);

    [Fact]
    public void Await_using_closes() => StateMarks.VerifyAsyncBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await using (var n = new NetworkStream(s, true)) {
            /*state: n = owns, Created*/
        }
        /*state: s = Closed*/
        """);

    [Fact]
    public void Await_using_declaration_closes_at_the_end_of_its_block() => StateMarks.VerifyAsyncBody("""
        {
            await using var n = c.GetStream();
            /*state: n = same:c, !some:Closed*/
        }
        /*state: c = Closed*/
        """);

    [Fact]
    public void Await_using_with_configure_await() => StateMarks.VerifyAsyncBody("""
        var n = c.GetStream();
        await using (n.ConfigureAwait(false)) {
            /*state: n = !some:Closed*/
        }
        /*state: p = !escaped*/
        """);

    [Fact]
    public void Usings_close_in_reverse_order() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var t = new Socket(SocketType.Stream, ProtocolType.Tcp);
        {
            using var a = s;
            using var b = t;
            if (Maybe())
                return;
            /*state: a = Created; b = Created*/
        }
        /*state: s = Closed; t = Closed*/
        """);

    [Fact]
    public void A_using_of_null_does_nothing() => StateMarks.VerifyBody("""
        using (Socket s = null) {
            /*state: s = null*/
        }
        /*state: p = !escaped*/
        """);

    [Fact]
    public void A_using_closes_on_an_exception_too() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try {
            using (s) {
                s.Connect("h", 1);
            }
        }
        catch (SocketException) {
            /*state exceptional: s = some:Closed|Connected, Created|Connected|Closed*/
        }
        """);

    [Fact]
    public void A_conditional_dispose() => StateMarks.VerifyBody("""
        var s = Maybe() ? new Socket(SocketType.Stream, ProtocolType.Tcp) : null;
        /*state: s = maybe-null*/
        s?.Dispose();
        /*state: s = maybe-null, some:Closed, Created|Closed*/
        var t = new Socket(SocketType.Stream, ProtocolType.Tcp);
        t?.Dispose();
        /*state: t = always:Closed, Closed*/
        """);

    [Fact]
    public void Dispose_through_the_interface() => StateMarks.VerifyBody("""
        IDisposable d = p;
        d.Dispose();
        /*state: p = Closed*/
        """);
}
