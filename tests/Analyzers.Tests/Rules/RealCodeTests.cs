using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>What reading every diagnostic on public repositories taught: each shape re-created in a few lines.</summary>
public class RealCodeTests
{
    [Theory]
    [InlineData("try { s.Shutdown(SocketShutdown.Send); } catch (SocketException) { } {|SOCK003:s.Send(data)|};")]
    [InlineData("try { s?.Shutdown(SocketShutdown.Both); } catch { } {|SOCK003:s.Send(data)|};")]
    [InlineData("try { s.Send(data); s.Shutdown(SocketShutdown.Send); } catch (SocketException) { } s.Send(data);")]
    public Task A_shutdown_in_a_try_of_its_own(string body) => RuleTest.Of("SOCK003", $$"""
        class C { void M(Socket s, byte[] data) { {{body}} } }
        """).RunAsync();

    [Theory]
    [InlineData("w.Flush()")]
    [InlineData("w.Close()")]
    [InlineData("w.Dispose()")]
    public Task Bytes_wait_in_the_buffer_below_a_binary_writer(string end) => RuleTest.Of("SOCK003", $$"""
        class C
        {
            void M(Socket s)
            {
                var w = new BinaryWriter(new BufferedStream(new NetworkStream(s)));
                w.Write(1);
                s.Shutdown(SocketShutdown.Both);
                {|SOCK003:{{end}}|};
            }
        }
        """).RunAsync();

    [Theory]
    [InlineData("var l = new TcpListener(IPAddress.Loopback, port ?? 0);")]
    [InlineData("var l = new TcpListener(new IPEndPoint(IPAddress.Loopback, port ?? 80));")]
    [InlineData("var l = new TcpListener(v6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, 80);")]
    [InlineData("var l = new TcpListener(new IPAddress(new byte[] { 127, 0, 0, 1 }), 502);")]
    [InlineData("var l = new TcpListener(v6 ? IPAddress.IPv6Any : IPAddress.Any, port ?? 80);", true)]
    public Task An_argument_after_which_another_one_branches(string listener, bool isReported = false) => RuleTest.Of("SOCK001", $$"""
        class C
        {
            void M(int? port, bool v6)
            {
                {{listener}}
                {{(isReported ? "{|SOCK001:l.Start()|}" : "l.Start()")}};
                l.AcceptTcpClient();
            }
        }
        """).RunAsync();

    [Fact]
    public Task One_field_for_tcp_and_udp() => RuleTest.Of("SOCK007", """
        class C
        {
            private Socket _core;
            void Start(bool tcp, int port)
            {
                if (tcp)
                {
                    _core = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    {|SOCK007:_core.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true)|};
                    _core.Bind(new IPEndPoint(IPAddress.Any, port));
                    _core.Listen(5);
                }
                else
                {
                    _core = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                    _core.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
                    _core.Bind(new IPEndPoint(IPAddress.Any, port));
                }
            }
        }
        """).RunAsync();

    [Fact]
    public Task A_wrapper_of_the_project_binds_what_it_was_given() => RuleTest.Of("SOCK006", """
        sealed class Wrapper
        {
            private readonly Socket _socket;
            public Wrapper(Socket socket) { _socket = socket; }
            public void Bind(EndPoint end) => _socket.Bind(end);
            public void Listen(int backlog) => _socket.Listen(backlog);
        }
        class C
        {
            void M(int port)
            {
                var wrapper = new Wrapper(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.IP));
                {|SOCK006:wrapper.Bind(new IPEndPoint(IPAddress.Any, port))|};
                wrapper.Listen(100);
            }
        }
        """).RunAsync();

    [Fact]
    public Task A_session_that_its_user_ends_too_early() => RuleTest.Of("SOCK003", """
        sealed class Session
        {
            private readonly Socket _socket;
            public Session(Socket socket) { _socket = socket; }
            public void Send(byte[] data) => _socket.Send(data);
            public void Finish() => End();
            private void End() => _socket.Shutdown(SocketShutdown.Send);
        }
        class C { void M(Session session, byte[] data) { session.Send(data); session.Finish(); {|SOCK003:session.Send(data)|}; } }
        """).RunAsync();

    // A body that only sends through a session, or only ends it, has no order to get wrong; in games and proxies these are the most.
    [Fact]
    public async Task A_session_that_is_only_used_needs_no_graph()
    {
        const string code = """
            using System.Net.Sockets;
            sealed class Session
            {
                private readonly Socket _socket;
                public Session(Socket socket) { _socket = socket; }
                public void Send(byte[] data) => _socket.Send(data);
                public void Finish() => _socket.Shutdown(SocketShutdown.Send);
            }
            class Packets
            {
                void A(Session s) => s.Send(new byte[1]);
                void B(Session s) { for (var i = 0; i < 3; i++) s.Send(new byte[i]); }
            }
            """;
        Assert.Equal(await GraphsOf(code.Substring(0, code.IndexOf("class Packets", StringComparison.Ordinal))), await GraphsOf(code));
        Assert.Equal(await GraphsOf(code), await GraphsOf(code.Replace("=> s.Send(new byte[1])", "=> s.Finish()")));
        Assert.True(await GraphsOf(code.Replace("=> s.Send(new byte[1]);", "{ s.Send(new byte[1]); s.Finish(); }")) > await GraphsOf(code));
    }

    [Fact]
    public Task A_helper_of_a_test_project()
    {
        var test = RuleTest.Of("SOCK001", """
            class FakeServer { void Run() { var l = new TcpListener(IPAddress.Any, 9000); l.Start(); l.AcceptSocket(); } }
            """);
        test.TestState.AdditionalReferences.Add(MetadataReference.CreateFromFile(typeof(FactAttribute).Assembly.Location));
        return test.RunAsync();
    }

    private static async Task<int> GraphsOf(string code)
    {
        var analyzer = new SocketFlowAnalyzer();
        var compilation = Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create(
            "Test", [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText(code)], ReferenceSets.Net100,
            new Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        SocketAnalyzers.Flow.FlowContext? context = null;
        analyzer.ContextCreated = created => context = created;
        await AnalyzerRunner.RunAsync(compilation, [analyzer]);
        return context!.Counters.Graphs;
    }
}
