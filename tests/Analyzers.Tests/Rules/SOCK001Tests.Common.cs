using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// Platforms, options, and what holds for each rule.
public partial class SOCK001Tests
{
    private const string Server = """
        class Server
        {
            void Run(int port)
            {
                var listener = new TcpListener(IPAddress.Any, port);
                [!listener.Start()!];
                listener.AcceptSocket();
            }
        }
        """;

    private static string Flagged(string code) => code.Replace("[!", "{|SOCK001:", StringComparison.Ordinal).Replace("!]", "|}", StringComparison.Ordinal);

    private static string Clean(string code) => code.Replace("[!", "", StringComparison.Ordinal).Replace("!]", "", StringComparison.Ordinal);

    [Theory]
    [InlineData("RuntimeIdentifiers", "linux-x64,linux-arm64")]
    [InlineData("RuntimeIdentifier", "linux-musl-x64")]
    [InlineData("RuntimeIdentifiers", "osx-arm64")]
    [InlineData("SocketAnalyzersRuntimeIdentifiers", "linux-x64,osx-x64")]
    [InlineData("TargetFramework", "net8.0-android34.0")]
    public Task A_project_that_cannot_run_on_Windows(string property, string value) =>
        RuleTest.Of("SOCK001", Clean(Server)).With(property, value).RunAsync();

    [Theory]
    [InlineData("RuntimeIdentifiers", "linux-x64,win-x64")]
    [InlineData("RuntimeIdentifier", "win-x64")]
    [InlineData("RuntimeIdentifier", "any")]
    [InlineData("TargetFramework", "net8.0")]
    [InlineData("TargetFramework", "net8.0-windows")]
    [InlineData("TargetFramework", "net472")]
    [InlineData("TargetFramework", "netcoreapp2.1")]
    public Task A_project_that_can(string property, string value) =>
        RuleTest.Of("SOCK001", Flagged(Server)).With(property, value).RunAsync();

    [Theory]
    [InlineData("[System.Runtime.Versioning.SupportedOSPlatform(\"linux\")]")]
    [InlineData("[System.Runtime.Versioning.SupportedOSPlatform(\"linux\"), System.Runtime.Versioning.SupportedOSPlatform(\"macos\")]")]
    [InlineData("[System.Runtime.Versioning.UnsupportedOSPlatform(\"windows\")]")]
    public Task Code_that_cannot_run_on_Windows(string attribute) => Verify(
        $$"""
        {{attribute}}
        class OnType
        {
            void Run() => new TcpListener(IPAddress.Any, 80).Start();

            class Nested
            {
                void Run() => new TcpListener(IPAddress.Any, 80).Start();
            }
        }

        class OnMethod
        {
            {{attribute}}
            void Run()
            {
                Action open = () => new TcpListener(IPAddress.Any, 80).Start();
                new TcpListener(IPAddress.Any, 80).Start();
            }
        }
        """);

    [Fact]
    public Task An_assembly_that_cannot_run_on_Windows() =>
        Verify("[assembly: System.Runtime.Versioning.SupportedOSPlatform(\"linux\")]\n" + Clean(Server));

    [Theory]
    [InlineData("[System.Runtime.Versioning.SupportedOSPlatform(\"windows\")]")]
    [InlineData("[System.Runtime.Versioning.SupportedOSPlatform(\"linux\"), System.Runtime.Versioning.SupportedOSPlatform(\"windows10.0\")]")]
    [InlineData("[System.Runtime.Versioning.UnsupportedOSPlatform(\"browser\")]")]
    [InlineData("[Obsolete(\"linux\")]")]
    public Task Code_that_can(string attribute) => Verify(attribute + "\n" + Flagged(Server));

    [Theory]
    [InlineData("runtime_sets_reuse_address = false")]
    public Task Where_the_runtime_sets_nothing_the_sentence_would_be_false(string option) =>
        RuleTest.Of("SOCK001", Clean(Server)).Configured("socket_analyzers." + option).RunAsync();

    [Theory]
    [InlineData("netcoreapp2.0")]
    [InlineData("netcoreapp1.1")]
    public Task Where_an_old_runtime_sets_nothing_the_sentence_would_be_false(string framework) =>
        RuleTest.Of("SOCK001", Clean(Server)).With("TargetFramework", framework).RunAsync();

    [Fact]
    public Task An_old_runtime_that_the_option_says_sets_it() => RuleTest.Of("SOCK001", Flagged(Server))
        .With("TargetFramework", "netcoreapp2.0").Configured("socket_analyzers.runtime_sets_reuse_address = true").RunAsync();

    [Fact]
    public Task A_method_that_the_options_name_takes_the_socket_over() => RuleTest.Of(
        "SOCK001",
        """
        class Server
        {
            void Run(EndPoint where)
            {
                var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
                Prepare(s);
                s.Bind(where);
                s.Listen(1);
            }

            private static void Prepare(Socket socket) => socket.NoDelay = true;
        }
        """)
        .Configured("socket_analyzers.ownership_methods = Server.Prepare").RunAsync();

    [Fact]
    public Task A_look_alike() => Verify(
        """
        namespace Mine
        {
            class TcpListener
            {
                public TcpListener(IPAddress address, int port) { }
                public void Start() { }
            }

            class Server
            {
                void Run() => new TcpListener(IPAddress.Any, 80).Start();
            }
        }
        """);

    [Fact]
    public Task An_assertion_that_expects_the_failure() => Verify(
        """
        static class Assert { public static void Throws<T>(Action action) { } }

        class Checks
        {
            void M(TcpListener first)
            {
                var second = new TcpListener(IPAddress.Any, 80);
                Assert.Throws<SocketException>(() => second.Start());
                Assert.Throws<SocketException>(() => new TcpListener(IPAddress.Any, 80).Start());
            }
        }
        """);

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net8.0")]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    public Task On_each_framework(string framework) => RuleTest.Of(
        "SOCK001",
        """
        class Server
        {
            private static Socket s_listener;

            void Run(int port)
            {
                var listener = new TcpListener(IPAddress.Any, port);
                {|SOCK001:listener.Start()|};
                listener.BeginAcceptSocket(OnAccept, listener);
            }

            static void Open(EndPoint where)
            {
                s_listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                {|SOCK001:s_listener.Bind(where)|};
                s_listener.Listen(10);
                s_listener.BeginAccept(OnAccept, null);
            }

            static void OnAccept(IAsyncResult result) { }
        }
        """).On(framework).RunAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task The_preprocessor_decides_what_is_seen(bool defined)
    {
        var code = Server.Replace("[!", "\n#if WINDOWS\nlistener.ExclusiveAddressUse = true;\n#endif\n[!", StringComparison.Ordinal);
        var test = RuleTest.Of("SOCK001", defined ? Clean(code) : Flagged(code));
        if (defined)
            test.PreprocessorSymbols.Add("WINDOWS");
        return test.RunAsync();
    }

    [Fact]
    public Task A_suppression_by_attribute() => Verify(
        """
        class Server
        {
            [System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "SOCK001")]
            void Run() => new TcpListener(IPAddress.Any, 80).Start();
        }
        """);

    [Fact]
    public Task A_severity_from_an_editorconfig() => RuleTest.Of(
        "SOCK001",
        "class C { void M() { var l = new TcpListener(IPAddress.Any, 80); {|#0:l.Start()|}; } }",
        Bind(0, "Start", "l").WithSeverity(DiagnosticSeverity.Warning))
        .Configured("dotnet_diagnostic.SOCK001.severity = warning").RunAsync();

    [Theory]
    [InlineData("var l = new TcpListener(IPAddress.Any, ); l.Start();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, 80; l.Start(")]
    [InlineData("var s = new Socket(SocketType.Stream, ProtocolType.Tcp) { ; s.Bind(; s.Listen();")]
    [InlineData("var s = new Socket(); s.Bind(endPoint); s.Listen();")]
    public async Task Unfinished_code_is_no_crash(string body)
    {
        var run = await RuleTest.ReportedAsync("SOCK001", $"class C {{ void M() {{ {body} }} }}");

        Assert.InRange(run.Length, 0, 1);
    }

    [Theory]
    [InlineData("l.Start();", "Start")]
    [InlineData("Open(l);", "Open")]
    public async Task What_a_fix_needs_is_in_the_properties(string call, string member)
    {
        var code = $$"""class C { void M() { var l = new TcpListener(IPAddress.Any, 80); {{call}} } static void Open(TcpListener x) => x.Start(); }""";

        var diagnostic = Assert.Single(await RuleTest.ReportedAsync("SOCK001", code));

        Assert.Equal(member, Assert.Single(diagnostic.Properties).Value);
        Assert.Equal("Member", Assert.Single(diagnostic.Properties).Key);
    }
}
