using Xunit;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>Names for the same connection, and names that are not.</summary>
public sealed class AliasTests
{
    [Fact]
    public void An_alias_sees_what_was_done_by_the_other_name() => StateMarks.VerifyBody("""
        var q = p;
        q.Shutdown(SocketShutdown.Send);
        /*state: p = SendShut, same:q, objects:1, always:ShutSend*/
        """);

    [Fact]
    public void A_new_value_ends_the_alias() => StateMarks.VerifyBody("""
        var q = p;
        p = new Socket(SocketType.Stream, ProtocolType.Tcp);
        q.Shutdown(SocketShutdown.Send);
        /*state: p = SendOpen, !same:q, some:Stream|ProtocolTcp; q = SendShut, some:FromOutside*/
        """);

    [Fact]
    public void One_of_two_objects_is_shut_perhaps() => StateMarks.VerifyBody("""
        var a = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var b = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var s = Maybe() ? a : b;
        s.Shutdown(SocketShutdown.Send);
        /*state: s = objects:2, SendOpen|SendShut, some:ShutSend, !always:ShutSend; a = SendOpen|SendShut; b = SendOpen|SendShut*/
        """);

    [Fact]
    public void A_swap_by_tuples() => StateMarks.VerifyBody("""
        var a = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var b = new Socket(SocketType.Stream, ProtocolType.Tcp);
        a.Shutdown(SocketShutdown.Send);
        /*state: a = SendShut; b = SendOpen*/
        (a, b) = (b, a);
        /*state: a = SendOpen; b = SendShut*/
        """);

    [Fact]
    public void Casts_and_as_keep_the_object() => StateMarks.VerifyBody("""
        object o = p;
        var q = (Socket)o;
        var r = o as Socket;
        q.Shutdown(SocketShutdown.Send);
        /*state: p = SendShut, same:q, !null; r = maybe-null, same:p*/
        """);

    [Fact]
    public void Null_and_default_are_null() => StateMarks.VerifyBody("""
        Socket a = null;
        Socket b = default;
        /*state: a = null; b = null*/
        a = p;
        /*state: a = same:p, !maybe-null*/
        """);

    [Fact]
    public void The_socket_of_a_client_is_the_client() => StateMarks.VerifyBody("""
        var s = c.Client;
        s.Shutdown(SocketShutdown.Send);
        /*state: c = SendShut, same:s*/
        """);

    [Fact]
    public void The_views_of_listeners_and_udp_clients() => StateMarks.VerifyBody("""
        var listener = new TcpListener(IPAddress.Any, 80);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        var u = new UdpClient(99);
        u.Client.ExclusiveAddressUse = true;
        /*state: listener = always:ReuseOn|Stream, Created; u = always:ExclusiveOn|Datagram|Bound, Bound*/
        var us = u.Client;
        var ls = listener.Server;
        /*state: us = same:u, owns; ls = same:listener, owns*/
        """);

    [Fact]
    public void The_result_of_a_library_is_an_object_of_its_own() => StateMarks.VerifyBody("""
        var a = Give();
        var b = Give();
        a.Shutdown(SocketShutdown.Send);
        /*state: a = SendShut, !same:b, escaped, some:FromOutside; b = SendOpen|SendShut*/
        """);

    [Fact]
    public void Deconstruction_into_new_variables() => StateMarks.VerifyBody("""
        var pair = (First: p, Count: 3);
        var (q, n) = pair;
        q.Shutdown(SocketShutdown.Send);
        /*state: p = SendShut, same:q*/
        /*state: pair.First = same:p; pair.Item1 = same:p*/
        """);

    [Fact]
    public void Nested_tuples_are_not_taken_for_something_else() => StateMarks.VerifyBody("""
        var ((a, b), n) = ((p, c), 1);
        /*state: a = same:p, !escaped; b = same:c*/
        p.Shutdown(SocketShutdown.Send);
        /*state: a = SendShut; c = SendOpen|SendShut*/
        """);

    [Fact]
    public void Deconstruction_of_something_unknown() => StateMarks.VerifyMembers("""
        extern static (Socket, int) Pair();
        static void M(Socket p) {
            p.Shutdown(SocketShutdown.Send);
            var (q, n) = Pair();
            /*state: q = SendOpen|SendShut, !same:p; p = SendShut*/
        }
        """);

    [Fact]
    public void A_ref_local_is_not_followed() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        ref var r = ref s;
        r = p;
        s.Shutdown(SocketShutdown.Send);
        /*state: p = SendOpen|SendShut, !always:ShutSend; s = SendOpen|SendShut*/
        """);

    [Fact]
    public void A_fifth_object_is_one_too_many() => StateMarks.VerifyBody("""
        Socket s;
        switch (Number()) {
            case 0: s = new Socket(SocketType.Stream, ProtocolType.Tcp); break;
            case 1: s = new Socket(SocketType.Stream, ProtocolType.Tcp); break;
            case 2: s = new Socket(SocketType.Stream, ProtocolType.Tcp); break;
            default: s = p; break;
        }
        /*state: s = objects:4, !escaped; p = !escaped*/
        if (Maybe())
            s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        /*state: s = unknown, escaped; p = escaped*/
        """);

    [Fact]
    public void More_than_four_objects_in_a_loop_settle() => StateMarks.VerifyBody("""
        Socket s = null;
        while (Maybe()) {
            switch (Number()) {
                case 0: s = new Socket(SocketType.Stream, ProtocolType.Tcp); break;
                case 1: s = new Socket(SocketType.Stream, ProtocolType.Tcp); break;
                case 2: s = new Socket(SocketType.Stream, ProtocolType.Tcp); break;
                case 3: s = new Socket(SocketType.Stream, ProtocolType.Tcp); break;
                case 4: s = new Socket(SocketType.Stream, ProtocolType.Tcp); break;
                case 5: s = new Socket(SocketType.Stream, ProtocolType.Tcp); break;
                default: s = p; break;
            }
            /*state: s = unknown, escaped*/
        }
        /*state: s = unknown, escaped; p = escaped*/
        """);

    [Fact]
    public void Objects_beyond_the_limit_are_unknown()
    {
        var made = string.Concat(Enumerable.Range(0, 150).Select(i => $"var s{i} = new Socket(SocketType.Stream, ProtocolType.Tcp);\ns{i}.Shutdown(SocketShutdown.Send);\n"));
        StateMarks.VerifyBody(made + "/*state: s0 = SendShut; s100 = SendShut; s149 = unknown, escaped, SendOpen|SendShut*/");
    }
}
