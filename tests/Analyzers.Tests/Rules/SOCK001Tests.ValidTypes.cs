using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// The policy is stated elsewhere in the type, by its base, or by whoever made the socket.
public partial class SOCK001Tests
{
    [Fact]
    public Task A_socket_that_comes_from_outside() => Verify(
        """
        class Server
        {
            private readonly Socket _listener;
            private readonly TcpListener _tcp;
            public Socket Given { get; set; }

            public Server(Socket listener, Func<TcpListener> factory)
            {
                _listener = listener;
                _tcp = factory();
            }

            public void Open(EndPoint where)
            {
                _listener.Bind(where);
                _listener.Listen(10);
                _tcp.Start();
                Given.Bind(where);
                Given.Listen(10);
            }

            public static void Open(Socket listener, EndPoint where)
            {
                listener.Bind(where);
                listener.Listen(10);
            }

            public static void Start(TcpListener listener) => listener.Start();
        }
        """);

    [Theory]
    [InlineData("public Server(int port) { _listener = new TcpListener(IPAddress.Any, port); _listener.ExclusiveAddressUse = true; }")]
    [InlineData("public Server(int port) => _listener = new TcpListener(IPAddress.Any, port) { ExclusiveAddressUse = true };")]
    [InlineData("public Server(int port) { _listener = new TcpListener(IPAddress.Any, port); } public void Configure() => _listener.Server.ExclusiveAddressUse = true;")]
    [InlineData("public Server(int port) { _listener = new TcpListener(IPAddress.Any, port); Configure(_listener); } private static void Configure(TcpListener l) => l.ExclusiveAddressUse = true;")]
    [InlineData("public Server(int port) { var l = new TcpListener(IPAddress.Any, port); l.ExclusiveAddressUse = true; _listener = l; }")]
    [InlineData("public Server(int port) { _listener = new TcpListener(IPAddress.Any, port); OnCreated(_listener); } protected virtual void OnCreated(TcpListener listener) { }")]
    [InlineData("public Server(int port) { _listener = Create(port); } protected virtual TcpListener Create(int port) => new TcpListener(IPAddress.Any, port);")]
    [InlineData("public Server(int port) { _listener = new TcpListener(IPAddress.Any, port); Created?.Invoke(_listener); } public event Action<TcpListener> Created;")]
    [InlineData("public Server(int port) { _listener = Factory.Create(port); }")]
    [InlineData("public Server(int port) { _listener = new TcpListener(IPAddress.Any, port); } public bool Exclusive { set => _listener.ExclusiveAddressUse = value; }")]
    [InlineData("public Server(Socket given) { _listener = new TcpListener(IPAddress.Any, 80); } public void Use(TcpListener other) => _listener = other;")]
    public Task A_field_that_is_configured_elsewhere_in_the_type(string members) => RuleTest.Of(
        "SOCK001",
        $$"""
        public class Server
        {
            private TcpListener _listener;

            public void Run()
            {
                _listener.Start();
                _listener.AcceptSocket();
            }

            {{members}}
        }
        """)
        .And(
        """
        static class Factory
        {
            public static TcpListener Create(int port)
            {
                var listener = new TcpListener(IPAddress.Any, port);
                listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ExclusiveAddressUse, true);
                return listener;
            }
        }
        """).RunAsync();

    [Fact]
    public Task A_field_that_another_part_of_the_class_configures() => RuleTest.Of(
        "SOCK001",
        "partial class Server { private readonly Socket _s = new(SocketType.Stream, ProtocolType.Tcp); void Open(EndPoint e) { _s.Bind(e); _s.Listen(1); } }")
        .And("partial class Server { public Server() { Apply(); } private void Apply() => _s.ExclusiveAddressUse = true; }").RunAsync();

    [Fact]
    public Task A_base_class_that_configures() => Verify(
        """
        abstract class ServerBase
        {
            protected readonly Socket Listener = new Socket(SocketType.Stream, ProtocolType.Tcp);

            protected ServerBase() => Listener.ExclusiveAddressUse = true;
        }

        sealed class Server : ServerBase
        {
            public void Open(EndPoint where)
            {
                Listener.Bind(where);
                Listener.Listen(10);
            }
        }
        """);

    [Fact]
    public Task A_derived_listener_that_whoever_makes_it_may_configure() => Verify(
        """
        public class EchoListener : TcpListener
        {
            public EchoListener(int port) : base(IPAddress.Any, port) { }

            public void Run()
            {
                Start();
                while (Active)
                    AcceptTcpClient().Close();
            }
        }

        static class Program
        {
            static void Main() => new EchoListener(80) { ExclusiveAddressUse = true }.Run();
        }
        """);

    [Fact]
    public Task A_derived_listener_that_configures_itself() => Verify(
        """
        class Exclusive : TcpListener
        {
            public Exclusive(int port) : base(IPAddress.Any, port) => ExclusiveAddressUse = true;

            public void Run()
            {
                Start();
                AcceptSocket();
            }
        }

        class User
        {
            void M()
            {
                var listener = new Exclusive(80);
                listener.Start();
            }
        }
        """);

    [Theory]
    [InlineData("[Fact]")]
    [InlineData("[Xunit.Theory]")]
    [InlineData("[Test]")]
    [InlineData("[TestMethod]")]
    [InlineData("[SetUp]")]
    public Task A_test_and_its_helpers(string attribute) => Verify(
        $$"""
        class FactAttribute : Attribute { }
        class Test : Attribute { }
        class TestMethodAttribute : Attribute { }
        class SetUp : Attribute { }
        namespace Xunit { class TheoryAttribute : Attribute { } }

        class ServerTests
        {
            private TcpListener _listener;

            {{attribute}}
            public void Runs()
            {
                _listener = new TcpListener(IPAddress.Any, 5000);
                _listener.Start();
                Helper();
            }

            private void Helper()
            {
                var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
                s.Bind(new IPEndPoint(IPAddress.Any, 5001));
                s.Listen(1);
            }

            private class Fixture
            {
                void Open() => new TcpListener(IPAddress.Any, 80).Start();
            }
        }
        """);
}
