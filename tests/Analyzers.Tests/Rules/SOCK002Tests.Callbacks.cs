using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// SocketAsyncEventArgs, and the callback of an answer.
public partial class SOCK002Tests
{
    [Theory]
    [InlineData("{|SOCK002:CloseBoth()|};")]
    [InlineData("_local.Close(); {|SOCK002:_remote.Close()|};")]
    [InlineData("_remote.Shutdown(SocketShutdown.Send); _ended++;")]
    [InlineData("if (++_ended == 2) CloseBoth();")]
    public Task A_pair_with_event_args(string end) => Verify(
        $$"""
        class Pair
        {
            readonly Socket _local, _remote;
            int _ended;

            public Pair(Socket local, Socket remote) { _local = local; _remote = remote; }

            void LocalReceived(object sender, SocketAsyncEventArgs e)
            {
                if (e.SocketError == SocketError.Success && e.BytesTransferred > 0)
                {
                    _remote.Send(e.Buffer, e.Offset, e.BytesTransferred, SocketFlags.None);
                    _local.ReceiveAsync(e);
                    return;
                }

                {{end}}
            }

            void RemoteReceived(object sender, SocketAsyncEventArgs e)
            {
                var count = e.BytesTransferred;
                if (count == 0)
                {
                    _local.Shutdown(SocketShutdown.Send);
                    return;
                }

                _local.Send(e.Buffer, 0, count, SocketFlags.None);
                if (!_remote.ReceiveAsync(e))
                    RemoteReceived(sender, e);
            }

            void CloseBoth() { _local.Close(); _remote.Close(); }
        }
        """);

    private static string HttpServer(string answer, string callback, string endOfSend = "client.EndSend(ar);") =>
        $$"""
        class Server
        {
            void Answer(Socket client, string body)
            {
                var answer = Encoding.UTF8.GetBytes("{{answer}}" + body);
                client.BeginSend(answer, 0, answer.Length, 0, new AsyncCallback(Sent), client);
            }

            void Sent(IAsyncResult ar)
            {
                var client = (Socket)ar.AsyncState;
                try
                {
                    {{endOfSend}}
                    {{callback}}
                }
                catch (SocketException) { }
            }
        }
        """;

    private const string Closing = "HTTP/1.1 200 OK\\r\\nConnection: Close\\r\\n\\r\\n";

    [Theory]
    [InlineData(Closing, "{|SOCK002:client.Shutdown(SocketShutdown.Both)|}; client.Close();")]
    [InlineData(Closing, "client.Shutdown(SocketShutdown.Send);")]
    [InlineData(Closing, "client.Shutdown(SocketShutdown.Send); while (client.Receive(new byte[100]) > 0) { } client.Close();")]
    [InlineData(Closing, "client.Close();")]
    [InlineData("HTTP/1.1 200 OK\\r\\n\\r\\n", "client.Shutdown(SocketShutdown.Both); client.Close();")]
    [InlineData("220 ready\\r\\n", "client.Shutdown(SocketShutdown.Both); client.Close();")]
    [InlineData("GET / HTTP/1.1\\r\\nConnection: close\\r\\n\\r\\n", "client.Shutdown(SocketShutdown.Both); client.Close();")]
    public Task The_callback_of_an_http_answer(string answer, string callback) => Verify(HttpServer(answer, callback));

    [Fact]
    public Task The_callback_of_an_http_answer_that_forgets_EndSend() =>
        Verify(HttpServer(Closing, "{|SOCK002:client.Shutdown(SocketShutdown.Both)|}; client.Close();", endOfSend: ""));
}
