using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// Every sentence that the rule can say, with its witness.
public partial class SOCK003Tests
{
    private const string SocketError = "fails with SocketError.Shutdown";
    private const string IOError = "fails with an IOException (SocketError.Shutdown)";
    private const string Silent = "sends nothing: the error code is SocketError.Shutdown and no exception is thrown";
    private const string NotSupported = "fails with NotSupportedException";

    private static Task Verify(string code, params DiagnosticResult[] expected) => RuleTest.Of("SOCK003", code, expected).RunAsync();

    private static DiagnosticResult Write(int at, int shutdown, string message) =>
        new DiagnosticResult("SOCK003", DiagnosticSeverity.Warning).WithLocation(at).WithAdditionalLocation(shutdown).WithMessage(message);

    [Theory]
    [InlineData("s.Send(data)", "Send", SocketError)]
    [InlineData("s.Send(data, SocketFlags.None)", "Send", SocketError)]
    [InlineData("s.Send(new List<ArraySegment<byte>>())", "Send", SocketError)]
    [InlineData("s.Send(data.AsSpan())", "Send", SocketError)]
    [InlineData("s.Send(data, 0, 1, SocketFlags.None, out var error)", "Send", Silent)]
    [InlineData("s.Send(data.AsSpan(), SocketFlags.None, out _)", "Send", Silent)]
    [InlineData("s.SendTo(data, peer)", "SendTo", SocketError)]
    [InlineData("s.SendAsync(args)", "SendAsync", Silent)]
    [InlineData("s.SendToAsync(args)", "SendToAsync", Silent)]
    [InlineData("s.SendPacketsAsync(args)", "SendPacketsAsync", NotSupported)]
    [InlineData("s.SendFile(\"a.bin\")", "SendFile", NotSupported)]
    [InlineData("s.SendFile(\"a.bin\", data, data, TransmitFileOptions.UseDefaultWorkerThread)", "SendFile", NotSupported)]
    [InlineData("s.BeginSend(data, 0, 1, SocketFlags.None, null, null)", "BeginSend", SocketError)]
    [InlineData("s.BeginSend(data, 0, 1, SocketFlags.None, out var error, null, null)", "BeginSend", Silent)]
    public Task Each_form_of_a_send_says_how_it_fails(string send, string member, string consequence) => Verify(
        $$"""
        class C
        {
            void M(Socket s, byte[] data, EndPoint peer, SocketAsyncEventArgs args)
            {
                {|#1:s.Shutdown(SocketShutdown.Send)|};
                {|#0:{{send}}|};
            }
        }
        """,
        Write(0, 1, $"'{member}' on 's' after Shutdown(Send) {consequence}"));

    [Theory]
    [InlineData("await {|#0:s.SendAsync(data, SocketFlags.None)|}", "SendAsync", SocketError)]
    [InlineData("await {|#0:s.SendAsync(data.AsMemory())|}.ConfigureAwait(false)", "SendAsync", SocketError)]
    [InlineData("await {|#0:s.SendToAsync(data, SocketFlags.None, peer)|}", "SendToAsync", SocketError)]
    [InlineData("await {|#0:s.SendFileAsync(\"a.bin\")|}", "SendFileAsync", NotSupported)]
    [InlineData("var pending = {|#0:s.SendAsync(data, SocketFlags.None)|}", "SendAsync", SocketError)]
    [InlineData("{|#0:s.SendAsync(data, SocketFlags.None)|}.GetAwaiter().GetResult()", "SendAsync", SocketError)]
    public Task Each_awaited_form_says_how_it_fails(string send, string member, string consequence) => Verify(
        $$"""
        class C
        {
            async Task M(Socket s, byte[] data, EndPoint peer)
            {
                {|#1:s.Shutdown(SocketShutdown.Send)|};
                {{send}};
                await Task.Yield();
            }
        }
        """,
        Write(0, 1, $"'{member}' on 's' after Shutdown(Send) {consequence}"));

    [Theory]
    [InlineData("_ = stream.CanWrite", "stream.Write(data, 0, 1)", "Write", "stream", IOError)]
    [InlineData("_ = stream.CanWrite", "stream.Write(data)", "Write", "stream", IOError)]
    [InlineData("_ = stream.CanWrite", "stream.WriteByte(1)", "WriteByte", "stream", IOError)]
    [InlineData("_ = stream.CanWrite", "stream.WriteAsync(data, 0, 1)", "WriteAsync", "stream", IOError)]
    [InlineData("_ = stream.CanWrite", "stream.BeginWrite(data, 0, 1, null, null)", "BeginWrite", "stream", IOError)]
    [InlineData("_ = stream.CanWrite", "client.GetStream().WriteByte(1)", "WriteByte", "client.GetStream()", IOError)]
    [InlineData("_ = stream.CanWrite", "client.Client.Send(data)", "Send", "client.Client", SocketError)]
    [InlineData("var binary = new BinaryWriter(stream)", "binary.Write(42)", "Write", "binary", IOError)]
    [InlineData("var auto = new StreamWriter(stream) { AutoFlush = true }", "auto.WriteLine(\"x\")", "WriteLine", "auto", IOError)]
    [InlineData("var auto = new StreamWriter(stream) { AutoFlush = true }", "auto.Write('x')", "Write", "auto", IOError)]
    [InlineData("var auto = new StreamWriter(stream) { AutoFlush = true }", "auto.WriteLineAsync(\"x\")", "WriteLineAsync", "auto", IOError)]
    [InlineData("var text = new StreamWriter(stream); text.WriteLine(1)", "text.Flush()", "Flush", "text", IOError)]
    [InlineData("var text = new StreamWriter(stream); text.WriteLine(1)", "text.FlushAsync()", "FlushAsync", "text", IOError)]
    [InlineData("var text = new StreamWriter(stream); text.WriteLine(1)", "text.Dispose()", "Dispose", "text", IOError)]
    [InlineData("var text = new StreamWriter(stream); text.WriteLine(1)", "text.Close()", "Close", "text", IOError)]
    [InlineData("var buffered = new BufferedStream(stream); buffered.Write(data, 0, 1)", "buffered.Flush()", "Flush", "buffered", IOError)]
    public Task Each_wrapper_says_how_it_fails(string open, string write, string member, string name, string consequence) => Verify(
        $$"""
        class C
        {
            void M(TcpClient client, byte[] data)
            {
                var stream = client.GetStream();
                {{open}};
                {|#1:client.Client.Shutdown(SocketShutdown.Send)|};
                {|#0:{{write}}|};
            }
        }
        """,
        Write(0, 1, $"'{member}' on '{name}' after Shutdown(Send) {consequence}"));

    [Fact]
    public Task Shutdown_of_both_directions_is_named_so() => Verify(
        """
        class C
        {
            void M(Socket s, byte[] data)
            {
                {|#1:s.Shutdown(SocketShutdown.Both)|};
                {|#0:s.Send(data)|};
            }
        }
        """,
        Write(0, 1, "'Send' on 's' after Shutdown(Both) fails with SocketError.Shutdown"));

    [Fact]
    public Task A_shutdown_in_a_helper_is_named_by_the_helper() => Verify(
        """
        static class C
        {
            static void M(Socket s, byte[] data)
            {
                {|#1:Finish(s)|};
                {|#0:s.Send(data)|};
            }

            static void Finish(Socket socket) => socket.Shutdown(SocketShutdown.Send);
        }
        """,
        Write(0, 1, "'Send' on 's' after the Shutdown in 'Finish' fails with SocketError.Shutdown"));

    [Fact]
    public Task A_write_in_a_helper_is_named_by_the_helper() => Verify(
        """
        static class C
        {
            static void M(Socket s)
            {
                {|#1:s.Shutdown(SocketShutdown.Send)|};
                {|#0:SendLine(s, "bye")|};
            }

            static void SendLine(Socket socket, string line) => socket.Send(Encoding.ASCII.GetBytes(line + "\n"));
        }
        """,
        Write(0, 1, "'SendLine' on 's' after Shutdown(Send) fails with SocketError.Shutdown"));

    [Fact]
    public Task A_stream_write_in_a_helper_fails_as_a_stream_does() => Verify(
        """
        static class C
        {
            static void M(NetworkStream stream)
            {
                {|#1:stream.Socket.Shutdown(SocketShutdown.Send)|};
                {|#0:Finish(stream)|};
            }

            static void Finish(Stream stream) => stream.WriteByte(0);
        }
        """,
        Write(0, 1, "'Finish' on 'stream' after Shutdown(Send) fails with an IOException (SocketError.Shutdown)"));

    [Fact]
    public Task The_closing_alert_of_tls_is_a_write() => Verify(
        """
        class C
        {
            async Task M(TcpClient client)
            {
                var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsClientAsync("example.org");
                {|#1:client.Client.Shutdown(SocketShutdown.Send)|};
                await {|#0:tls.ShutdownAsync()|};
            }
        }
        """,
        Write(0, 1, "'ShutdownAsync' on 'tls' after Shutdown(Send) fails with an IOException (SocketError.Shutdown)"));

    [Fact]
    public Task A_using_declaration_is_named_by_its_variable() => Verify(
        """
        class C
        {
            void M(Socket s)
            {
                using var stream = new NetworkStream(s);
                using var {|#0:writer = new StreamWriter(stream)|};
                writer.WriteLine("the last line");
                {|#1:s.Shutdown(SocketShutdown.Send)|};
            }
        }
        """,
        Write(0, 1, "'Dispose' on 'writer' after Shutdown(Send) fails with an IOException (SocketError.Shutdown)"));

    [Fact]
    public Task A_byte_order_mark_is_text_that_waits() => Verify(
        """
        class C
        {
            void M(Socket s, NetworkStream stream)
            {
                var writer = new StreamWriter(stream, Encoding.UTF8);
                {|#1:stream.Socket.Shutdown(SocketShutdown.Send)|};
                {|#0:writer.Dispose()|};
            }
        }
        """,
        Write(0, 1, "'Dispose' on 'writer' after Shutdown(Send) fails with an IOException (SocketError.Shutdown)"));

    [Fact]
    public Task A_receiver_that_is_too_long_is_named_by_a_variable() => Verify(
        """
        class C
        {
            void M(IDictionary<string, Socket> sockets, string withAVeryLongNameThatNoMessageCanBear)
            {
                var found = sockets[withAVeryLongNameThatNoMessageCanBear];
                {|#1:found.Shutdown(SocketShutdown.Send)|};
                {|#0:((Socket)(object)(found /* with a comment that is much too long for a message */)).Send(new byte[1])|};
            }
        }
        """,
        Write(0, 1, "'Send' on 'found' after Shutdown(Send) fails with SocketError.Shutdown"));

    [Fact]
    public Task Of_two_shutdowns_the_first_is_the_witness() => Verify(
        """
        class C
        {
            void M(Socket s, byte[] data)
            {
                {|#1:s.Shutdown(SocketShutdown.Send)|};
                s.Shutdown(SocketShutdown.Both);
                {|#0:s.Send(data)|};
            }
        }
        """,
        Write(0, 1, "'Send' on 's' after Shutdown(Send) fails with SocketError.Shutdown"));

    [Fact]
    public Task One_cause_one_diagnostic() => Verify(
        """
        class C
        {
            void M(Socket s, byte[] data)
            {
                {|#1:s.Shutdown(SocketShutdown.Send)|};
                {|#0:s.Send(data)|};
                s.Send(data);
            }
        }
        """,
        Write(0, 1, "'Send' on 's' after Shutdown(Send) fails with SocketError.Shutdown"));

    [Theory]
    [InlineData("s.Send(data)", "Shutdown(Both)", "None")]
    [InlineData("s.Send(data, 0, 1, SocketFlags.None, out _)", "Shutdown(Both)", "ErrorCode")]
    [InlineData("s.SendAsync(new SocketAsyncEventArgs())", "Shutdown(Both)", "EventArgs")]
    [InlineData("s.SendAsync(data, SocketFlags.None)", "Shutdown(Both)", "Task")]
    public async Task What_a_fix_needs_is_in_the_properties(string send, string shutdown, string form)
    {
        var code = $$"""class C { void M(Socket s, byte[] data) { s.Shutdown(SocketShutdown.Both); {{send}}; } }""";

        var diagnostic = Assert.Single(await RuleTest.ReportedAsync("SOCK003", code));

        Assert.Equal(shutdown, diagnostic.Properties["Shutdown"]);
        Assert.Equal(form, diagnostic.Properties["Form"]);
        Assert.Equal(2, diagnostic.Properties.Count);
    }
}
