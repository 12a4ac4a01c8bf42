using Xunit;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>A wrapper is its connection under another name, with a right of its own to end it.</summary>
public sealed class WrapperTests
{
    private const string NewSocket = "new Socket(SocketType.Stream, ProtocolType.Tcp)";

    [Theory]
    [InlineData("new NetworkStream(s)", "borrows, !writer")]
    [InlineData("new NetworkStream(s, false)", "borrows")]
    [InlineData("new NetworkStream(s, ownsSocket: true)", "owns")]
    [InlineData("new NetworkStream(s, FileAccess.Read, true)", "owns")]
    [InlineData("new NetworkStream(s, Maybe())", "owns")]
    [InlineData("new SslStream(new NetworkStream(s, true))", "owns, !writer")]
    [InlineData("new SslStream(new NetworkStream(s, true), leaveInnerStreamOpen: true)", "borrows")]
    [InlineData("new SslStream(new NetworkStream(s), false)", "borrows")]
    [InlineData("new NegotiateStream(new NetworkStream(s, true), false)", "owns")]
    [InlineData("new BufferedStream(new NetworkStream(s, true))", "owns, writer")]
    [InlineData("new BufferedStream(new NetworkStream(s))", "borrows, writer")]
    [InlineData("new StreamWriter(new NetworkStream(s, true))", "owns, writer")]
    [InlineData("new StreamWriter(new NetworkStream(s, true), Encoding.ASCII, 100, leaveOpen: true)", "borrows, writer")]
    [InlineData("new StreamWriter(new NetworkStream(s, true), leaveOpen: true)", "borrows, writer")]
    [InlineData("new StreamReader(new NetworkStream(s, true))", "owns, !writer")]
    [InlineData("new StreamReader(new NetworkStream(s, true), Encoding.ASCII, false, 100, true)", "borrows")]
    [InlineData("new StreamReader(new NetworkStream(s, true), true)", "owns")]
    [InlineData("new BinaryWriter(new NetworkStream(s, true))", "owns")]
    [InlineData("new BinaryWriter(new NetworkStream(s, true), Encoding.ASCII, true)", "borrows")]
    [InlineData("new BinaryReader(new NetworkStream(s, true), Encoding.ASCII, false)", "owns")]
    [InlineData("PipeWriter.Create(new NetworkStream(s, true))", "owns, writer")]
    [InlineData("PipeReader.Create(new NetworkStream(s, true))", "owns, !writer")]
    [InlineData("PipeReader.Create(new NetworkStream(s, true), new StreamPipeReaderOptions(leaveOpen: true))", "borrows")]
    [InlineData("Stream.Synchronized(new NetworkStream(s, true))", "owns")]
    [InlineData("new StreamWriter(new SslStream(new BufferedStream(new NetworkStream(s, true)), true))", "borrows, writer")]
    public void A_wrapper_is_the_socket_and_may_own_it(string wrapper, string rights) => StateMarks.VerifyBody($"""
        var s = {NewSocket};
        s.Connect("h", 1);
        var w = {wrapper};
        /*state: w = same:s, {rights}*/
        s.Shutdown(SocketShutdown.Send);
        /*state: w = SendShut; s = SendShut*/
        """);

    [Theory]
    [InlineData("new NetworkStream(s, true)", "Closed")]
    [InlineData("new NetworkStream(s)", "Connected")]
    [InlineData("new NetworkStream(s, Maybe())", "Closed")]
    [InlineData("new StreamReader(new NetworkStream(s, true))", "Closed")]
    [InlineData("new StreamReader(new NetworkStream(s, true), leaveOpen: true)", "Connected")]
    [InlineData("new SslStream(new NetworkStream(s, true), true)", "Connected")]
    public void Disposing_a_wrapper_closes_what_it_owns(string wrapper, string life) => StateMarks.VerifyBody($"""
        var s = {NewSocket};
        s.Connect("h", 1);
        var w = {wrapper};
        w.Dispose();
        /*state: s = {life}*/
        """);

    [Theory]
    [InlineData("c.GetStream()")]
    [InlineData("c.Client")]
    [InlineData("c.GetStream().Socket")]
    [InlineData("new StreamWriter(c.GetStream()).BaseStream")]
    public void A_view_of_a_client_owns_it(string view) => StateMarks.VerifyBody($"""
        var w = {view};
        /*state: w = same:c, owns*/
        w.Dispose();
        /*state: c = Closed, always:Closed*/
        """);

    [Fact]
    public void The_stream_of_a_socket_view_closes_it_whether_the_stream_owns_it_or_not() => StateMarks.VerifyBody("""
        var n = new NetworkStream(p);
        n.Dispose();
        /*state: p = Created|Bound|Listening|Connected|Closed, !some:Closed*/
        n.Socket.Dispose();
        /*state: p = Closed*/
        """);

    [Fact]
    public void A_writer_holds_text_until_it_is_flushed() => StateMarks.VerifyBody("""
        var w = new StreamWriter(c.GetStream());
        w.Write("x");
        /*state: w = BufferDirty, !some:Wrote*/
        w.Flush();
        /*state: w = BufferClean, always:Wrote, SendOpen*/
        """);

    [Fact]
    public void A_writer_with_auto_flush_holds_nothing() => StateMarks.VerifyBody("""
        var w = new StreamWriter(c.GetStream()) { AutoFlush = true };
        /*state: w = always:AutoFlush, BufferClean*/
        w.WriteLine("x");
        /*state: w = BufferClean, always:Wrote*/
        w.AutoFlush = false;
        w.WriteLine("x");
        /*state: w = some:AutoFlush*/
        """);

    [Fact]
    public void A_writer_with_auto_flush_on_one_path() => StateMarks.VerifyBody("""
        var w = new StreamWriter(c.GetStream());
        if (Maybe())
            w.AutoFlush = true;
        /*state: w = some:AutoFlush, !always:AutoFlush*/
        w.WriteLine("x");
        /*state: w = BufferClean|BufferDirty*/
        """);

    [Fact]
    public void A_byte_order_mark_waits_in_a_new_writer() => StateMarks.VerifyBody("""
        var w = new StreamWriter(c.GetStream(), Encoding.UTF8);
        /*state: w = BufferDirty*/
        var v = new StreamWriter(new NetworkStream(p), new UTF8Encoding(false));
        /*state: v = !BufferDirty*/
        """);

    [Fact]
    public void Disposing_a_dirty_writer_after_the_shutdown_cannot_end_normally() => StateMarks.VerifyBody("""
        var w = new StreamWriter(c.GetStream());
        w.Write("x");
        c.Client.Shutdown(SocketShutdown.Send);
        /*state: w = BufferDirty, SendShut*/
        w.Dispose();
        /*state: unreachable*/
        """);

    [Fact]
    public void Disposing_a_clean_writer_after_the_shutdown_closes() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var w = new StreamWriter(new NetworkStream(s, true));
        s.Shutdown(SocketShutdown.Send);
        w.Dispose();
        /*state: s = Closed, SendShut*/
        """);

    [Fact]
    public void The_argument_of_udp_and_tcp_constructors_says_whether_it_is_bound_or_connected() => StateMarks.VerifyBody("""
        var a = new UdpClient();
        var b = new UdpClient(1);
        var d = new UdpClient("h", 1);
        var e = new TcpClient("h", 1);
        var f = new TcpClient(new IPEndPoint(IPAddress.Loopback, 0));
        /*state: a = Created; b = Bound; d = Connected; e = Connected; f = Bound*/
        """);

    [Fact]
    public void A_socket_from_a_handle_comes_from_outside() => StateMarks.VerifyBody("""
        var s = new Socket(p.SafeHandle);
        /*state: s = some:FromOutside, escaped*/
        """);

    [Fact]
    public void An_accepted_connection_is_a_new_object() => StateMarks.VerifyBody("""
        var a = p.Accept();
        a.Shutdown(SocketShutdown.Both);
        /*state: a = SendShut, ReceiveShut, Connected, always:FromAccept; p = !same:a, SendOpen|SendShut, some:Accepted*/
        """);
}
