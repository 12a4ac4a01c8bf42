using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>SOCK005: a backlog above somaxconn.</summary>
public class SOCK005Tests
{
    private static Task Verify(string code, params DiagnosticResult[] expected) => RuleTest.OfBacklog(code, expected).RunAsync();

    private static DiagnosticResult Backlog(int at, string message) =>
        new DiagnosticResult("SOCK005", DiagnosticSeverity.Warning).WithLocation(at).WithMessage(message);

    private static string InMethod(string body) =>
        $$"""
        partial class Server
        {
            private const int Burst = 16 * 1024;
            private const int Small = 512;
            private static readonly int s_queue = 8192;
            private readonly int _queue = 8192;
            private int _private = 8192;
            public int Public = 8192;
            private static int Fixed { get; } = 8192;
            private static int Computed => Burst;
            public int Settable { get; set; } = 8192;
            private readonly int _assigned = 8192;
            private int _changed = 8192;

            public Server(int queue) => _assigned = queue;

            void Grow() => _changed *= 2;

            void Serve(Socket s, TcpListener listener, TcpClient client, int parameter, bool flag)
            {
                {{body}}
            }
        }
        """;

    [Fact]
    public Task A_socket_that_listens() => Verify(
        InMethod("s.Listen({|#0:5000|});"),
        Backlog(0, "The backlog 5000 of 'Listen' is above somaxconn (4096): Linux cuts the queue of waiting connections to 4096 without an error"));

    [Fact]
    public Task A_listener_that_starts() => Verify(
        InMethod("listener.Start({|#0:Burst|});"),
        Backlog(0, "The backlog 16384 of 'Start' is above somaxconn (4096): Linux cuts the queue of waiting connections to 4096 without an error"));

    [Theory]
    [InlineData("s.Listen({|SOCK005:4097|});")]
    [InlineData("s.Listen({|SOCK005:int.MaxValue - 1|});")]
    [InlineData("s.Listen({|SOCK005:10_000|});")]
    [InlineData("s.Listen({|SOCK005:0xFFFF|});")]
    [InlineData("s.Listen({|SOCK005:1 << 13|});")]
    [InlineData("s.Listen({|SOCK005:ushort.MaxValue|});")]
    [InlineData("s.Listen({|SOCK005:short.MaxValue|});")]
    [InlineData("s.Listen({|SOCK005:(int)10e3|});")]
    [InlineData("s.Listen({|SOCK005:backlog: 65535|});")]
    [InlineData("s.Listen({|SOCK005:Burst|});")]
    [InlineData("s.Listen({|SOCK005:s_queue|});")]
    [InlineData("s.Listen({|SOCK005:_queue|});")]
    [InlineData("s.Listen({|SOCK005:_private|});")]
    [InlineData("s.Listen({|SOCK005:Fixed|});")]
    [InlineData("s.Listen({|SOCK005:Computed|});")]
    [InlineData("const int queue = 9000; s.Listen({|SOCK005:queue|});")]
    [InlineData("var queue = 9000; s.Listen({|SOCK005:queue|});")]
    [InlineData("var first = 9000; var queue = first; s.Listen({|SOCK005:queue|});")]
    [InlineData("s?.Listen({|SOCK005:9000|});")]
    [InlineData("listener.Server.Listen({|SOCK005:9000|});")]
    [InlineData("listener.Start({|SOCK005:backlog: Burst|});")]
    [InlineData("Task.Run(() => s.Listen({|SOCK005:9000|}));")]
    [InlineData("void Open() => listener.Start({|SOCK005:9000|}); Open();")]
    [InlineData("if (flag) s.Listen({|SOCK005:9000|}); else s.Listen(100);")]
    [InlineData("new Socket(SocketType.Stream, ProtocolType.Tcp).Listen({|SOCK005:9000|});")]
    public Task A_constant_above_the_limit(string body) => Verify(InMethod(body));

    [Theory]
    [InlineData("s.Listen(4096);")]
    [InlineData("s.Listen(511);")]
    [InlineData("s.Listen(0);")]
    [InlineData("s.Listen(-1);")]
    [InlineData("s.Listen(int.MinValue);")]
    [InlineData("s.Listen();")]
    [InlineData("s.Listen(int.MaxValue);")]
    [InlineData("s.Listen(0x7FFFFFFF);")]
    [InlineData("s.Listen((int)SocketOptionName.MaxConnections);")]
    [InlineData("s.Listen(Small);")]
    [InlineData("listener.Start();")]
    [InlineData("listener.Start(int.MaxValue);")]
    [InlineData("listener.Start((int)SocketOptionName.MaxConnections);")]
    [InlineData("const int max = int.MaxValue; s.Listen(max);")]
    [InlineData("s.Listen(parameter);")]
    [InlineData("s.Listen(Math.Min(9000, parameter));")]
    [InlineData("s.Listen(flag ? 9000 : 100);")]
    [InlineData("s.Listen(Settable);")]
    [InlineData("s.Listen(Public);")]
    [InlineData("s.Listen(_assigned);")]
    [InlineData("s.Listen(_changed);")]
    [InlineData("var queue = 9000; if (flag) queue = parameter; s.Listen(queue);")]
    [InlineData("var queue = 9000; queue /= 10; s.Listen(queue);")]
    [InlineData("var queue = 9000; while (queue-- > 10) { } s.Listen(queue);")]
    [InlineData("int queue = 9000; int.TryParse(\"1\", out queue); s.Listen(queue);")]
    [InlineData("int queue = 9000; ref int r = ref queue; r = 1; s.Listen(queue);")]
    [InlineData("int queue = 9000; (queue, _) = (1, 2); s.Listen(queue);")]
    [InlineData("s.Listen(int.Parse(\"9000\"));")]
    [InlineData("s.ReceiveBufferSize = 65536; client.SendTimeout = 65536;")]
    public Task A_number_that_is_within_the_limit_or_not_constant(string body) => Verify(InMethod(body));

    [Fact]
    public Task A_derived_listener() => Verify(
        """
        class Gateway : TcpListener
        {
            public Gateway() : base(IPAddress.Any, 80) { }

            public void Open() => Start({|SOCK005:20000|});

            public void OpenBase() => base.Start({|SOCK005:20000|});
        }
        """);

    [Fact]
    public Task Top_level_statements() => RuleTest.OfBacklog(
        """
        var queue = args.Length > 0 ? int.Parse(args[0]) : 9000;
        using var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        s.Bind(new IPEndPoint(IPAddress.Any, 80));
        s.Listen(queue);
        s.Listen({|SOCK005:9000|});
        """).AsProgram().RunAsync();

    [Fact]
    public Task Another_class_s_constant() => RuleTest.OfBacklog("class C { void M(Socket s) { s.Listen({|SOCK005:Limits.Backlog|}); s.Listen(Limits.Maximum); } }")
        .And("static class Limits { public const int Backlog = 10000; public static int Maximum = 10000; }").RunAsync();

    [Fact]
    public Task A_property_that_another_class_can_override_is_no_constant() => Verify(
        """
        class Server
        {
            protected virtual int Backlog => 10000;
            public virtual int Queue { get; } = 10000;

            void Open(Socket s)
            {
                s.Listen(Backlog);
                s.Listen(Queue);
            }
        }
        """);

    [Fact]
    public Task A_readonly_field_that_a_constructor_in_another_part_assigns() => RuleTest.OfBacklog(
        "partial class Server { private readonly int _backlog = 10000; public int Queue { get; } = 10000; void Open(Socket s) { s.Listen(_backlog); s.Listen(Queue); } }")
        .And("partial class Server { public Server(int backlog) { _backlog = backlog; Queue = backlog; } }").RunAsync();

    [Theory]
    [InlineData("Fact")]
    [InlineData("Test")]
    [InlineData("TestMethod")]
    public Task A_test(string attribute) => Verify(
        $$"""
        class {{attribute}}Attribute : Attribute { }

        class SocketTests
        {
            [{{attribute}}]
            public void A_large_backlog_is_accepted() => Open();

            private void Open()
            {
                new TcpListener(IPAddress.Any, 0).Start(100000);
                Action later = () => new Socket(SocketType.Stream, ProtocolType.Tcp).Listen(100000);
            }
        }
        """);

    [Fact]
    public Task An_assertion_that_expects_a_failure() => Verify(
        """
        static class Assert { public static void Throws<T>(Action action) { } }

        class Checks
        {
            void M(Socket s) => Assert.Throws<SocketException>(() => s.Listen(100000));
        }
        """);

    [Fact]
    public Task A_look_alike() => Verify(
        """
        namespace Mine
        {
            class Socket { public void Listen(int backlog) { } }
            class TcpListener { public void Start(int backlog) { } }
            class KestrelLike { public void Listen(int port) { } public void Start(int backlog) { } }

            class C
            {
                void M(Socket s, TcpListener l, KestrelLike k)
                {
                    s.Listen(100000);
                    l.Start(100000);
                    k.Listen(10000);
                    k.Start(10000);
                }
            }
        }
        """);

    [Theory]
    [InlineData("somaxconn = 65535", "s.Listen(65535);")]
    [InlineData("somaxconn = 65535", "s.Listen({|SOCK005:65536|});")]
    [InlineData("somaxconn = 128", "s.Listen({|SOCK005:512|});")]
    [InlineData("somaxconn = 128", "s.Listen(128); s.Listen(int.MaxValue); listener.Start();")]
    [InlineData("somaxconn = many", "s.Listen({|SOCK005:4097|}); s.Listen(4096);")]
    [InlineData("somaxconn = -1", "s.Listen({|SOCK005:4097|}); s.Listen(4096);")]
    public Task The_limit_of_the_machine(string option, string body) =>
        RuleTest.OfBacklog(InMethod(body)).Configured("socket_analyzers." + option).RunAsync();

    [Fact]
    public Task The_limit_is_named_in_the_message() => RuleTest.OfBacklog(
        InMethod("listener.Start({|#0:512|});"),
        Backlog(0, "The backlog 512 of 'Start' is above somaxconn (128): Linux cuts the queue of waiting connections to 128 without an error"))
        .Configured("socket_analyzers.somaxconn = 128").RunAsync();

    [Fact]
    public Task The_limit_of_one_folder()
    {
        var test = RuleTest.OfBacklog("class A { void M(Socket s) => s.Listen({|SOCK005:5000|}); }")
            .And("class B { void M(Socket s) => s.Listen(5000); }", "/0/big/B.cs");
        test.TestState.AnalyzerConfigFiles.Add(("/0/big/.editorconfig", "[*.cs]\nsocket_analyzers.somaxconn = 65535"));
        return test.RunAsync();
    }

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net8.0")]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    public Task On_each_framework(string framework) => RuleTest.OfBacklog(
        "class C { void M(Socket s, TcpListener l) { s.Listen({|SOCK005:5000|}); l.Start({|SOCK005:5000|}); l.Start(); s.Listen(int.MaxValue); } }").On(framework).RunAsync();

    [Fact]
    public Task The_preprocessor_decides_what_is_seen() => Verify(
        """
        class C
        {
            void M(Socket s)
            {
        #if BIG
                s.Listen(100000);
        #else
                s.Listen({|SOCK005:5000|});
        #endif
            }
        }
        """);

    [Theory]
    [InlineData("s.Listen(")]
    [InlineData("s.Listen(100000, 1);")]
    [InlineData("s.Listen(\"100000\");")]
    [InlineData("s.Listen(missing);")]
    public Task Unfinished_code_is_no_crash(string body)
    {
        var test = RuleTest.OfBacklog($"class C {{ void M(Socket s) {{ {body} }} }}");
        test.CompilerDiagnostics = CompilerDiagnostics.None;
        return test.RunAsync();
    }

    [Fact]
    public async Task What_a_fix_needs_is_in_the_properties()
    {
        var diagnostic = Assert.Single(await RuleTest.ReportedAsync("SOCK005", "class C { void M(TcpListener l) => l.Start(10000); }"));

        Assert.Equal(("Start", "4096"), (diagnostic.Properties["Member"], diagnostic.Properties["Limit"]));
        Assert.Equal(2, diagnostic.Properties.Count);
        Assert.Empty(diagnostic.AdditionalLocations);
    }
}
