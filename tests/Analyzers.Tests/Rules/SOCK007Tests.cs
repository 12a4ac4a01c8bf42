using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>SOCK007: a listening TCP socket that lets others share its port.</summary>
public partial class SOCK007Tests
{
    private static Task Verify(string code, params DiagnosticResult[] expected) => RuleTest.Of("SOCK007", code, expected).RunAsync();

    private static DiagnosticResult Sharing(int at, string option, string name) =>
        new DiagnosticResult("SOCK007", DiagnosticSeverity.Warning).WithLocation(at).WithMessage(
            $"'{option}' lets a second server listen on the port of '{name}' without an error: on Unix it sets SO_REUSEPORT and connections are split between the two, on Windows the port can be taken over");

    [Fact]
    public Task ReuseAddress_on_a_raw_socket() => Verify(
        """
        static class Server
        {
            public static Socket Open(int port)
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                {|#0:listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|};
                listener.Bind(new IPEndPoint(IPAddress.Any, port));
                listener.Listen(128);
                return listener;
            }
        }
        """,
        Sharing(0, "ReuseAddress = true", "listener"));

    [Fact]
    public Task ExclusiveAddressUse_false_on_a_listener() => Verify(
        """
        class Server
        {
            private readonly TcpListener _listener = new TcpListener(IPAddress.Any, 80);

            public void Run()
            {
                {|#0:_listener.ExclusiveAddressUse = false|};
                _listener.Start();
                _listener.AcceptSocket();
            }
        }
        """,
        Sharing(0, "ExclusiveAddressUse = false", "_listener"));

    [Fact]
    public Task An_option_in_an_initializer_is_named_by_the_variable() => Verify(
        """
        class Server
        {
            public void Run()
            {
                var listener = new TcpListener(IPAddress.Any, 80) { {|#0:ExclusiveAddressUse = false|} };
                listener.Start();
            }
        }
        """,
        Sharing(0, "ExclusiveAddressUse = false", "listener"));

    [Theory]
    [InlineData("{|SOCK007:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, 1)|};")]
    [InlineData("{|SOCK007:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, 2)|};")]
    [InlineData("{|SOCK007:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ExclusiveAddressUse, false)|};")]
    [InlineData("{|SOCK007:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ExclusiveAddressUse, 0)|};")]
    [InlineData("{|SOCK007:s.SetSocketOption(optionLevel: SocketOptionLevel.Socket, optionName: SocketOptionName.ReuseAddress, optionValue: true)|};")]
    [InlineData("{|SOCK007:s.SetSocketOption(SocketOptionLevel.Socket, optionValue: true, optionName: SocketOptionName.ReuseAddress)|};")]
    [InlineData("{|SOCK007:s.ExclusiveAddressUse = false|};")]
    [InlineData("const bool share = true; {|SOCK007:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, share)|};")]
    [InlineData("var share = true; {|SOCK007:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, share)|};")]
    [InlineData("var alias = s; {|SOCK007:alias.ExclusiveAddressUse = false|};")]
    [InlineData("{|SOCK007:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|}; s.NoDelay = true; s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);")]
    [InlineData("if (OperatingSystem.IsLinux()) {|SOCK007:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|};")]
    [InlineData("if (!OperatingSystem.IsWindows()) { {|SOCK007:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|}; }")]
    [InlineData("if (Environment.OSVersion.Platform == PlatformID.Unix) {|SOCK007:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|};")]
    [InlineData("if (s.AddressFamily == AddressFamily.InterNetwork) {|SOCK007:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|};")]
    [InlineData("{|SOCK007:s.ExclusiveAddressUse = false|}; {|SOCK007:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|};")]
    [InlineData("try { {|SOCK007:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|}; } catch (SocketException) { }")]
    [InlineData("Console.WriteLine(s); {|SOCK007:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|};")]
    public Task On_a_raw_socket(string option) => VerifyInMethod("var s = Tcp(); " + option + " s.Bind(endPoint); s.Listen(10);");

    [Theory]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); {|SOCK007:l.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|}; l.Start();")]
    [InlineData("var l = TcpListener.Create(port); {|SOCK007:l.Server.ExclusiveAddressUse = false|}; l.Start(10);")]
    [InlineData("var l = TcpListener.Create(port); {|SOCK007:l.ExclusiveAddressUse = false|}; l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Loopback, port); {|SOCK007:l.ExclusiveAddressUse = false|}; l.Start();")]
    [InlineData("using var l = new TcpListener(endPoint) { {|SOCK007:ExclusiveAddressUse = false|} }; l.Start(); await l.AcceptSocketAsync();")]
    [InlineData("var s = new Socket(SocketType.Stream, ProtocolType.Tcp) { {|SOCK007:ExclusiveAddressUse = false|}, NoDelay = true }; s.Bind(endPoint); s.Listen();")]
    [InlineData("var l = new TcpListener(endPoint); var server = l.Server; {|SOCK007:server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|}; l.Start();")]
    [InlineData("var s = Tcp(); {|SOCK007:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|}; s.Bind(endPoint); Wait(s);")]
    [InlineData("_ = Task.Run(() => { var s = Tcp(); {|SOCK007:s.ExclusiveAddressUse = false|}; s.Bind(endPoint); s.Listen(); });")]
    [InlineData("var s = Tcp(); s.Bind(endPoint); {|SOCK007:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|}; s.Listen();")]
    [InlineData("foreach (var p in new[] { 1, 2 }) { var s = Tcp(); {|SOCK007:s.ExclusiveAddressUse = false|}; s.Bind(new IPEndPoint(IPAddress.Any, p)); s.Listen(); }")]
    public Task On_a_listener(string body) => VerifyInMethod(body);

    private static Task VerifyInMethod(string body) => RuleTest.Of("SOCK007", InMethod(body)).RunAsync();

    private static string InMethod(string body) =>
        $$"""
        partial class C
        {
            private readonly bool _share;
            public bool Share { get; set; } = true;

            public C(bool share) => _share = share;

            async Task M(int port, IPEndPoint endPoint, bool flag, bool? maybe, Socket given, IDictionary<string, bool> settings)
            {
                {{body}}
                await Task.Yield();
            }

            private static Socket Tcp() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

            private static Socket Udp() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

            private static Socket Wait(Socket socket)
            {
                socket.Listen(5);
                return socket.Accept();
            }
        }
        """;

    [Fact]
    public Task Option_bind_and_listen_in_three_methods_of_the_type() => Verify(
        """
        class Server
        {
            private readonly Socket _socket = new Socket(SocketType.Stream, ProtocolType.Tcp);

            public Server() => {|SOCK007:_socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|};

            public void Bind(EndPoint where) => _socket.Bind(where);

            public void Listen() => _socket.Listen(10);
        }
        """);

    [Fact]
    public Task A_listener_made_in_the_constructor_and_started_elsewhere() => Verify(
        """
        class Server
        {
            private TcpListener _listener;

            public Server(int port)
            {
                _listener = new TcpListener(IPAddress.Any, port);
                {|SOCK007:_listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|};
            }

            public async Task RunAsync()
            {
                _listener.Start();
                while (true)
                    using (await _listener.AcceptTcpClientAsync()) { }
            }
        }
        """);

    [Fact]
    public Task A_field_with_an_initializer() => Verify(
        """
        class Server
        {
            private readonly TcpListener _listener = new TcpListener(IPAddress.Any, 80) { {|SOCK007:ExclusiveAddressUse = false|} };

            public void Run() => _listener.Start();
        }
        """);

    [Fact]
    public Task A_static_server_in_a_partial_class() => RuleTest.Of(
        "SOCK007",
        "static partial class Server { private static Socket s_socket; static void Open() { s_socket = new(SocketType.Stream, ProtocolType.Tcp); {|SOCK007:s_socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|}; Run(); } }")
        .And("static partial class Server { static void Run() { s_socket.Bind(new IPEndPoint(IPAddress.Any, 80)); s_socket.Listen(10); } }").RunAsync();

    [Fact]
    public Task A_helper_that_sets_it_has_the_option_as_its_witness() => RuleTest.Of(
        "SOCK007",
        """
        class Server
        {
            void Open(EndPoint where)
            {
                var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
                {|#0:s.Reusable()|};
                s.Bind(where);
                s.Listen();
            }
        }
        """,
        Sharing(0, "ReuseAddress = true", "s").WithAdditionalLocation(1))
        .And("static class Sockets { public static void Reusable(this Socket s) => {|#1:s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|}; }").RunAsync();

    [Fact]
    public Task A_derived_listener() => Verify(
        """
        class Shared : TcpListener
        {
            public Shared(int port) : base(IPAddress.Any, port)
            {
                {|SOCK007:ExclusiveAddressUse = false|};
            }

            public void Run()
            {
                Start();
                AcceptSocket();
            }
        }
        """);

    [Fact]
    public Task Top_level_statements() => RuleTest.Of(
        "SOCK007",
        """
        var listener = new TcpListener(IPAddress.Any, 8080);
        {|SOCK007:listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|};
        listener.Start();
        while (true)
            using (var client = listener.AcceptTcpClient())
                client.GetStream().WriteByte(1);
        """).AsProgram().RunAsync();

    [Fact]
    public Task One_cause_one_diagnostic_of_all_rules() => RuleTest.OfAll(
        """
        static class Server
        {
            public static void Open(int port)
            {
                var listener = new TcpListener(IPAddress.Any, port);
                {|SOCK007:listener.ExclusiveAddressUse = false|};
                listener.Start();
                listener.AcceptSocket();
            }
        }
        """).RunAsync();
}
