using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

// A writer that is disposed too early, and the second action.
public sealed partial class SOCK002FixTests
{
    [Theory]
    [InlineData("new StreamWriter(stream)", "new StreamWriter(stream, new UTF8Encoding(false, true), 1024, leaveOpen: true)")]
    [InlineData("new StreamWriter(stream, Encoding.ASCII)", "new StreamWriter(stream, Encoding.ASCII, 1024, leaveOpen: true)")]
    [InlineData("new StreamWriter(stream, Encoding.ASCII, 512)", "new StreamWriter(stream, Encoding.ASCII, 512, leaveOpen: true)")]
    [InlineData("new StreamWriter(stream, Encoding.ASCII, 512, false)", "new StreamWriter(stream, Encoding.ASCII, 512, leaveOpen: true)")]
    [InlineData("new StreamWriter(stream, Encoding.ASCII, 512, leaveOpen: false)", "new StreamWriter(stream, Encoding.ASCII, 512, leaveOpen: true)")]
    [InlineData("new StreamWriter(client.GetStream()) { NewLine = \"\\n\" }", "new StreamWriter(client.GetStream(), new UTF8Encoding(false, true), 1024, leaveOpen: true) { NewLine = \"\\n\" }")]
    [InlineData("new BinaryWriter(stream)", "new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true)")]
    [InlineData("new BinaryWriter(stream, Encoding.ASCII)", "new BinaryWriter(stream, Encoding.ASCII, leaveOpen: true)")]
    public Task The_stream_is_left_open(string writer, string mended) => Verify(
        $$"""
                var stream = client.GetStream();
                using (var {|SOCK002:writer = {{writer}}|})
                    writer.Write('?');
                stream.ReadByte();
        """,
        $$"""
                var stream = client.GetStream();
                using (var writer = {{mended}})
                    writer.Write('?');
                stream.ReadByte();
        """);

    [Fact]
    public Task A_writer_that_is_disposed_by_a_call() => Verify(
        """
                var stream = client.GetStream();
                var writer = new StreamWriter(stream, /* as on the wire */ Encoding.ASCII);
                writer.WriteLine("question");
                {|SOCK002:writer.Dispose()|};
                return new StreamReader(stream).ReadLine();
        """,
        """
                var stream = client.GetStream();
                var writer = new StreamWriter(stream, /* as on the wire */ Encoding.ASCII, 1024, leaveOpen: true);
                writer.WriteLine("question");
                writer.Dispose();
                return new StreamReader(stream).ReadLine();
        """,
        "string");

    [Fact]
    public Task A_connection_of_this_method_that_is_closed_by_a_using() => Verify(
        """
                using (var made = new TcpClient("localhost", 7))
                {
                    var stream = made.GetStream();
                    using (var {|SOCK002:writer = new StreamWriter(stream)|})
                    {
                        writer.Write('?');
                    }

                    return new StreamReader(stream).ReadLine();
                }
        """,
        """
                using (var made = new TcpClient("localhost", 7))
                {
                    var stream = made.GetStream();
                    using (var writer = new StreamWriter(stream, new UTF8Encoding(false, true), 1024, leaveOpen: true))
                    {
                        writer.Write('?');
                    }

                    return new StreamReader(stream).ReadLine();
                }
        """,
        "string");

    [Theory]
    // where nothing else closes the connection
    [InlineData("var made = new TcpClient(\"localhost\", 7); var stream = made.GetStream(); using (var {|SOCK002:w = new StreamWriter(stream)|}) { w.Write('?'); } stream.ReadByte();")]
    // where nothing else closes the stream that owns the socket
    [InlineData("var stream = new NetworkStream(socket, true); using (var {|SOCK002:w = new StreamWriter(stream)|}) { w.Write('?'); } stream.ReadByte();")]
    // for a stream in the argument
    [InlineData("using (var {|SOCK002:w = new StreamWriter(new NetworkStream(socket, true))|}) { w.Write('?'); } socket.Receive(data);")]
    // for a stream that owns its socket
    [InlineData("using (var {|SOCK002:stream = new NetworkStream(socket, true)|}) { stream.WriteByte(1); } socket.Receive(data);")]
    // for a buffer that cannot leave its stream open
    [InlineData("var stream = client.GetStream(); using (var {|SOCK002:w = new BufferedStream(stream)|}) { w.WriteByte(1); } stream.ReadByte();")]
    // out of a using
    [InlineData("Stream stream; using (var {|SOCK002:made = new TcpClient(\"localhost\", 7)|}) { stream = made.GetStream(); stream.WriteByte(1); } stream.ReadByte();")]
    public Task No_fix_for_a_writer(string body) => None(body);

    [Fact]
    public Task Second_action_half_closes_where_the_close_stood() => Verify(
        """
                socket.Send(data);
                // the question is complete
                {|SOCK002:socket.Close()|};
                return socket.Receive(data);
        """,
        """
                socket.Send(data);
                // the question is complete
                socket.Shutdown(SocketShutdown.Send);
                int answer = socket.Receive(data);
                socket.Close();
                return answer;
        """,
        "int",
        HalfClose);

    [Fact]
    public Task Second_action_for_a_TcpClient() => Verify(
        """
                var stream = client.GetStream();
                stream.Write(data, 0, 1);
                {|SOCK002:client.Close()|};
                stream.ReadByte();
        """,
        """
                var stream = client.GetStream();
                stream.Write(data, 0, 1);
                client.Client.Shutdown(SocketShutdown.Send);
                stream.ReadByte();
                client.Close();
        """,
        key: HalfClose);

    [Fact]
    public Task Second_action_behind_the_end_of_the_writer() => Verify(
        """
                var stream = client.GetStream();
                using (var {|SOCK002:writer = new StreamWriter(stream, Encoding.ASCII)|})
                {
                    writer.Write("question");
                }

                return new StreamReader(stream).ReadLine();
        """,
        """
                var stream = client.GetStream();
                using (var writer = new StreamWriter(stream, Encoding.ASCII, 1024, leaveOpen: true))
                {
                    writer.Write("question");
                }
                client.Client.Shutdown(SocketShutdown.Send);

                return new StreamReader(stream).ReadLine();
        """,
        "string",
        HalfClose);

    [Fact]
    public Task Second_action_behind_the_call_that_disposes_the_writer() => Verify(
        """
                var stream = client.GetStream();
                var writer = new StreamWriter(stream);
                writer.Write("question");
                {|SOCK002:writer.Close()|}; // flushed
                return new StreamReader(stream).ReadLine();
        """,
        """
                var stream = client.GetStream();
                var writer = new StreamWriter(stream, new UTF8Encoding(false, true), 1024, leaveOpen: true);
                writer.Write("question");
                writer.Close(); // flushed
                client.Client.Shutdown(SocketShutdown.Send);
                return new StreamReader(stream).ReadLine();
        """,
        "string",
        HalfClose);

    [Theory]
    // of an HTTP client
    [InlineData("socket.Send(Encoding.ASCII.GetBytes(\"GET / HTTP/1.1\\r\\n\\r\\n\")); {|SOCK002:socket.Close()|}; socket.Receive(data);")]
    // in front of a write
    [InlineData("socket.Send(data); {|SOCK002:socket.Close()|}; socket.Receive(new byte[1]); socket.Send(data);")]
    // in front of a writer's flush
    [InlineData("var stream = client.GetStream(); var w = new StreamWriter(stream); w.Write('?'); w.Flush(); {|SOCK002:client.Close()|}; stream.ReadByte();")]
    // in front of GetStream
    [InlineData("client.GetStream().WriteByte(1); {|SOCK002:client.Close()|}; client.GetStream().ReadByte();")]
    // where the default is one
    [InlineData("socket.Send(data); {|SOCK002:socket.Shutdown(SocketShutdown.Both)|}; socket.Receive(data);")]
    public Task No_second_action(string body) => None(body, key: HalfClose);

    [Theory]
    [InlineData("_client", "_stream", "_client.Client.Shutdown(SocketShutdown.Send);")]
    [InlineData("this._client", "this._stream", "_client.Client.Shutdown(SocketShutdown.Send);")]
    [InlineData("other._client", "other._stream", null)]
    public Task Second_action_for_fields(string client, string stream, string? shutdown)
    {
        var code = Session($"{{|SOCK002:{stream}.Close()|}};", "", client, stream);
        return FixTest.Of<CloseInsteadOfHalfCloseFix>(code, shutdown is null ? code : Session(shutdown, $"\n        {stream}.Close();", client, stream), HalfClose).RunAsync();
    }

    private static string Session(string end, string close, string client, string stream) => $$"""
        public sealed class Session
        {
            private TcpClient _client;
            private NetworkStream _stream;

            public void Ask(Session other, byte[] data)
            {
                {{stream}} = {{client}}.GetStream();
                {{stream}}.Write(data, 0, 1);
                {{end}}
                {{client}}.Client.Receive(data);{{close}}
            }
        }
        """;

    [Fact]
    public Task Http_reads_first_and_then_closes() => Verify(
        """
                socket.Send(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n"));
                {|SOCK002:socket.Close()|};
                socket.Receive(data);
        """,
        """
                socket.Send(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n"));
                socket.Receive(data);
                socket.Close();
        """);

    [Fact]
    public Task No_half_close_of_an_HTTP_request() => None(
        """
                socket.Send(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n"));
                {|SOCK002:socket.Shutdown(SocketShutdown.Both)|};
                socket.Receive(data);
        """);
}
