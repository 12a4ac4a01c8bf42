using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

/// <summary>SOCK021: a member of the LingerOption that LingerState returns is set.</summary>
public class SOCK021Tests
{
    private static Task Verify(string code, params DiagnosticResult[] expected) => RuleTest.OfLingerCopy(code, expected).RunAsync();

    private static string InMethod(string body) =>
        $$"""
        #nullable disable
        partial class Server
        {
            private readonly Socket _socket;
            private LingerOption Linger => _socket.LingerState;
            private LingerOption Kept { get; } = new(false, 0);
            public virtual LingerOption Changeable => _socket.LingerState;
            private LingerOption LingerOf(TcpClient of) => of.LingerState;
            private LingerOption Make(Socket of) { var made = new LingerOption(true, 1); of.LingerState = made; return made; }
            private static void Give(Socket to, LingerOption option) => to.LingerState = option;

            void Serve(Socket s, TcpClient client, TcpListener listener, int seconds, bool flag, List<LingerOption> all)
            {
                {{body}}
            }
        }
        """;

    [Fact]
    public Task A_socket() => Verify(
        InMethod("{|#0:s.LingerState.Enabled = false|};"),
        new DiagnosticResult("SOCK021", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "Setting 'Enabled' on what 's.LingerState' returns changes a copy, and the socket keeps its linger option: assign a new LingerOption to 'LingerState'"));

    [Fact]
    public Task A_member_of_the_code_that_returns_it() => Verify(
        InMethod("{|#0:LingerOf(client).LingerTime = 5|};"),
        new DiagnosticResult("SOCK021", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "Setting 'LingerTime' on what 'LingerOf' returns changes a copy, and the socket keeps its linger option: assign a new LingerOption to 'LingerState'"));

    [Fact]
    public Task A_nested_initializer() => Verify(
        InMethod("var made = new TcpClient { LingerState = { {|#0:Enabled = true|} } };"),
        new DiagnosticResult("SOCK021", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "Setting 'Enabled' on what 'LingerState' returns changes a copy, and the socket keeps its linger option: assign a new LingerOption to 'LingerState'"));

    [Theory]
    [InlineData("{|SOCK021:client.LingerState.Enabled = true|};")]
    [InlineData("{|SOCK021:client.LingerState.LingerTime = seconds|};")]
    [InlineData("{|SOCK021:client.Client.LingerState.LingerTime = 10|};")]
    [InlineData("{|SOCK021:listener.Server.LingerState.Enabled = flag|};")]
    [InlineData("{|SOCK021:_socket.LingerState.LingerTime += 5|};")]
    [InlineData("{|SOCK021:s.LingerState.LingerTime++|};")]
    [InlineData("{|SOCK021:--s.LingerState.LingerTime|};")]
    [InlineData("{|SOCK021:s.LingerState!.Enabled = false|};")]
    [InlineData("{|SOCK021:(s.LingerState).Enabled = false|};")]
    [InlineData("{|SOCK021:Linger.Enabled = false|};")]
    [InlineData("var copy = s.LingerState; {|SOCK021:copy.Enabled = true|}; {|SOCK021:copy.LingerTime = 5|};")]
    [InlineData("var copy = client.LingerState!; {|SOCK021:copy.LingerTime = 5|};")]
    [InlineData("var copy = (client.Client!.LingerState)!; {|SOCK021:copy.LingerTime = 5|};")]
    [InlineData("LingerOption copy = Linger; if (copy.Enabled) {|SOCK021:copy.Enabled = false|};")]
    [InlineData("Task.Run(() => {|SOCK021:s.LingerState.Enabled = false|});")]
    [InlineData("new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = { {|SOCK021:Enabled = true|}, {|SOCK021:LingerTime = 1|} } }.Dispose();")]
    public Task A_copy(string body) => Verify(InMethod(body));

    [Theory]
    [InlineData("s.LingerState = new LingerOption(true, 5);")]
    [InlineData("s.LingerState = new LingerOption(true, 5) { LingerTime = seconds };")]
    [InlineData("client.LingerState = new LingerOption(false, 0);")]
    [InlineData("var option = s.LingerState; option.Enabled = true; s.LingerState = option;")]
    [InlineData("var option = s.LingerState; option.LingerTime = 5; Give(s, option);")]
    [InlineData("var option = s.LingerState; option.Enabled = true; all.Add(option);")]
    [InlineData("var option = s.LingerState; option.Enabled = true; Action later = () => s.LingerState = option; later();")]
    [InlineData("var option = s.LingerState; option = new LingerOption(true, 1); option.LingerTime = 2;")]
    [InlineData("var option = s.LingerState; ref var same = ref option; same = new LingerOption(true, 1); option.LingerTime = 2;")]
    [InlineData("var option = new LingerOption(true, 1); s.LingerState = option; option.LingerTime = 2;")]
    [InlineData("Kept.Enabled = true;")]
    [InlineData("Make(s).LingerTime = 5;")]
    [InlineData("Changeable.Enabled = true;")]
    [InlineData("all[0].Enabled = true;")]
    [InlineData("if (s.LingerState.Enabled && s.LingerState.LingerTime == 0) s.Close();")]
    [InlineData("var seen = s.LingerState.LingerTime; seen++;")]
    [InlineData("var made = new TcpClient { LingerState = new LingerOption(true, 1) };")]
    [InlineData("var made = new TcpClient { NoDelay = true };")]
    public Task No_copy(string body) => Verify(InMethod(body));

    [Fact]
    public Task A_type_of_the_same_name() => Verify(
        """
        class LingerOption { public bool Enabled { get; set; } }
        class Transport { public LingerOption LingerState { get; } = new(); }
        class Owner
        {
            void M(Transport t) => t.LingerState.Enabled = true;
        }
        """);

    [Fact]
    public Task A_property_of_that_name_elsewhere() => Verify(
        """
        class Transport { private readonly LingerOption _kept = new(true, 1); public LingerOption LingerState => _kept; }
        class Owner
        {
            void M(Transport t) => t.LingerState.Enabled = true;
        }
        """);

    [Fact]
    public Task In_top_level_statements() => RuleTest.OfLingerCopy(
        """
        using var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        {|SOCK021:s.LingerState!.Enabled = false|};
        """).AsProgram().RunAsync();

    [Theory]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    [InlineData("net8.0")]
    public Task On_every_framework(string framework) => RuleTest.OfLingerCopy(InMethod("{|SOCK021:s.LingerState.Enabled = false|};")).On(framework).RunAsync();

    [Fact]
    public Task Incomplete_code() => RuleTest.OfLingerCopy(
        """
        class Owner
        {
            void M(Socket s) { s.LingerState.Enabled = {|CS1525:;|} }
            void N(Socket s) { s.LingerState.{|CS1061:Missing|} = true; }
        }
        """.Replace("s.LingerState.Enabled = {|CS1525:;|}", "{|SOCK021:s.LingerState.Enabled = |}{|CS1525:;|}", StringComparison.Ordinal)).RunAsync();

    [Fact]
    public Task Suppressed() => Verify(InMethod(
        """
        #pragma warning disable SOCK021
                s.LingerState.Enabled = false;
        #pragma warning restore SOCK021
        """));
}
