using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// Helpers, readers and writers on the way to the socket, and what the fix is told.
public partial class SOCK004Tests
{
    [Fact]
    public Task The_call_into_the_helper_is_reported_and_the_socket_call_is_named_beside_it() => Verify(
        """
        class Client
        {
            private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

            public void Start() => new Thread(Run).Start();

            private void Run()
            {
                Prepare();
                {|#0:Greet()|};
            }

            private void Prepare() => _socket.NoDelay = true;

            private void Greet()
            {
                try
                {
                    {|#1:_socket.Send(new byte[1])|};
                }
                finally
                {
                    Console.WriteLine("sent");
                }
            }
        }
        """,
        new DiagnosticResult("SOCK004", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1).WithMessage(
            "'Greet' can throw a SocketException when the peer resets the connection and nothing catches it: an exception that leaves a thread's method ends the process"));

    [Fact]
    public Task A_helper_that_is_awaited_and_one_that_hands_its_task_on() => Verify(
        """
        class Client
        {
            private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

            public async void Awaits() => await {|SOCK004:ReadAsync()|};

            public async void AwaitsWhatIsHandedOn()
            {
                try
                {
                    Task<int> Kept() => HandOn();
                    await Kept();
                }
                catch (SocketException)
                {
                }

                await {|SOCK004:HandOn()|};
            }

            private async Task<int> ReadAsync() => await _socket.ReceiveAsync(new byte[1], SocketFlags.None);

            private Task<int> HandOn()
            {
                try
                {
                    return _socket.ReceiveAsync(new byte[1], SocketFlags.None);
                }
                catch (SocketException)
                {
                    return Task.FromResult(0);
                }
            }
        }
        """);

    [Fact]
    public Task A_constructor_that_reads() => Verify(
        """
        class Server
        {
            public void Start(Socket socket) => new Thread(() => {|SOCK004:new Session(socket)|}.ToString()).Start();
        }

        class Session
        {
            public Session(Socket socket) => socket.Receive(new byte[4]);
        }
        """);

    [Fact]
    public Task Methods_that_call_each_other_in_a_circle_still_end() => Verify(
        """
        class Client
        {
            private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

            public void Start() => new Thread(Even).Start();

            private void Even()
            {
                {|SOCK004:_socket.Receive(new byte[1])|};
                Odd();
            }

            private void Odd()
            {
                Even();
            }
        }
        """);

    [Fact]
    public Task Text_over_the_socket() => Verify(
        """
        class Client
        {
            private readonly TcpClient _client;
            private readonly StreamReader _reader;
            private readonly StreamWriter _writer;

            public Client(TcpClient client)
            {
                _client = client;
                var stream = client.GetStream();
                _reader = new StreamReader(stream);
                _writer = new StreamWriter(stream) { AutoFlush = true };
                new Thread(Read).Start();
                new Thread(Write).Start();
                new Thread(Poll).Start();
            }

            private void Read() => {|SOCK004:_reader.ReadLine()|};

            private void Write() => {|SOCK004:_writer.WriteLine("hello")|};

            private void Poll()
            {
                while (!{|SOCK004:_reader.EndOfStream|})
                    Thread.Sleep(1);
            }
        }
        """);

    [Fact]
    public Task A_stream_that_is_wrapped_into_itself() => Verify(
        """
        class Client
        {
            private Stream _stream;

            public async void Start(TcpClient client, bool tls)
            {
                _stream = new BufferedStream(_stream);
                if (tls)
                    _stream = new BufferedStream(client.GetStream());
                {|SOCK004:_stream.ReadByte()|};
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task A_buffered_writer_throws_at_the_flush() => Verify(
        """
        class Client
        {
            public void Start(TcpClient client) => new Thread(() =>
            {
                var writer = new StreamWriter(client.GetStream());
                writer.WriteLine("hello");
                {|SOCK004:writer.Flush()|};
            }).Start();
        }
        """);

    [Fact]
    public Task A_blocking_wait_wraps_it() => Verify(
        """
        class Client
        {
            public void Start(Socket socket) => new Thread(() =>
            {
                try
                {
                    {|SOCK004:socket.ReceiveAsync(new byte[1], SocketFlags.None)|}.Wait();
                }
                catch (SocketException)
                {
                }
            }).Start();
        }
        """);

    [Fact]
    public async Task The_fix_learns_what_it_needs()
    {
        var found = await RuleTest.ReportedAsync(
            "SOCK004",
            """
            class Client
            {
                public async void Send(Socket socket, NetworkStream stream)
                {
                    try
                    {
                        await stream.ReadAsync(new byte[1], 0, 1);
                    }
                    catch (SocketException)
                    {
                    }

                    socket.Send(new byte[1]);
                }
            }
            """);
        var properties = Assert.Single(found).Properties;
        Assert.Equal("AsyncVoid", properties["Root"]);
        Assert.Equal("Both", properties["Exceptions"]);
        Assert.Equal("CallbackBody", properties["Region"]);
        Assert.Equal("Type", properties["WrongCatch"]);
    }
}
