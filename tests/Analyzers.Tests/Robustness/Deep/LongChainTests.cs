using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Robustness.Deep;

/// <summary>What lies in a long expression is evaluated as in a short one; what is nested too deep is handed out, and no more is claimed of it.</summary>
public class LongChainTests
{
    private const int Length = 150;

    public static TheoryData<string, string, int> Expressions => new()
    {
        { "a call in a long row of calls", "this" + Calls + ".Add(s.Send(b))" + Calls, 1 },
        { "a call at the head of a long row of calls", "Wrap(s.Send(b))" + Calls, 1 },
        { "a part of a long text", "\"x\"" + Texts + " + s.Send(b)" + Texts, 1 },
        { "the innermost of many calls", DeepFamily.Nest(Length, "F(", "s.Send(b)", ")"), 1 },
        { "the innermost of many calls on this", DeepFamily.Nest(Length, "this.H(", "s.Send(b)", ")"), 1 },
        { "nested too deep to the right", DeepFamily.Nest(Length, "t + (", "s.Send(b)", ")"), 0 },
    };

    private static string Calls => DeepFamily.Repeat(Length, static i => $".Add({i})");

    private static string Texts => DeepFamily.Repeat(Length, static _ => " + t");

    [Theory]
    [MemberData(nameof(Expressions))]
    public async Task A_write_after_shutdown_in_a_long_expression(string name, string expression, int expected)
    {
        Assert.NotEmpty(name);

        Assert.Equal(expected, await CountAsync("SOCK003", "var s = new Socket(SocketType.Stream, ProtocolType.Tcp); s.Connect(\"host\", 1); s.Shutdown(SocketShutdown.Send); object x = " + expression + ";"));
    }

    [Theory]
    [InlineData("Configure(s)", 0)]
    [InlineData("F(1)", 1)]
    public async Task An_option_set_too_deep_to_be_seen_may_have_been_set(string innermost, int expected)
    {
        var deep = DeepFamily.Nest(Length, "t + (", innermost, ")");

        Assert.Equal(expected, await CountAsync("SOCK001", $"var s = new Socket(SocketType.Stream, ProtocolType.Tcp); object x = {deep}; s.Bind(new IPEndPoint(IPAddress.Any, 5000)); s.Listen(); s.Accept().Close();"));
    }

    private static async Task<int> CountAsync(string id, string body)
    {
        var code = "using System.Net; using System.Net.Sockets; using System.Threading.Tasks; public class C { public async Task Run(byte[] b, string t) { await Task.Yield(); " + body
            + " } static int Configure(Socket s) { s.ExclusiveAddressUse = true; return 1; } static int F(int n) => n; int H(int n) => n; static Task<int> G(int n) => Task.FromResult(n); C Add(object o) => this; C Wrap(int n) => this; }";
        var test = new CSharpAnalyzerTest<SocketFlowAnalyzer> { TestCode = code };
        var project = test.CreateSolution(test.TestState).Projects.Single();
        var run = await AnalyzerRunner.RunAsync((await project.GetCompilationAsync())!, Fuzzer.ShippedAnalyzers, project.AnalyzerOptions);
        Assert.Empty(run.Crashes);
        Assert.DoesNotContain(run.Compiler, found => found.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);
        return run.Analyzers.Count(found => found.Id == id);
    }
}
