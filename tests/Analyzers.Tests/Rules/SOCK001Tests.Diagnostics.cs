using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>SOCK001: a TCP server binds and leaves open who may share its port.</summary>
public partial class SOCK001Tests
{
    private static Task Verify(string code, params DiagnosticResult[] expected) => RuleTest.Of("SOCK001", code, expected).RunAsync();

    private static DiagnosticResult Bind(int at, string member, string name) =>
        new DiagnosticResult("SOCK001", DiagnosticSeverity.Info).WithLocation(at).WithMessage(
            $"'{member}' on '{name}' leaves address reuse unsettled: on Unix .NET sets SO_REUSEADDR itself, but on Windows another process can take the port over");

    [Fact]
    public Task A_raw_socket_in_one_method() => Verify(
        """
        static class Daytime
        {
            public static void Serve(int port)
            {
                using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                {|#0:listener.Bind(new IPEndPoint(IPAddress.Any, port))|};
                listener.Listen(128);
                while (true)
                {
                    using var client = listener.Accept();
                    client.Send(Encoding.ASCII.GetBytes(DateTime.Now.ToString()));
                }
            }
        }
        """,
        Bind(0, "Bind", "listener"));

    [Fact]
    public Task A_listener_in_a_field() => Verify(
        """
        public class ChatServer
        {
            private readonly TcpListener _listener;

            public ChatServer(int port) => _listener = new TcpListener(IPAddress.Any, port);

            public async Task RunAsync(CancellationToken stop)
            {
                {|#0:_listener.Start()|};
                while (!stop.IsCancellationRequested)
                {
                    var client = await _listener.AcceptTcpClientAsync(stop);
                    _ = Task.Run(() => Serve(client));
                }
            }

            private void Serve(TcpClient client) => client.Dispose();
        }
        """,
        Bind(0, "Start", "_listener"));

    [Fact]
    public Task A_bind_in_a_helper_is_reported_at_the_call_and_the_bind_is_the_witness() => Verify(
        """
        static class Server
        {
            public static Socket Open(int port)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                {|#0:BindTo(socket, port)|};
                socket.Listen();
                return socket;
            }

            private static void BindTo(Socket s, int port) => {|#1:s.Bind(new IPEndPoint(IPAddress.IPv6Any, port))|};
        }
        """,
        Bind(0, "BindTo", "socket").WithAdditionalLocation(1));

    [Fact]
    public Task An_object_that_has_no_name() => Verify(
        """
        class Server
        {
            public void Open() => {|#0:new TcpListener(IPAddress.Any, 80).Start()|};
        }
        """,
        Bind(0, "Start", "new TcpListener(IPAddress.Any, 80)"));

    [Theory]
    [InlineData("var l = new TcpListener(IPAddress.Any, 8080); {|SOCK001:l.Start()|};")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); {|SOCK001:l.Start(100)|};")]
    [InlineData("var l = new TcpListener(new IPEndPoint(IPAddress.Any, port)); {|SOCK001:l.Start()|};")]
    [InlineData("var l = new TcpListener(endPoint); {|SOCK001:l.Start()|};")]
    [InlineData("var l = new TcpListener(address, port); {|SOCK001:l.Start()|};")]
    [InlineData("var l = TcpListener.Create(port); {|SOCK001:l.Start()|};")]
    [InlineData("using (var l = TcpListener.Create(5000)) { {|SOCK001:l.Start()|}; l.AcceptSocket(); }")]
    [InlineData("TcpListener l = new(IPAddress.IPv6Any, port); l.Server.DualMode = true; {|SOCK001:l.Start()|};")]
    [InlineData("TcpListener l = null; l ??= new TcpListener(address, port); {|SOCK001:l.Start()|};")]
    [InlineData("var l = flag ? new TcpListener(IPAddress.Any, 80) : new TcpListener(IPAddress.Any, 81); {|SOCK001:l.Start()|};")]
    [InlineData("var l = new TcpListener(IPAddress.Any, int.Parse(Environment.GetEnvironmentVariable(\"PORT\"))); {|SOCK001:l.Start()|};")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); l.Server.NoDelay = true; l.Server.LingerState = new LingerOption(false, 0); {|SOCK001:l.Start()|};")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); l.AllowNatTraversal(true); {|SOCK001:l.Start()|};")]
    [InlineData("try { var l = new TcpListener(IPAddress.Any, port); {|SOCK001:l.Start()|}; } catch (SocketException) { }")]
    [InlineData("var l = new TcpListener(IPAddress.Any, port); {|SOCK001:l.Start()|}; keep.Add(l);")]
    [InlineData("_ = Task.Run(() => { var l = new TcpListener(IPAddress.Any, port); {|SOCK001:l.Start()|}; });")]
    [InlineData("void Open() { var l = new TcpListener(IPAddress.Any, port); {|SOCK001:l.Start()|}; } Open();")]
    [InlineData("TcpListener Make() => new TcpListener(IPAddress.Any, port); var l = Make(); {|SOCK001:l.Start()|};")]
    [InlineData("foreach (var p in new[] { 80, 443 }) { var l = new TcpListener(IPAddress.Any, p); {|SOCK001:l.Start()|}; keep.Add(l); }")]
    public Task A_tcp_listener(string body) => VerifyInMethod(body);

    [Theory]
    [InlineData("var s = Tcp(); {|SOCK001:s.Bind(endPoint)|}; s.Listen();")]
    [InlineData("var s = Tcp(); {|SOCK001:s.Bind(new IPEndPoint(address, port))|}; s.Listen(10);")]
    [InlineData("var s = Tcp(); {|SOCK001:s.Bind(IPEndPoint.Parse(\"0.0.0.0:9000\"))|}; s.Listen(10);")]
    [InlineData("var s = Tcp(); {|SOCK001:s.Bind(IPEndPoint.Parse(\"[::]:9000\"))|}; s.Listen(10);")]
    [InlineData("var s = Tcp(); {|SOCK001:s.Bind(IPEndPoint.Parse(Environment.GetCommandLineArgs()[1]))|}; s.Listen(10);")]
    [InlineData("var s = Tcp(); s.DualMode = true; {|SOCK001:s.Bind(new IPEndPoint(IPAddress.IPv6Any, port))|}; s.Listen();")]
    [InlineData("var s = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }; {|SOCK001:s.Bind(endPoint)|}; s.Listen();")]
    [InlineData("var s = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp); {|SOCK001:s.Bind(endPoint)|}; s.Listen();")]
    [InlineData("var s = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp); s.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.IPv6Only, false); {|SOCK001:s.Bind(endPoint)|}; s.Listen();")]
    [InlineData("var s = Tcp(); s.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true); {|SOCK001:s.Bind(endPoint)|}; s.Listen();")]
    [InlineData("var s = Tcp(); s.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, 1); {|SOCK001:s.Bind(endPoint)|}; s.Listen();")]
    [InlineData("var ep = new IPEndPoint(IPAddress.Any, 11000); var s = new Socket(ep.AddressFamily, SocketType.Stream, ProtocolType.Tcp); {|SOCK001:s.Bind(ep)|}; s.Listen(100);")]
    [InlineData("var s = Tcp(); {|SOCK001:s.Bind(endPoint)|}; Wait(s);")]
    [InlineData("var s = Tcp(); if (flag) s.NoDelay = true; {|SOCK001:s.Bind(endPoint)|}; if (flag) s.Listen(1);")]
    [InlineData("var s = Tcp(); try { {|SOCK001:s.Bind(endPoint)|}; s.Listen(10); while (true) s.BeginAccept(null, s); } catch (Exception e) { Console.WriteLine(e); }")]
    [InlineData("using var s = Tcp(); {|SOCK001:s.Bind(endPoint)|}; s.Listen(1); using var client = await s.AcceptAsync(); client.Send(new byte[1]);")]
    [InlineData("var s = Tcp(); {|SOCK001:s.Bind(endPoint)|}; Console.WriteLine(\"bound to {0}\", s.LocalEndPoint); s.Listen(1);")]
    public Task A_raw_socket(string body) => VerifyInMethod(body);

    private static Task VerifyInMethod(string body) => RuleTest.Of("SOCK001", InMethod(body)).RunAsync();

    private static string InMethod(string body) =>
        $$"""
        partial class C
        {
            private const int NoPort = 0;
            private static readonly IPEndPoint s_local = new IPEndPoint(IPAddress.Loopback, 5000);
            private static readonly IPAddress s_loopback = IPAddress.Parse("127.0.0.1");

            async Task M(int port, IPAddress address, IPEndPoint endPoint, bool flag, List<TcpListener> keep, Action<Socket> configure)
            {
                {{body}}
                await Task.Yield();
            }

            private static Socket Tcp() => new Socket(SocketType.Stream, ProtocolType.Tcp);

            private static Socket Wait(Socket socket)
            {
                socket.Listen(5);
                return socket.Accept();
            }
        }
        """;
}
