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

    [Theory]
    [InlineData("var s = Udp(); s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); s.Bind(Any1900); Join(s); s.Receive(Data);")]
    [InlineData("var s = Udp(); s.ExclusiveAddressUse = false; s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); s.Bind(Any1900); Join(s); s.Receive(Data);")]
    [InlineData("var s = Udp(); Reuse(s); s.Bind(Any1900); Join(s); s.Receive(Data);")]
    [InlineData("var s = Udp(); configure(s); s.Bind(Any1900); Join(s); s.Receive(Data);")]
    [InlineData("var s = Udp(); s.Bind(Any1900); s.Receive(Data);")]
    [InlineData("var s = Udp(); s.Bind(Any1900); Join(s); s.SendTo(Data, endPoint);")]
    [InlineData("var s = Udp(); s.Bind(new IPEndPoint(IPAddress.Any, 0)); Join(s); s.Receive(Data);")]
    [InlineData("var s = Udp(); Join(s); s.SendTo(Data, endPoint); s.Receive(Data);")]
    [InlineData("var s = Udp(); s.Bind(Any1900); s.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.DropMembership, new MulticastOption(group)); s.Receive(Data);")]
    [InlineData("var s = Udp(); s.Bind(Any1900); s.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, 4); s.Receive(Data);")]
    [InlineData("var u = new UdpClient(); u.ExclusiveAddressUse = false; u.Client.Bind(Any1900); u.JoinMulticastGroup(group); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient { ExclusiveAddressUse = false }; u.Client.Bind(Any1900); u.JoinMulticastGroup(group); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(); u.Client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); u.Client.Bind(Any1900); u.JoinMulticastGroup(group); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(); Reuse(u.Client); u.Client.Bind(Any1900); u.JoinMulticastGroup(group); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(); configure(u.Client); u.Client.Bind(Any1900); u.JoinMulticastGroup(group); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(0); u.JoinMulticastGroup(group); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(new IPEndPoint(IPAddress.Any, 0)); u.JoinMulticastGroup(group); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(); u.JoinMulticastGroup(group); await u.SendAsync(Data, 16, endPoint); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(AddressFamily.InterNetwork); u.JoinMulticastGroup(group); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(\"example.org\", 53); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(1900); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(1900); u.JoinMulticastGroup(group); u.Send(Data, 16, endPoint);")]
    public Task A_datagram_socket_that_is_right(string body) => VerifyOpen(body);

    private static Task VerifyOpen(string body) => RuleTest.Of("SOCK006", InMethod(body)).And(
        """
        partial class C
        {
            private static void Reuse(Socket socket) => socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        }
        """).RunAsync();

    [Fact]
    public Task A_field_that_the_type_configures_elsewhere() => Verify(
        """
        class Discovery
        {
            private readonly UdpClient _client = new UdpClient(AddressFamily.InterNetwork);

            public Discovery() => Prepare();

            private void Prepare() => _client.Client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);

            public void Open(IPAddress group)
            {
                _client.Client.Bind(new IPEndPoint(IPAddress.Any, 1900));
                _client.JoinMulticastGroup(group);
            }

            public Task<UdpReceiveResult> NextAsync() => _client.ReceiveAsync();
        }
        """);

    [Fact]
    public Task A_socket_from_outside() => Verify(
        """
        class Discovery
        {
            private readonly Socket _socket;

            public Discovery(Socket socket) => _socket = socket;

            public int Run(byte[] buffer)
            {
                _socket.Bind(new IPEndPoint(IPAddress.Any, 1900));
                _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(IPAddress.Any));
                return _socket.Receive(buffer);
            }

            public static void Open(Socket socket, UdpClient client, EndPoint where)
            {
                socket.Bind(where);
                socket.Listen(1);
                client.Client.Bind(where);
                client.JoinMulticastGroup(IPAddress.Any);
                client.ReceiveAsync();
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

    [Fact]
    public Task On_NET_Framework_a_receiver_of_a_group_does() => RuleTest.Of("SOCK006", InMethod("var u = {|SOCK006:new UdpClient(1900)|}; u.JoinMulticastGroup(IPAddress.Any); u.ReceiveAsync();"))
        .With("TargetFrameworkIdentifier", ".NETFramework").RunAsync();

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

    [Fact]
    public Task A_look_alike() => Verify(
        """
        namespace Mine
        {
            class UdpClient
            {
                public UdpClient(int port) { }
                public void JoinMulticastGroup(IPAddress group) { }
                public byte[] Receive() => null;
            }

            class C
            {
                void M()
                {
                    var client = new UdpClient(1900);
                    client.JoinMulticastGroup(IPAddress.Any);
                    client.Receive();
                }
            }
        }
        """);

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
                var u = {|SOCK006:new UdpClient(1900)|};
                u.JoinMulticastGroup(IPAddress.Parse("239.0.0.1"));
                u.Receive(ref from);
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
        using var client = {|SOCK006:new UdpClient(1900)|};
        client.JoinMulticastGroup(IPAddress.Parse("239.255.255.250"));
        while (true)
        {
            var result = await client.ReceiveAsync();
            Console.WriteLine(Encoding.ASCII.GetString(result.Buffer));
        }
        """).AsProgram().RunAsync();

    [Theory]
    [InlineData("using var u = new UdpClient(; u.JoinMulticastGroup(group); u.Receive();")]
    [InlineData("var s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ); s.Bind(; s.Listen();")]
    public async Task Unfinished_code_is_no_crash(string body) =>
        Assert.InRange((await RuleTest.ReportedAsync("SOCK006", $"class C {{ void M() {{ {body} }} }}")).Length, 0, 1);

    [Theory]
    [InlineData("var s = new Socket(SocketType.Stream, ProtocolType.IP); s.Bind(e); s.Listen(1);", "Protocol")]
    [InlineData("var u = new UdpClient(80); u.JoinMulticastGroup(IPAddress.Any); u.Receive(ref e);", "Multicast")]
    public async Task What_a_fix_needs_is_in_the_properties(string body, string cause)
    {
        var diagnostic = Assert.Single(await RuleTest.ReportedAsync("SOCK006", $"class C {{ void M(IPEndPoint e) {{ {body} }} }}"));

        Assert.Equal("Cause", Assert.Single(diagnostic.Properties).Key);
        Assert.Equal(cause, Assert.Single(diagnostic.Properties).Value);
    }
}
