using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>SOCK003: a write after Shutdown(Send) or Shutdown(Both).</summary>
public partial class SOCK003Tests
{
    [Fact]
    public Task A_client_that_ends_its_request_and_then_sends_the_terminator() => Verify(
        """
        public static class Uploader
        {
            public static string Upload(string host, int port, byte[] body)
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                socket.Connect(host, port);
                socket.Send(body);
                socket.Shutdown(SocketShutdown.Send);
                {|SOCK003:socket.Send(Encoding.ASCII.GetBytes("\r\n.\r\n"))|};
                var buffer = new byte[1024];
                var count = socket.Receive(buffer);
                return Encoding.ASCII.GetString(buffer, 0, count);
            }
        }
        """);

    [Fact]
    public Task A_server_that_says_goodbye_too_late() => Verify(
        """
        class Session
        {
            private static readonly byte[] Bye = Encoding.ASCII.GetBytes("221 bye\r\n");

            async Task ServeAsync(Socket connection, CancellationToken stop)
            {
                var buffer = new byte[4096];
                try
                {
                    int count;
                    while ((count = await connection.ReceiveAsync(buffer.AsMemory(), SocketFlags.None, stop)) > 0)
                        await connection.SendAsync(buffer.AsMemory(0, count), SocketFlags.None, stop);
                    connection.Shutdown(SocketShutdown.Both);
                    await {|SOCK003:connection.SendAsync(Bye.AsMemory(), SocketFlags.None, stop)|};
                }
                finally
                {
                    connection.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task A_writer_in_a_using_statement_that_holds_text_at_the_shutdown() => Verify(
        """
        static class Query
        {
            public static string Ask(TcpClient client, string question)
            {
                var stream = client.GetStream();
                using (var {|SOCK003:writer = new StreamWriter(stream, Encoding.ASCII, 1024, leaveOpen: true)|})
                {
                    writer.WriteLine(question);
                    client.Client.Shutdown(SocketShutdown.Send);
                }

                using var reader = new StreamReader(stream, Encoding.ASCII);
                return reader.ReadToEnd();
            }
        }
        """);

    [Fact]
    public Task A_writer_that_a_finally_disposes() => Verify(
        """
        static class Query
        {
            public static void Tell(TcpClient client, string text)
            {
                var writer = new StreamWriter(client.GetStream());
                try
                {
                    writer.Write(text);
                    client.Client.Shutdown(SocketShutdown.Send);
                }
                finally
                {
                    {|SOCK003:writer.Dispose()|};
                }
            }
        }
        """);

    [Fact]
    public Task Everything_in_the_fields_of_a_class_and_both_in_one_method() => Verify(
        """
        public sealed class LineConnection : IDisposable
        {
            private readonly Socket _socket;
            private readonly byte[] _end = { 13, 10 };

            public LineConnection(Socket socket) => _socket = socket;

            public void Send(string line) => _socket.Send(Encoding.UTF8.GetBytes(line));

            public void Finish()
            {
                _socket.Shutdown(SocketShutdown.Send);
                {|SOCK003:_socket.Send(_end)|};
            }

            public void Dispose() => _socket.Dispose();
        }
        """);

    [Fact]
    public Task The_write_in_another_method_of_the_class() => Verify(
        """
        public sealed class LineConnection
        {
            private readonly Socket _socket;

            public LineConnection(Socket socket) => _socket = socket;

            public void Finish()
            {
                _socket.Shutdown(SocketShutdown.Send);
                {|SOCK003:SendLine("bye")|};
            }

            private void SendLine(string line) => _socket.Send(Encoding.UTF8.GetBytes(line + "\n"));
        }
        """);

    [Fact]
    public Task The_shutdown_in_another_method_of_the_class() => Verify(
        """
        public sealed class LineConnection
        {
            private readonly Socket _socket;

            public LineConnection(Socket socket) => _socket = socket;

            public async Task FinishAsync()
            {
                EndOutput();
                await {|SOCK003:_socket.SendAsync(new byte[] { 4 }, SocketFlags.None)|};
            }

            private void EndOutput() => _socket.Shutdown(SocketShutdown.Send);
        }
        """);

    [Fact]
    public Task Writer_and_client_in_fields_that_the_constructor_fills() => Verify(
        """
        public sealed class SmtpClient : IDisposable
        {
            private readonly TcpClient _client;
            private readonly StreamReader _reader;
            private readonly StreamWriter _writer;

            public SmtpClient(string host)
            {
                _client = new TcpClient(host, 25);
                var stream = _client.GetStream();
                _reader = new StreamReader(stream);
                _writer = new StreamWriter(stream) { AutoFlush = true };
            }

            public string Quit()
            {
                _client.Client.Shutdown(SocketShutdown.Send);
                {|SOCK003:_writer.WriteLine("QUIT")|};
                return _reader.ReadLine();
            }

            public void Dispose() => _client.Dispose();
        }
        """);

    [Fact]
    public Task A_stream_in_a_field_beside_its_socket() => Verify(
        """
        public sealed class Channel
        {
            private readonly Socket _socket;
            private readonly NetworkStream _stream;

            public Channel(Socket socket)
            {
                _socket = socket;
                _stream = new NetworkStream(socket, ownsSocket: true);
            }

            public void Finish(byte[] trailer)
            {
                _socket.Shutdown(SocketShutdown.Send);
                {|SOCK003:_stream.Write(trailer, 0, trailer.Length)|};
            }
        }
        """);
}
