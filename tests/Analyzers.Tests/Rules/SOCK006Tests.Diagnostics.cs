using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>SOCK006: the places where SO_REUSEADDR is really missing.</summary>
public partial class SOCK006Tests
{
    private const string Protocol = "on Unix .NET sets it for ProtocolType.Tcp only, so a restart fails with AddressAlreadyInUse while connections are in TIME_WAIT";
    private const string Runtime = "on Unix this runtime does not set it, so a restart fails with AddressAlreadyInUse while connections are in TIME_WAIT";

    private static Task Verify(string code, params DiagnosticResult[] expected) => RuleTest.Of("SOCK006", code, expected).RunAsync();

    private static DiagnosticResult Missing(int at, string member, string name, string consequence) =>
        new DiagnosticResult("SOCK006", DiagnosticSeverity.Warning)
            .WithLocation(at).WithMessage($"'{member}' on '{name}' without SO_REUSEADDR: {consequence}");

    [Fact]
    public Task A_stream_socket_of_unspecified_protocol() => Verify(
        """
        static class Server
        {
            public static void Run(int port)
            {
                using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);
                {|#0:listener.Bind(new IPEndPoint(IPAddress.Any, port))|};
                listener.Listen(10);
                listener.Accept();
            }
        }
        """,
        Missing(0, "Bind", "listener", Protocol));

    [Fact]
    public Task A_runtime_that_does_not_set_it() => RuleTest.Of(
        "SOCK006",
        """
        static class Server
        {
            public static void Run(int port)
            {
                var listener = new TcpListener(IPAddress.Any, port);
                {|#0:listener.Start()|};
                listener.AcceptSocket();
            }
        }
        """,
        Missing(0, "Start", "listener", Runtime)).With("TargetFramework", "netcoreapp2.0").RunAsync();

    [Fact]
    public Task A_bind_in_a_helper_has_the_bind_as_its_witness() => Verify(
        """
        static class Server
        {
            public static void Run()
            {
                var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.IP);
                {|#0:Open(socket, 80)|};
            }

            private static void Open(Socket s, int port)
            {
                {|#1:s.Bind(new IPEndPoint(IPAddress.IPv6Any, port))|};
                s.Listen(1);
            }
        }
        """,
        Missing(0, "Open", "socket", Protocol).WithAdditionalLocation(1));

    [Theory]
    [InlineData("var s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.IP); {|SOCK006:s.Bind(endPoint)|}; s.Listen();")]
    [InlineData("var s = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Unspecified); {|SOCK006:s.Bind(endPoint)|}; s.Listen();")]
    [InlineData("var s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, 0); {|SOCK006:s.Bind(endPoint)|}; s.Listen();")]
    [InlineData("var s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, default); {|SOCK006:s.Bind(endPoint)|}; s.Listen();")]
    [InlineData("var s = new Socket(SocketType.Stream, ProtocolType.Unspecified); {|SOCK006:s.Bind(endPoint)|}; s.Listen();")]
    [InlineData("const ProtocolType any = ProtocolType.Unspecified; var s = new Socket(SocketType.Stream, any); {|SOCK006:s.Bind(endPoint)|}; s.Listen();")]
    [InlineData("var s = Any(); {|SOCK006:s.Bind(endPoint)|}; s.Listen();")]
    [InlineData("var s = new Socket(SocketType.Stream, ProtocolType.IP) { NoDelay = true }; {|SOCK006:s.Bind(new IPEndPoint(IPAddress.Any, 80))|}; s.Listen();")]
    [InlineData("var s = new Socket(SocketType.Stream, ProtocolType.IP); s.ExclusiveAddressUse = true; {|SOCK006:s.Bind(endPoint)|}; s.Listen();")]
    [InlineData("var s = new Socket(SocketType.Stream, ProtocolType.IP); s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, false); {|SOCK006:s.Bind(endPoint)|}; s.Listen();")]
    [InlineData("_ = Task.Run(() => { var s = new Socket(SocketType.Stream, ProtocolType.IP); {|SOCK006:s.Bind(endPoint)|}; s.Listen(); });")]
    [InlineData("using (var s = new Socket(SocketType.Stream, ProtocolType.IP)) { {|SOCK006:s.Bind(endPoint)|}; s.Listen(5); await s.AcceptAsync(); }")]
    public Task A_protocol_that_Bind_does_not_recognise(string body) => VerifyInMethod(body);

    private static Task VerifyInMethod(string body) => RuleTest.Of("SOCK006", InMethod(body)).RunAsync();

    internal const string Reuse = """
        partial class C
        {
            private static void Reuse(Socket socket) => socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        }
        """;

    internal static string InMethod(string body) =>
        $$"""
        partial class C
        {
            private const int NoPort = 0;
            private static readonly byte[] Data = new byte[16];
            private static readonly IPEndPoint Any1900 = new IPEndPoint(IPAddress.Any, 1900);

            async Task M(int port, IPAddress group, IPEndPoint endPoint, bool flag, Action<Socket> configure)
            {
                {{body}}
                await Task.Yield();
            }

            private static Socket Any() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);

            private static Socket Tcp() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

            private static Socket Udp() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

            private static void Join(Socket socket) =>
                socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(IPAddress.Parse("239.0.0.1")));
        }
        """;

    [Fact]
    public Task A_server_of_unspecified_protocol_over_the_methods_of_a_class() => Verify(
        """
        class Server
        {
            private readonly Socket _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.IP);

            public void Bind(int port) => {|SOCK006:_listener.Bind(new IPEndPoint(IPAddress.Any, port))|};

            public void Listen() => _listener.Listen(10);
        }
        """);

    [Fact]
    public Task Unspecified_is_reported_beside_SOCK001() => RuleTest.OfAll(
        """
        static class Server
        {
            public static void Run(int port)
            {
                using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);
                {|SOCK001:{|SOCK006:listener.Bind(new IPEndPoint(IPAddress.Any, port))|}|};
                listener.Listen(10);
                listener.Accept();
            }
        }
        """).RunAsync();

    [Theory]
    [InlineData("TargetFramework", "netcoreapp2.0")]
    [InlineData("TargetFramework", "netcoreapp1.1")]
    public Task Each_old_runtime(string property, string value) =>
        RuleTest.Of("SOCK006", InMethod("var s = Tcp(); {|SOCK006:s.Bind(endPoint)|}; s.Listen();")).With(property, value).RunAsync();

    [Fact]
    public Task Old_identifiers_and_versions() => RuleTest.Of("SOCK006", InMethod("var l = new TcpListener(endPoint); {|SOCK006:l.Start()|};"))
        .With("TargetFrameworkIdentifier", ".NETCoreApp").With("TargetFrameworkVersion", "v2.0").RunAsync();

    [Theory]
    [InlineData("var s = Tcp(); {|SOCK006:s.Bind(endPoint)|}; s.Listen();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); {|SOCK006:l.Start()|};")]
    [InlineData("var l = TcpListener.Create(port); l.ExclusiveAddressUse = true; {|SOCK006:l.Start()|};")]
    public Task A_runtime_that_the_option_names(string body) =>
        RuleTest.Of("SOCK006", InMethod(body)).Configured("socket_analyzers.runtime_sets_reuse_address = false").RunAsync();
}
