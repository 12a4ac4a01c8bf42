using Xunit;

namespace SocketAnalyzers.Tests.Rules;

public partial class SOCK006Tests
{
    [Theory]
    [InlineData("var s = Tcp(); s.Bind(endPoint); s.Listen();")]
    [InlineData("var s = new Socket(SocketType.Stream, flag ? ProtocolType.Tcp : ProtocolType.Unspecified); s.Bind(endPoint); s.Listen();")]
    [InlineData("var s = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified); s.Bind(new UnixDomainSocketEndPoint(\"/run/a\")); s.Listen();")]
    [InlineData("var s = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.IP); s.Bind(new UnixDomainSocketEndPoint(\"/run/a\")); s.Listen();")]
    [InlineData("var s = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified); s.Bind(new UnixDomainSocketEndPoint(\"/run/a\")); s.Receive(Data);")]
    [InlineData("var where = new UnixDomainSocketEndPoint(\"/run/a\"); var s = new Socket(where.AddressFamily, SocketType.Stream, ProtocolType.Unspecified); s.Bind(where); s.Listen();")]
    [InlineData("var s = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified); s.Bind(endPoint); s.Listen();")]
    [InlineData("var s = new Socket(AddressFamily.Packet, SocketType.Raw, ProtocolType.Unspecified); s.Bind(endPoint);")]
    [InlineData("var s = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.IP); s.Bind(endPoint); s.Receive(Data);")]
    [InlineData("var s = Any(); s.Bind(new IPEndPoint(IPAddress.Any, 0)); s.Listen();")]
    [InlineData("var s = Any(); s.Bind(new IPEndPoint(IPAddress.Any, NoPort)); s.Connect(endPoint);")]
    [InlineData("var s = Any(); s.Connect(endPoint);")]
    [InlineData("var s = Any(); s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); s.Bind(endPoint); s.Listen();")]
    [InlineData("var s = Any(); s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, 1); s.Bind(endPoint); s.Listen();")]
    [InlineData("var s = Any(); s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, flag); s.Bind(endPoint); s.Listen();")]
    [InlineData("var s = Any(); s.ExclusiveAddressUse = false; s.Bind(endPoint); s.Listen();")]
    [InlineData("var s = Any(); s.SetRawSocketOption(1, 2, new byte[4]); s.Bind(endPoint); s.Listen();")]
    [InlineData("var s = Any(); configure(s); s.Bind(endPoint); s.Listen();")]
    [InlineData("var s = Any(); Reuse(s); s.Bind(endPoint); s.Listen();")]
    [InlineData("Socket s = null; s.Bind(endPoint); s.Listen();")]
    public Task A_stream_socket_that_is_right(string body) => VerifyOpen(body);

    // A run that fails within a minute of the last one is a nuisance there; who cares has a flaky test to tell him.
    [Fact]
    public Task A_fixture_of_tests() => RuleTest.Of(
        "SOCK006",
        """
        class SetUpAttribute : Attribute { }

        class ServerTests
        {
            private Socket _listener;

            [SetUp]
            public void Open()
            {
                _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.IP);
                _listener.Bind(new IPEndPoint(IPAddress.Loopback, 45000));
                _listener.Listen(10);
            }
        }
        """).RunAsync();

    private static Task VerifyOpen(string body) => RuleTest.Of("SOCK006", InMethod(body)).And(Reuse).RunAsync();

    [Fact]
    public Task A_socket_from_outside() => Verify(
        """
        class Server
        {
            private readonly Socket _socket;

            public Server(Socket socket) => _socket = socket;

            public Socket Run()
            {
                _socket.Bind(new IPEndPoint(IPAddress.Any, 1900));
                _socket.Listen();
                return _socket.Accept();
            }

            public static void Open(Socket socket, EndPoint where)
            {
                socket.Bind(where);
                socket.Listen(1);
            }
        }
        """);

    [Theory]
    [InlineData("netcoreapp2.1")]
    [InlineData("netcoreapp3.1")]
    [InlineData("net5.0")]
    [InlineData("net10.0")]
    [InlineData("net472")]
    [InlineData("net20")]
    [InlineData("netstandard2.0")]
    public Task A_runtime_that_sets_it_or_needs_none(string framework) =>
        RuleTest.Of("SOCK006", InMethod("var l = new TcpListener(endPoint); l.Start(); var s = Tcp(); s.Bind(endPoint); s.Listen();")).With("TargetFramework", framework).RunAsync();

    [Fact]
    public Task NET_Framework_by_identifier() => RuleTest.Of("SOCK006", InMethod("var l = new TcpListener(endPoint); l.Start();"))
        .With("TargetFrameworkIdentifier", ".NETFramework").With("TargetFrameworkVersion", "v2.0").RunAsync();

    [Theory]
    [InlineData("TargetFrameworkIdentifier", ".NETFramework")]
    [InlineData("TargetFramework", "net40")]
    public Task On_NET_Framework_no_protocol_needs_it(string property, string value) => RuleTest.Of(
        "SOCK006",
        InMethod("var s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.IP); s.Bind(endPoint); s.Listen(); var t = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Unspecified); t.Bind(endPoint); t.Listen();"))
        .With(property, value).RunAsync();

    [Theory]
    [InlineData("var s = Tcp(); s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); s.Bind(endPoint); s.Listen();")]
    [InlineData("var l = new TcpListener(endPoint); l.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); l.Start();")]
    [InlineData("var l = new TcpListener(endPoint) { ExclusiveAddressUse = false }; l.Start();")]
    [InlineData("var s = Tcp(); s.Bind(endPoint); s.Connect(endPoint);")]
    [InlineData("var l = new TcpListener(IPAddress.Any, 0); l.Start();")]
    [InlineData("var s = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified); s.Bind(new UnixDomainSocketEndPoint(\"/run/a\")); s.Listen();")]
    public Task An_old_runtime_s_server_that_is_right(string body) =>
        RuleTest.Of("SOCK006", InMethod(body)).With("TargetFramework", "netcoreapp2.0").RunAsync();

    [Fact]
    public Task An_old_runtime_that_the_option_says_sets_it() => RuleTest.Of("SOCK006", InMethod("var l = new TcpListener(endPoint); l.Start();"))
        .With("TargetFramework", "netcoreapp2.0").Configured("socket_analyzers.runtime_sets_reuse_address = true").RunAsync();

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net8.0")]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    public Task On_each_framework(string framework) => RuleTest.Of(
        "SOCK006",
        """
        class C
        {
            void M(IPEndPoint from)
            {
                var s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);
                {|SOCK006:s.Bind(from)|};
                s.Listen(10);
            }
        }
        """).On(framework).RunAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task The_preprocessor_decides_what_is_seen(bool defined)
    {
        const string Bind = "s.Bind(endPoint)";
        var test = RuleTest.Of("SOCK006", InMethod(
            $"var s = Any();\n#if REUSE\ns.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);\n#endif\n{(defined ? Bind : "{|SOCK006:" + Bind + "|}")}; s.Listen();"));
        if (defined)
            test.PreprocessorSymbols.Add("REUSE");
        return test.RunAsync();
    }

    [Fact]
    public Task Top_level_statements() => RuleTest.Of(
        "SOCK006",
        """
        using var listener = new Socket(SocketType.Stream, ProtocolType.IP);
        {|SOCK006:listener.Bind(new IPEndPoint(IPAddress.Any, 1900))|};
        listener.Listen();
        """).AsProgram().RunAsync();

    [Theory]
    [InlineData("using var l = new TcpListener(; l.Start();")]
    [InlineData("var s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ); s.Bind(; s.Listen();")]
    public async Task Unfinished_code_is_no_crash(string body) =>
        Assert.InRange((await RuleTest.ReportedAsync("SOCK006", $"class C {{ void M() {{ {body} }} }}")).Length, 0, 1);

    [Theory]
    [InlineData("var s = new Socket(SocketType.Stream, ProtocolType.IP); s.Bind(e); s.Listen(1);", "Protocol")]
    public async Task What_a_fix_needs_is_in_the_properties(string body, string cause)
    {
        var diagnostic = Assert.Single(await RuleTest.ReportedAsync("SOCK006", $"class C {{ void M(IPEndPoint e) {{ {body} }} }}"));

        Assert.Equal("Cause", Assert.Single(diagnostic.Properties).Key);
        Assert.Equal(cause, Assert.Single(diagnostic.Properties).Value);
    }
}
