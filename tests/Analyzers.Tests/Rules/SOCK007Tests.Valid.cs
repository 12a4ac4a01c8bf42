using Xunit;

namespace SocketAnalyzers.Tests.Rules;

public partial class SOCK007Tests
{
    [Theory]
    [InlineData("s.ExclusiveAddressUse = true;")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, false);")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, 0);")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ExclusiveAddressUse, true);")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseUnicastPort, true);")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, true);")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.IP, (SocketOptionName)4, true);")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, flag);")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, Share);")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, settings[\"share\"]);")]
    [InlineData("s.ExclusiveAddressUse = !flag;")]
    [InlineData("s.ExclusiveAddressUse = flag ? false : true;")]
    [InlineData("var share = Environment.GetCommandLineArgs().Contains(\"--share\"); if (share) s.ExclusiveAddressUse = false;")]
    [InlineData("if (port == 1) s.ExclusiveAddressUse = false; else s.ExclusiveAddressUse = true;")]
    [InlineData("if (flag) s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);")]
    [InlineData("if (_share) { s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); }")]
    [InlineData("if (Share && port > 0) s.ExclusiveAddressUse = false;")]
    [InlineData("if (maybe == true) s.ExclusiveAddressUse = false;")]
    [InlineData("s.ExclusiveAddressUse = false; s.ExclusiveAddressUse = true;")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, false);")]
    [InlineData("given.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);")]
    public Task A_server_that_does_not_share(string option) => VerifyInMethod("var s = Tcp(); " + option + " s.Bind(endPoint); s.Listen(10);");

    [Theory]
    [InlineData("var u = Udp(); u.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); u.Bind(endPoint); u.Receive(new byte[1]);")]
    [InlineData("var u = new UdpClient { ExclusiveAddressUse = false }; u.Client.Bind(endPoint); await u.ReceiveAsync();")]
    [InlineData("var u = new UdpClient(); u.Client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); u.Client.Bind(endPoint);")]
    [InlineData("var s = Tcp(); s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); s.Bind(endPoint); s.Connect(\"example.org\", 80);")]
    [InlineData("var s = Tcp(); s.ExclusiveAddressUse = false; await s.ConnectAsync(\"example.org\", 80);")]
    [InlineData("var c = new TcpClient { ExclusiveAddressUse = false }; c.Connect(\"example.org\", 80);")]
    [InlineData("var c = new TcpClient(endPoint); c.Client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); await c.ConnectAsync(\"example.org\", 80);")]
    [InlineData("var s = Tcp(); s.ExclusiveAddressUse = false; s.Bind(endPoint);")]
    [InlineData("var s = new Socket(SocketType.Stream, ProtocolType.Unspecified); s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true); s.Bind(endPoint); s.Listen();")]
    [InlineData("var s = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified); s.ExclusiveAddressUse = false; s.Bind(new UnixDomainSocketEndPoint(\"/run/a\")); s.Listen();")]
    [InlineData("var s = Tcp(); s.ExclusiveAddressUse = false; s.Bind(new IPEndPoint(IPAddress.Any, 0)); s.Listen();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, 0) { ExclusiveAddressUse = false }; l.Start();")]
    [InlineData("var l = new TcpListener(endPoint); l.Start(); var c = l.AcceptTcpClient(); c.ExclusiveAddressUse = false;")]
    public Task Not_a_listening_TCP_socket_with_a_fixed_port(string body) => VerifyInMethod(body);

    [Fact]
    public Task Hole_punching_listens_on_and_connects_from_one_port() => Verify(
        """
        static class HolePunch
        {
            public static Socket Punch(IPEndPoint local, IPEndPoint remote)
            {
                var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
                listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
                listener.Bind(local);
                listener.Listen(1);

                var outgoing = new Socket(SocketType.Stream, ProtocolType.Tcp);
                outgoing.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
                outgoing.Bind(local);
                try
                {
                    outgoing.Connect(remote);
                    return outgoing;
                }
                catch (SocketException)
                {
                    return listener.Accept();
                }
            }
        }
        """);

    [Fact]
    public Task Hole_punching_over_the_methods_of_a_class() => Verify(
        """
        class HolePunch
        {
            private readonly Socket _listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
            private readonly IPEndPoint _local;

            public HolePunch(IPEndPoint local) => _local = local;

            public void Listen()
            {
                _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
                _listener.Bind(_local);
                _listener.Listen(1);
            }

            public async Task<Socket> ConnectAsync(EndPoint remote)
            {
                var outgoing = new Socket(SocketType.Stream, ProtocolType.Tcp);
                outgoing.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
                outgoing.Bind(_local);
                await outgoing.ConnectAsync(remote);
                return outgoing;
            }
        }
        """);

    [Theory]
    [InlineData("allow_port_sharing = true")]
    [InlineData("runtime_sets_reuse_address = false")]
    public Task An_option_switches_it_off(string option) =>
        RuleTest.Of("SOCK007", InMethod("var l = new TcpListener(endPoint) { ExclusiveAddressUse = false }; l.Start();")).Configured("socket_analyzers." + option).RunAsync();

    [Theory]
    [InlineData("allow_port_sharing = false")]
    [InlineData("allow_port_sharing = perhaps")]
    [InlineData("runtime_sets_reuse_address = true")]
    public Task An_option_leaves_it_on(string option) =>
        RuleTest.Of("SOCK007", InMethod("var l = new TcpListener(endPoint) { {|SOCK007:ExclusiveAddressUse = false|} }; l.Start();")).Configured("socket_analyzers." + option).RunAsync();

    [Fact]
    public Task An_old_runtime_needs_the_option_for_a_restart() =>
        RuleTest.Of("SOCK007", InMethod("var l = new TcpListener(endPoint) { ExclusiveAddressUse = false }; l.Start();")).With("TargetFramework", "netcoreapp2.0").RunAsync();

    [Fact]
    public Task A_project_that_runs_on_Linux_only_shares_all_the_same() =>
        RuleTest.Of("SOCK007", InMethod("var l = new TcpListener(endPoint) { {|SOCK007:ExclusiveAddressUse = false|} }; l.Start();")).With("RuntimeIdentifiers", "linux-x64").RunAsync();

    [Fact]
    public Task Two_types_are_not_seen_together() => Verify(
        """
        static class Configuration
        {
            public static void Prepare(Socket socket) => socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        }

        static class Other
        {
            public static void Listen(Socket socket) => socket.Listen(1);
        }
        """);

    [Fact]
    public Task A_field_that_the_type_turns_off_again() => Verify(
        """
        class Server
        {
            private readonly Socket _socket = new Socket(SocketType.Stream, ProtocolType.Tcp);

            public void Share() => _socket.ExclusiveAddressUse = false;

            public void DoNotShare() => _socket.ExclusiveAddressUse = true;

            public void Open(EndPoint where)
            {
                _socket.Bind(where);
                _socket.Listen(1);
            }
        }
        """);

    [Fact]
    public Task A_look_alike() => Verify(
        """
        namespace Mine
        {
            class TcpListener
            {
                public bool ExclusiveAddressUse { get; set; }
                public void Start() { }
            }

            class C
            {
                void M()
                {
                    var listener = new TcpListener { ExclusiveAddressUse = false };
                    listener.Start();
                }
            }
        }
        """);

    [Fact]
    public Task An_assertion_that_expects_the_failure() => Verify(
        """
        static class Assert { public static void Throws<T>(Action action) { } }

        class Checks
        {
            void M(EndPoint where)
            {
                var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
                s.Bind(where);
                s.Listen(1);
                Assert.Throws<InvalidOperationException>(() => s.ExclusiveAddressUse = false);
            }
        }
        """);

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net8.0")]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    public Task On_each_framework(string framework) => RuleTest.Of(
        "SOCK007",
        """
        class C
        {
            void M(EndPoint where)
            {
                var s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                {|SOCK007:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|};
                s.Bind(where);
                s.Listen(10);
                var l = new TcpListener(IPAddress.Any, 80) { {|SOCK007:ExclusiveAddressUse = false|} };
                l.Start();
            }
        }
        """).On(framework).RunAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task The_preprocessor_decides_what_is_seen(bool defined)
    {
        const string Option = "s.ExclusiveAddressUse = false";
        var test = RuleTest.Of("SOCK007", InMethod($"var s = Tcp();\n#if SHARE\n{(defined ? "{|SOCK007:" + Option + "|}" : Option)};\n#endif\ns.Bind(endPoint); s.Listen();"));
        if (defined)
            test.PreprocessorSymbols.Add("SHARE");
        return test.RunAsync();
    }

    [Theory]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, ); s.Bind(e); s.Listen();")]
    [InlineData("s.ExclusiveAddressUse = ; s.Bind(e); s.Listen();")]
    public async Task Unfinished_code_is_no_crash(string body)
    {
        var code = $"class C {{ void M(EndPoint e) {{ var s = new Socket(SocketType.Stream, ProtocolType.Tcp); {body} }} }}";

        Assert.InRange((await RuleTest.ReportedAsync("SOCK007", code)).Length, 0, 1);
    }

    [Theory]
    [InlineData("s.ExclusiveAddressUse = false;", "ExclusiveAddressUse = false")]
    [InlineData("s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, 1);", "ReuseAddress = true")]
    public async Task What_a_fix_needs_is_in_the_properties(string body, string option)
    {
        var code = $"class C {{ void M(EndPoint e) {{ var s = new Socket(SocketType.Stream, ProtocolType.Tcp); {body} s.Bind(e); s.Listen(1); }} }}";

        var diagnostic = Assert.Single(await RuleTest.ReportedAsync("SOCK007", code));

        Assert.Equal("Option", Assert.Single(diagnostic.Properties).Key);
        Assert.Equal(option, Assert.Single(diagnostic.Properties).Value);
        Assert.Empty(diagnostic.AdditionalLocations);
    }
}
