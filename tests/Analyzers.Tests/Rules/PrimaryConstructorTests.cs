#if ROSLYN_LATEST
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>The rules in classes with primary constructors, which Roslyn 4.5 does not parse.</summary>
public class PrimaryConstructorTests
{
    [Fact]
    public Task SOCK001_of_a_field_made_from_a_parameter() => RuleTest.Of(
        "SOCK001",
        """
        public sealed class Server(int port)
        {
            private readonly TcpListener _listener = new(IPAddress.Any, port);

            public void Run()
            {
                {|SOCK001:_listener.Start()|};
                _listener.AcceptSocket();
            }
        }
        """).RunAsync();

    [Fact]
    public Task SOCK001_not_of_a_parameter() => RuleTest.Of(
        "SOCK001",
        """
        public sealed class Server(TcpListener listener, Socket socket)
        {
            private readonly Socket _socket = socket;

            public void Run(EndPoint where)
            {
                listener.Start();
                listener.AcceptSocket();
                _socket.Bind(where);
                _socket.Listen();
            }
        }
        """).RunAsync();

    [Fact]
    public Task SOCK003_of_a_captured_parameter() => RuleTest.Of(
        "SOCK003",
        """
        public sealed class Session(Socket socket, TcpClient client)
        {
            private readonly NetworkStream _stream = client.GetStream();

            public void Finish(byte[] last)
            {
                socket.Shutdown(SocketShutdown.Send);
                {|SOCK003:socket.Send(last)|};
            }

            public void Receive(byte[] buffer)
            {
                client.Client.Shutdown(SocketShutdown.Send);
                _stream.Read(buffer);
            }
        }
        """).RunAsync();

    [Theory]
    [InlineData("Renew();", false)]
    [InlineData("await Task.Yield();", false)]
    [InlineData("gate.WaitOne();", false)]
    [InlineData("Console.WriteLine(socket);", true)]
    [InlineData("Note();", true)]
    public Task SOCK003_of_a_captured_parameter_that_another_method_assigns(string between, bool isReported) => RuleTest.Of(
        "SOCK003",
        $$"""
        public sealed class Session(Socket socket, AutoResetEvent gate)
        {
            public async Task FinishAsync(byte[] last)
            {
                socket.Shutdown(SocketShutdown.Send);
                {{between}}
                {{(isReported ? "{|SOCK003:socket.Send(last)|}" : "socket.Send(last)")}};
                await Task.Yield();
            }

            public void Renew() { socket = new Socket(SocketType.Stream, ProtocolType.Tcp); socket.Connect("peer", 1); }
            private void Note() => Console.WriteLine(gate);
        }
        """).RunAsync();

    [Fact]
    public Task SOCK013_and_SOCK007_of_fields_made_from_a_parameter() => RuleTest.OfAll(
        """
        public sealed class Server(int port)
        {
            private readonly UdpClient _discovery = {|SOCK013:new(port)|};
            private readonly TcpListener _listener = new(IPAddress.Any, port) { {|SOCK007:ExclusiveAddressUse = false|} };

            public async Task RunAsync(IPAddress group)
            {
                _discovery.JoinMulticastGroup(group);
                _listener.Start({|SOCK005:10000|});
                await _discovery.ReceiveAsync();
                await _listener.AcceptSocketAsync();
            }
        }
        """).RunAsync();
}
#endif
