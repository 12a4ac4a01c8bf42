using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
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

    [Fact]
    public Task A_handler_of_Windows_Forms_gets_a_dialog() => Verify(
        """
        namespace System.Windows.Forms
        {
            public class Control { }

            public class Form : Control { }
        }

        class ChatForm : System.Windows.Forms.Form
        {
            private readonly TcpClient _client = new();

            private async void OnSend(object sender, EventArgs e) => await _client.GetStream().WriteAsync(new byte[1], 0, 1);
        }
        """);

    [Fact]
    public Task Any_async_void_of_a_Windows_Forms_program_but_not_its_threads()
    {
        var test = RuleTest.Of(
            "SOCK004",
            """
            class Chat
            {
                private readonly TcpClient _client = new();

                static void Main() { }

                public async void Send() => await _client.GetStream().WriteAsync(new byte[1], 0, 1);

                public void Start() => new Thread(Read).Start();

                private void Read() => {|SOCK004:_client.GetStream().ReadByte()|};
            }
            """).On("net472");
        test.TestState.OutputKind = OutputKind.WindowsApplication;
        return test.RunAsync();
    }

    [Fact]
    public Task A_peer_for_tests() => Verify(
        """
        class MockServer
        {
            public void Run(TcpListener listener)
            {
                while (true)
                    listener.AcceptTcpClient().Close();
            }
        }
        """);

    [Fact]
    public Task Unity_logs_it() => Verify(
        """
        namespace UnityEngine
        {
            public class MonoBehaviour { }
        }

        class Chat : UnityEngine.MonoBehaviour
        {
            private readonly TcpClient _client = new();

            private void Start() => new Thread(Run).Start();

            private void Run() => _client.GetStream().ReadByte();
        }
        """);

    [Fact]
    public Task A_test_may_fail() => Verify(
        """
        class FactAttribute : Attribute { }

        class Tests
        {
            [Fact]
            public async void Sends()
            {
                using var client = new TcpClient("localhost", 9000);
                await client.GetStream().WriteAsync(new byte[1], 0, 1);
            }
        }
        """);

    [Fact]
    public Task A_callback_that_somebody_calls_in_a_try() => Verify(
        """
        class Server
        {
            public void Start(Socket socket, byte[] data) => socket.BeginReceive(data, 0, 1, SocketFlags.None, OnReceive, socket);

            private void OnReceive(IAsyncResult result)
            {
                try
                {
                    Take(result);
                }
                catch (SocketException)
                {
                }
            }

            public void Take(IAsyncResult result) => ((Socket)result.AsyncState).EndReceive(result);
        }
        """);

    [Fact]
    public Task From_a_pair_to_a_task() => Verify(
        """
        class Client
        {
            public Task<int> ReceiveAsync(Socket socket, byte[] data) =>
                Task.Factory.FromAsync(socket.BeginReceive(data, 0, 1, SocketFlags.None, null, null), End);

            public Task ContinueAsync(Socket socket, byte[] data) =>
                Task.Factory.FromAsync(socket.BeginReceive(data, 0, 1, SocketFlags.None, null, null), result => { socket.EndReceive(result); });

            private int End(IAsyncResult result) => ((Socket)result.AsyncState).EndReceive(result);
        }
        """);

    [Fact]
    public Task A_look_alike_is_another_type() => Verify(
        """
        namespace Mine
        {
            class Socket
            {
                public int Receive(byte[] data) => 0;

                public Socket Accept() => this;
            }

            class Thread
            {
                public Thread(Action run) => run();
            }

            class C
            {
                void M(Socket s, System.Net.Sockets.Socket real)
                {
                    new System.Threading.Thread(() => s.Receive(new byte[1])).Start();
                    while (true)
                        s.Accept();
                }

                void N(System.Net.Sockets.Socket real) => new Thread(() => real.Receive(new byte[1]));
            }
        }
        """);

    [Fact]
    public Task A_pragma_around_the_line() => Verify(
        """
        class C
        {
            public async void M(Socket s)
            {
        #pragma warning disable SOCK004
                await s.ReceiveAsync(new byte[1], SocketFlags.None);
        #pragma warning restore SOCK004
            }
        }
        """);

    [Fact]
    public Task Only_the_active_branch_of_an_if_directive() => Verify(
        """
        class C
        {
            public async void M(Socket s)
            {
        #if NEVER
                await s.ReceiveAsync(new byte[1], SocketFlags.None);
        #endif
                await Task.Yield();
            }
        }
        """);

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net8.0")]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    public Task On_every_framework(string framework) => RuleTest.Of(
        "SOCK004",
        """
        class C
        {
            public void Start(Socket s) => new Thread(() => {|SOCK004:s.Receive(new byte[1])|}).Start();

            public void Serve(TcpListener l)
            {
                while (true)
                    {|SOCK004:l.AcceptTcpClient()|}.Close();
            }

            public async void Send(NetworkStream n)
            {
                try { await {|SOCK004:n.WriteAsync(new byte[1], 0, 1)|}; }
                catch (SocketException) { }
            }
        }
        """).On(framework).RunAsync();

    [Theory]
    [InlineData("async void M(Socket s) { await s.ReceiveAsync(")]
    [InlineData("void M(Socket s) { while (true) { try { s.Accept() } catch (SocketException e) when ( } }")]
    [InlineData("void M(Socket s) { new Thread(() => s.Receive(")]
    [InlineData("void M(IAsyncResult r) { try { x.EndAccept(r); } catch ( { throw } }")]
    public async Task Unfinished_code_is_no_crash(string member)
    {
        var test = RuleTest.Of("SOCK004", "class C { " + member);
        test.CompilerDiagnostics = CompilerDiagnostics.None;
        try
        {
            await test.RunAsync();
        }
        catch (VerificationException e)
        {
            // What it reports there is free; that it lives is not.
            Assert.DoesNotContain("crash", e.Message, StringComparison.OrdinalIgnoreCase);
        }
    }
}
