using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>What takes a connection out of sight, and what does not.</summary>
public sealed class EscapeTests
{
    private const string Made = "var s = new Socket(SocketType.Stream, ProtocolType.Tcp);\n";

    [Theory]
    [InlineData("Take(s);")]
    [InlineData("ByRef(ref s);")]
    [InlineData("var list = new List<Socket> { s };")]
    [InlineData("var list = new List<Socket>(); list.Add(s);")]
    [InlineData("var map = new Dictionary<int, Socket>(); map[1] = s;")]
    [InlineData("var array = new[] { s };")]
    [InlineData("var array = new Socket[1]; array[0] = s;")]
    [InlineData("Socket.Select(new List<Socket> { s }, null, null, 1);")]
    [InlineData("var anonymous = new { s }; Log(anonymous);", false)]
    [InlineData("var anonymous = new { s }; var list = new List<object> { anonymous };")]
    [InlineData("var array = new[] { new { s } };")]
    [InlineData("var array = new[] { (s, 1) };")]
    [InlineData("var array = new (Socket, int)[1]; array[0] = (s, 1);")]
    [InlineData("Run(s.Dispose);", false)]
    [InlineData("Action<int> a = s.Listen;")]
    [InlineData("Action<byte[]> a = b => s.Send(b);", false)]
    [InlineData("var handle = s.Handle;")]
    [InlineData("Log(s);", false)]
    [InlineData("Format(\"{0}\", s);", false)]
    [InlineData("Console.WriteLine($\"{s} {s.RemoteEndPoint}\");", false)]
    [InlineData("ArgumentNullException.ThrowIfNull(s);", false)]
    [InlineData("System.Diagnostics.Debug.Assert(s != null);", false)]
    [InlineData("s.ToString(); s.GetHashCode(); s.Equals(p); object.ReferenceEquals(s, p);", false)]
    [InlineData("if (s == p) Log(1);", false)]
    [InlineData("lock (s) { }", false)]
    [InlineData("_ = s; _ = s.RemoteEndPoint; _ = nameof(s);", false)]
    [InlineData("_ = s.Send(Data) + s.Receive(Data);", false)]
    [InlineData("dynamic d = s; d.Dispose();")]
    [InlineData("var more = from x in new[] { s } select x;")]
    public void A_use_lets_it_escape_or_not(string use, bool escapes = true) =>
        StateMarks.VerifyBody($"{Made}{use}\n/*state: s = {(escapes ? "" : "!")}escaped*/".Replace("s = escaped", use.StartsWith("ByRef", StringComparison.Ordinal) ? "s = some:FromOutside" : "s = escaped", StringComparison.Ordinal));

    [Fact]
    public void An_escaped_socket_may_have_been_shut_but_never_opened() => StateMarks.VerifyBody("""
        p.Shutdown(SocketShutdown.Send);
        Take(p);
        /*state: p = SendShut, ReceiveOpen|ReceiveEof|ReceiveShut, escaped, always:ShutSend*/
        """);

    [Fact]
    public void What_was_passed_by_reference_may_be_another_object() => StateMarks.VerifyBody("""
        var old = p;
        ByRef(ref p);
        /*state: p = !same:old, SendOpen|SendShut; old = escaped*/
        """);

    [Fact]
    public void What_comes_out_is_an_object_of_its_own() => StateMarks.VerifyBody("""
        if (TryGive(out var s)) {
            /*state: s = SendOpen|SendShut, some:FromOutside, objects:1*/
            s.Shutdown(SocketShutdown.Send);
            /*state: s = SendShut; p = SendOpen|SendShut*/
        }
        """);

    [Fact]
    public void A_captured_socket_goes_where_the_lambda_goes() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Run(() => Take(s));
        /*state: s = escaped, SendOpen|SendShut*/
        """);

    [Fact]
    public void Storing_in_another_objects_field_lets_it_escape() => StateMarks.VerifyMembers("""
        sealed class State { public Socket Socket; }
        static void M(State state) {
            var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
            state.Socket = s;
            /*state: s = escaped*/
        }
        """);

    [Fact]
    public void What_a_state_object_holds_escapes_with_it() => StateMarks.VerifyMembers("""
        sealed class State { public Socket Socket; }
        static extern void Keep(State s);
        static void M() {
            var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
            var state = new State { Socket = s };
            /*state: s = !escaped*/
            Keep(state);
            /*state: s = escaped*/
        }
        """);

    [Fact]
    public void A_yielded_socket_escapes() => StateMarks.VerifyMembers("""
        static IEnumerable<Socket> M() {
            var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
            /*state: s = !escaped*/
            yield return s;
            /*state: s = escaped*/
        }
        """);

    [Fact]
    public void A_subscribed_handler_takes_what_it_captures() => StateMarks.VerifyMembers("""
        static void M() {
            var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
            Console.CancelKeyPress += (_, _) => s.Shutdown(SocketShutdown.Send);
            /*state: s = SendOpen|SendShut, some:ShutSend*/
        }
        """);

    [Fact]
    public void A_method_that_takes_a_socket_over_is_named_in_the_options()
    {
        const string Source = """
            static class Owner { public static void Own(Socket s) { } public static void Look(Socket s) { } }
            sealed class C {
                static void M() {
                    var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    Owner.Look(s);
                    /*state: s = !escaped*/
                    Owner.Own(s);
                    /*state: s = escaped, SendOpen|SendShut*/
                }
            }
            """;
        StateMarks.Verify(Source, (method, _) => method.Name == "Own");
        Assert.Throws<VerificationException>(() => StateMarks.Verify(Source));
    }
}
