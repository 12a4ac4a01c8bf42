using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// The policy is stated, or the question does not arise.
public partial class SOCK001Tests
{
    [Theory]
    [InlineData("s.ExclusiveAddressUse = true;")]
    [InlineData("s.ExclusiveAddressUse = false;")]
    [InlineData("s.ExclusiveAddressUse = flag;")]
    [InlineData("s.ExclusiveAddressUse = OperatingSystem.IsWindows();")]
    [InlineData("if (OperatingSystem.IsWindows()) s.ExclusiveAddressUse = true;")]
    [InlineData("try { s.ExclusiveAddressUse = true; } catch (SocketException) { }")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ExclusiveAddressUse, true);")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ExclusiveAddressUse, 1);")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, false);")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, flag);")]
    [InlineData("foreach (var name in new[] { SocketOptionName.ReuseAddress }) s.SetSocketOption(SocketOptionLevel.Socket, name, true);")]
    [InlineData("s.SetRawSocketOption(1, 15, BitConverter.GetBytes(1));")]
    [InlineData("configure(s);")]
    [InlineData("configure?.Invoke(s);")]
    [InlineData("Configure(s);")]
    [InlineData("s.Configured();")]
    [InlineData("s = s.Configured();")]
    [InlineData("Options.Apply(s);")]
    [InlineData("void Set() => s.ExclusiveAddressUse = true; Set();")]
    [InlineData("Action set = () => s.ExclusiveAddressUse = true; set();")]
    public Task The_policy_is_stated_before_the_bind(string before) => RuleTest.Of("SOCK001", InMethod("var s = Tcp(); " + before + " s.Bind(endPoint); s.Listen(10);"))
        .And(
        """
        partial class C
        {
            private static void Configure(Socket socket) => socket.ExclusiveAddressUse = true;
        }

        static class Options
        {
            public static void Apply(Socket socket)
            {
                socket.NoDelay = true;
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ExclusiveAddressUse, 1);
            }

            public static Socket Configured(this Socket socket)
            {
                socket.ExclusiveAddressUse = true;
                return socket;
            }
        }
        """).RunAsync();

    [Theory]
    [InlineData("var l = new TcpListener(IPAddress.Any, port) { ExclusiveAddressUse = true }; l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port) { Server = { ExclusiveAddressUse = true } }; l.Start();")]
    [InlineData("var l = TcpListener.Create(port); l.ExclusiveAddressUse = true; l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); l.Server.ExclusiveAddressUse = true; l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); l.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); var server = l.Server; server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, 1); l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); configure(l.Server); l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); keep.Add(l); l.Start();")]
    [InlineData("var l = keep[0]; l.Start();")]
    [InlineData("foreach (var l in keep) l.Start();")]
    [InlineData("keep.ForEach(l => l.Start());")]
    [InlineData("var s = new Socket(SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true }; s.Bind(endPoint); s.Listen();")]
    public Task The_policy_is_stated_on_the_listener_or_may_be(string body) => VerifyInMethod(body);

    [Theory]
    [InlineData("var l = new TcpListener(IPAddress.Any, 0); l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, NoPort); l.Start();")]
    [InlineData("var l = new TcpListener(new IPEndPoint(IPAddress.Any, 0)); l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port: 0); l.Start();")]
    [InlineData("var l = TcpListener.Create(0); l.Start();")]
    [InlineData("var free = 0; var l = new TcpListener(IPAddress.Any, free); l.Start();")]
    [InlineData("var s = Tcp(); s.Bind(new IPEndPoint(IPAddress.Any, 0)); s.Listen();")]
    [InlineData("var s = Tcp(); s.Bind(new IPEndPoint(IPAddress.Any, IPEndPoint.MinPort)); s.Listen();")]
    [InlineData("var s = Tcp(); var any = new IPEndPoint(IPAddress.IPv6Any, 0); s.Bind(any); s.Listen();")]
    [InlineData("var s = Tcp(); s.Bind(IPEndPoint.Parse(\"0.0.0.0:0\")); s.Listen();")]
    [InlineData("var s = Tcp(); s.Bind(IPEndPoint.Parse(\"0.0.0.0\")); s.Listen();")]
    [InlineData("var s = Tcp(); s.Bind(IPEndPoint.Parse(\"[::]:0\")); s.Listen();")]
    [InlineData("const string any = \"::\"; var s = Tcp(); s.Bind(IPEndPoint.Parse(any)); s.Listen();")]
    public Task Any_free_port(string body) => VerifyInMethod(body);

    [Theory]
    [InlineData("var l = new TcpListener(IPAddress.Loopback, 5000); l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.IPv6Loopback, port); l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Parse(\"127.0.0.1\"), port); l.Start();")]
    [InlineData("var l = new TcpListener(s_loopback, port); l.Start();")]
    [InlineData("var l = new TcpListener(s_local); l.Start();")]
    [InlineData("var local = IPAddress.Parse(\"::1\"); var l = new TcpListener(local, port); l.Start();")]
    [InlineData("var s = Tcp(); s.Bind(new IPEndPoint(IPAddress.Loopback, port)); s.Listen();")]
    [InlineData("var s = Tcp(); s.Bind(IPEndPoint.Parse(\"127.0.0.1:5000\")); s.Listen();")]
    [InlineData("var s = Tcp(); s.Bind(IPEndPoint.Parse(\"[::1]:5000\")); s.Listen();")]
    public Task Only_this_machine_can_reach_it(string body) => VerifyInMethod(body);

    [Theory]
    [InlineData("var s = Tcp(); s.Bind(endPoint); s.Connect(\"example.org\", 80);")]
    [InlineData("var s = Tcp(); s.Bind(endPoint); await s.ConnectAsync(\"example.org\", 80); s.Send(new byte[1]);")]
    [InlineData("var s = Tcp(); s.Bind(endPoint);")]
    [InlineData("var c = new TcpClient(endPoint); c.Connect(\"example.org\", 80);")]
    [InlineData("var c = new TcpClient(); c.Client.Bind(endPoint); c.Connect(\"example.org\", 80);")]
    [InlineData("var u = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp); u.Bind(endPoint); u.Receive(new byte[1]);")]
    [InlineData("using var u = new UdpClient(5000); await u.ReceiveAsync();")]
    public Task A_client_or_a_datagram_socket(string body) => VerifyInMethod(body);

    [Theory]
    [InlineData("var s = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified); s.Bind(new UnixDomainSocketEndPoint(\"/run/a.sock\")); s.Listen();")]
    [InlineData("var s = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.IP); s.Bind(new UnixDomainSocketEndPoint(\"/run/a.sock\")); s.Listen(5);")]
    [InlineData("var unix = new UnixDomainSocketEndPoint(\"/run/a.sock\"); var s = new Socket(unix.AddressFamily, SocketType.Stream, ProtocolType.Unspecified); s.Bind(unix); s.Listen(5);")]
    [InlineData("EndPoint where = flag ? new UnixDomainSocketEndPoint(\"/run/a.sock\") : endPoint; var s = new Socket(where.AddressFamily, SocketType.Stream, flag ? ProtocolType.Unspecified : ProtocolType.Tcp); s.Bind(where); s.Listen(5);")]
    public Task A_unix_domain_socket(string body) => VerifyInMethod(body);

    [Theory]
    [InlineData("var s = new Socket(new SafeSocketHandle((IntPtr)3, ownsHandle: true)); s.Listen(10);")]
    [InlineData("var s = new Socket(new SafeSocketHandle((IntPtr)3, true)); if (!s.IsBound) s.Bind(endPoint); s.Listen(10);")]
    [InlineData("var s = new Socket(default(SocketInformation)); s.Bind(endPoint); s.Listen(10);")]
    public Task A_handle_from_the_service_manager(string body) => VerifyInMethod(body);

    [Theory]
    [InlineData("try { var l = new TcpListener(IPAddress.Any, port); l.Start(); l.Stop(); } catch (SocketException) { return; }")]
    [InlineData("TcpListener l = null; try { l = new TcpListener(IPAddress.Any, port); l.Start(); } catch (SocketException) { return; } finally { l?.Stop(); }")]
    [InlineData("using (var s = Tcp()) { s.Bind(endPoint); s.Listen(1); }")]
    [InlineData("using var l = TcpListener.Create(port); l.Start();")]
    [InlineData("using var s = Tcp(); s.Bind(endPoint); s.Listen(1); Console.WriteLine(((IPEndPoint)s.LocalEndPoint).Port);")]
    public Task A_port_probe(string body) => VerifyInMethod(body);

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
