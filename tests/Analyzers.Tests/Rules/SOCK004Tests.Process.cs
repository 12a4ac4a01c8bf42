using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>SOCK004: nothing handles the exception of a reset. Here: the roots that end the process or the host.</summary>
public partial class SOCK004Tests
{
    private static Task Verify(string code, params DiagnosticResult[] expected) => RuleTest.Of("SOCK004", code, expected).RunAsync();

    [Fact]
    public Task The_method_of_a_thread() => Verify(
        """
        class Client
        {
            private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

            public void Start() => new Thread(Run).Start();

            private void Run()
            {
                var buffer = new byte[1024];
                while ({|SOCK004:_socket.Receive(buffer)|} > 0)
                    Console.WriteLine(buffer.Length);
            }
        }
        """);

    [Fact]
    public Task A_thread_start_delegate_and_an_object_parameter() => Verify(
        """
        class Server
        {
            public void Start(TcpClient client)
            {
                new Thread(new ParameterizedThreadStart(Serve)).Start(client);
            }

            private void Serve(object state)
            {
                var stream = ((TcpClient)state).GetStream();
                var buffer = new byte[1024];
                {|SOCK004:stream.Read(buffer, 0, buffer.Length)|};
            }
        }
        """);

    [Fact]
    public Task The_lambda_of_a_thread() => Verify(
        """
        class Server
        {
            public void Start(Socket client, byte[] hello)
            {
                var thread = new Thread(() =>
                {
                    {|SOCK004:client.Send(hello)|};
                    client.Receive(hello);
                });
                thread.Start();
            }
        }
        """);

    [Fact]
    public Task A_method_of_another_class_of_the_file_is_started_by_the_outer_one() => Verify(
        """
        class Server
        {
            public void Start(TcpClient client)
            {
                var session = new Session(client);
                new Thread(session.Run).Start();
            }

            private sealed class Session
            {
                private readonly NetworkStream _stream;

                public Session(TcpClient client) => _stream = client.GetStream();

                public void Run() => {|SOCK004:_stream.WriteByte(1)|};
            }
        }
        """);

    [Theory]
    [InlineData("ThreadPool.QueueUserWorkItem(Work, client);")]
    [InlineData("ThreadPool.QueueUserWorkItem(new WaitCallback(Work));")]
    [InlineData("ThreadPool.UnsafeQueueUserWorkItem(Work, client);")]
    [InlineData("new Timer(Work, client, 0, 1000);")]
    [InlineData("var timer = new Timer(new TimerCallback(Work));")]
    public Task A_work_item_and_a_timer(string start) => Verify(
        $$"""
        class Heart
        {
            public void Start(Socket client)
            {
                {{start}}
            }

            private void Work(object state)
            {
                {|SOCK004:((Socket)state).Send(new byte[1])|};
            }
        }
        """);

    [Fact]
    public Task A_work_item_with_a_typed_state() => Verify(
        """
        class Heart
        {
            public void Start(Socket client) => ThreadPool.QueueUserWorkItem(s => {|SOCK004:s.Send(new byte[1])|}, client, preferLocal: false);
        }
        """);

    [Fact]
    public Task Async_void() => Verify(
        """
        class Client
        {
            private readonly NetworkStream _stream;

            public Client(NetworkStream stream) => _stream = stream;

            public async void Send(byte[] data)
            {
                await {|SOCK004:_stream.WriteAsync(data, 0, data.Length)|};
                await _stream.ReadAsync(data, 0, data.Length).ConfigureAwait(false);
            }
        }
        """);

    [Fact]
    public Task An_async_lambda_that_becomes_an_Action() => Verify(
        """
        class Client
        {
            public void Start(Socket socket, CancellationToken stop)
            {
                stop.Register(async () => await {|SOCK004:socket.SendAsync(new byte[1], SocketFlags.None)|});
            }
        }
        """);

    [Fact]
    public Task A_local_function_that_is_async_void_or_a_threads() => Verify(
        """
        class Client
        {
            public void Start(Socket socket)
            {
                Later();
                new Thread(Now).Start();

                async void Later() => await {|SOCK004:socket.ReceiveAsync(new byte[1], SocketFlags.None)|};

                void Now() => {|SOCK004:socket.Receive(new byte[1])|};
            }
        }
        """);

    [Fact]
    public Task An_async_callback_of_a_receive() => Verify(
        """
        class Client
        {
            private readonly byte[] _buffer = new byte[100];

            public void Start(Socket socket) => socket.BeginReceive(_buffer, 0, 100, SocketFlags.None, OnReceive, socket);

            private void OnReceive(IAsyncResult result)
            {
                var socket = (Socket)result.AsyncState;
                var count = {|SOCK004:socket.EndReceive(result)|};
                if (count > 0)
                    socket.BeginReceive(_buffer, 0, 100, SocketFlags.None, OnReceive, socket);
            }
        }
        """);

    [Fact]
    public Task A_send_after_the_guarded_end() => Verify(
        """
        class Server
        {
            private readonly byte[] _buffer = new byte[100];

            public void Start(Socket socket) => socket.BeginReceive(_buffer, 0, 100, SocketFlags.None, new AsyncCallback(OnReceive), socket);

            private void OnReceive(IAsyncResult result)
            {
                var socket = (Socket)result.AsyncState;
                int count;
                try
                {
                    count = socket.EndReceive(result);
                }
                catch (SocketException)
                {
                    socket.Close();
                    return;
                }

                {|SOCK004:socket.Send(_buffer)|};
                socket.BeginReceive(_buffer, 0, 100, SocketFlags.None, OnReceive, socket);
            }
        }
        """);

    [Fact]
    public Task A_public_callback_is_known_by_its_shape() => Verify(
        """
        public class Callbacks
        {
            public static void OnAccept(IAsyncResult result)
            {
                var listener = (TcpListener)result.AsyncState;
                var client = {|SOCK004:listener.EndAcceptTcpClient(result)|};
                client.Close();
            }
        }
        """);

    [Fact]
    public Task A_handler_of_Completed_that_sends_with_an_exception() => Verify(
        """
        class Server
        {
            public void Start(SocketAsyncEventArgs args)
            {
                args.Completed += OnCompleted;
                args.Completed += (sender, e) => {|SOCK004:e.ConnectToken().Receive(new byte[1])|};
            }

            private void OnCompleted(object sender, SocketAsyncEventArgs e)
            {
                {|SOCK004:((Socket)e.UserToken).Send(new byte[1])|};
            }
        }

        static class Tokens
        {
            public static Socket ConnectToken(this SocketAsyncEventArgs e) => (Socket)e.UserToken;
        }
        """);

    [Fact]
    public Task A_background_service() => Verify(
        """
        namespace Microsoft.Extensions.Hosting
        {
            public abstract class BackgroundService
            {
                protected abstract Task ExecuteAsync(CancellationToken stop);
            }
        }

        class Feed : Microsoft.Extensions.Hosting.BackgroundService
        {
            private readonly TcpClient _client = new();

            protected override async Task ExecuteAsync(CancellationToken stop)
            {
                await _client.ConnectAsync("feed", 9000);
                using var reader = new StreamReader(_client.GetStream());
                while (await {|#0:reader.ReadLineAsync()|} is { } line)
                    Console.WriteLine(line);
            }
        }
        """,
        new DiagnosticResult("SOCK004", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'ReadLineAsync' can throw an IOException when the peer resets the connection and nothing catches it: an exception that leaves BackgroundService.ExecuteAsync stops the host"));
}
