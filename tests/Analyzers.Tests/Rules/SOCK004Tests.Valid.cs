using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// What must stay silent.
public partial class SOCK004Tests
{
    private static Task VerifyThread(string body, string members = "") => Verify(
        $$"""
        class Client
        {
            private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

            public void Start() => new Thread(Run).Start();

            private void Run()
            {
                var buffer = new byte[100];
                {{body}}
            }

            {{members}}
        }
        """);

    [Theory]
    [InlineData("_socket.Send(buffer, 0, 100, SocketFlags.None, out var error);")]
    [InlineData("_socket.SendAsync(new SocketAsyncEventArgs());")]
    [InlineData("_socket.BeginSend(buffer, 0, 100, SocketFlags.None, null, null);")]
    [InlineData("_ = _socket.SendAsync(buffer, SocketFlags.None);")]
    [InlineData("var sending = _socket.SendAsync(buffer, SocketFlags.None);")]
    [InlineData("Console.WriteLine(_socket.RemoteEndPoint);")]
    [InlineData("_socket.Close();")]
    [InlineData("_socket.Connect(\"host\", 80);")]
    public Task What_does_not_throw_on_a_reset(string statement) => VerifyThread(statement);

    [Fact]
    public Task An_ordinary_method_whose_callers_may_catch() => Verify(
        """
        public class Client
        {
            private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

            public void Send(byte[] data) => _socket.Send(data);

            public async Task<int> ReceiveAsync(byte[] data) => await _socket.ReceiveAsync(data, SocketFlags.None);
        }
        """);

    [Fact]
    public Task The_Main_of_a_client() => RuleTest.Of(
        "SOCK004",
        """
        using var client = new TcpClient("localhost", 9000);
        var stream = client.GetStream();
        stream.Write(new byte[1], 0, 1);
        while (stream.ReadByte() >= 0)
            Console.WriteLine(".");
        """).AsProgram().RunAsync();

    [Fact]
    public Task A_task_keeps_its_exception() => Verify(
        """
        class Server
        {
            public void Start(Socket client, byte[] data)
            {
                _ = Task.Run(() => client.Send(data));
                Task.Factory.StartNew(() => client.Send(data));
                Task.Run(async () => await client.SendAsync(data, SocketFlags.None)).ContinueWith(t => Console.WriteLine(t.Exception), TaskContinuationOptions.OnlyOnFaulted);
            }
        }
        """);

    [Fact]
    public Task A_timer_of_System_Timers_swallows_it() => Verify(
        """
        class Heart
        {
            public void Start(Socket client)
            {
                var timer = new System.Timers.Timer(1000);
                timer.Elapsed += (sender, e) => client.Send(new byte[1]);
                timer.Start();
            }
        }
        """);

    [Fact]
    public Task A_helper_that_takes_the_delegate_and_catches() => Verify(
        """
        class Client
        {
            public void Start(Socket socket, byte[] data) => new Thread(() => Guard(() => socket.Send(data))).Start();

            public void StartAgain(Socket socket, byte[] data) => Run(() => socket.Receive(data));

            private static void Run(Action work) => new Thread(() => Guard(work)).Start();

            private static void Guard(Action work)
            {
                try
                {
                    work();
                }
                catch (Exception e)
                {
                    Console.WriteLine(e);
                }
            }
        }
        """);

    [Fact]
    public Task A_helper_that_catches_itself() => VerifyThread(
        "Greet();",
        "private void Greet() { try { _socket.Send(new byte[1]); } catch (SocketException) { } }");

    [Fact]
    public Task A_helper_whose_task_nobody_waits_for() => VerifyThread(
        "_ = GreetAsync();",
        "private async Task GreetAsync() => await _socket.SendAsync(new byte[1], SocketFlags.None);");

    [Fact]
    public Task A_method_that_can_be_overridden_is_not_followed() => VerifyThread(
        "Greet();",
        "protected virtual void Greet() => _socket.Send(new byte[1]);");

    [Fact]
    public Task Datagrams_know_no_reset() => Verify(
        """
        class Listener
        {
            private readonly UdpClient _udp = new(9000);
            private readonly Socket _raw = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

            public async void Run(EndPoint any)
            {
                var datagram = await _udp.ReceiveAsync();
                _raw.Receive(datagram.Buffer);
                _raw.ReceiveFrom(datagram.Buffer, ref any);
                _udp.Client.Send(datagram.Buffer);
            }
        }
        """);

    [Fact]
    public Task A_file_is_no_socket() => Verify(
        """
        class Reader
        {
            private readonly StreamReader _reader = new(File.OpenRead("log.txt"));
            private readonly TcpClient _client = new();

            public async void Run(Stream unknown)
            {
                Console.WriteLine(await _reader.ReadLineAsync());
                Console.WriteLine(unknown.ReadByte());
                Console.WriteLine(_client.Connected);
            }
        }
        """);
}
