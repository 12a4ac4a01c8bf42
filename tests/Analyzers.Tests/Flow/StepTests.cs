using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Benchmarks.Shapes;
using SocketAnalyzers.Flow;
using Xunit;
using Xunit.Abstractions;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>What the rules look at, in steps; nothing here depends on a clock.</summary>
public sealed class StepTests(ITestOutputHelper output)
{
    private const int StepsPerOperation = 50;

    // Twice the code may be a little more than twice the steps.
    private const double MaxGrowth = 1.2;

    public static TheoryData<string> Shapes => [.. Shape.Looked.Select(static shape => shape.Name)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Steps_grow_with_the_code(string name)
    {
        var shape = Shape.Looked.Single(shape => shape.Name == name);
        var (lastSteps, lastOperations) = (0L, 0);
        foreach (var size in shape.Sizes)
        {
            var compilation = FlowCompilation.CompileAlone(shape.Write(size));
            var (found, counters) = await RunAsync(compilation);
            var operations = OperationCount.Of(compilation);
            output.WriteLine($"{name} {size}: {operations} operations, {counters.Steps} steps ({(double)counters.Steps / operations:F1} each), {counters.Visits} visits, {found.Length} diagnostics");

            Assert.Equal(0, counters.OverBudget);
            Assert.InRange(counters.Steps, 0, StepsPerOperation * (long)operations);
            if (lastSteps > 0)
                Assert.InRange(counters.Steps, 0, lastSteps * MaxGrowth * operations / lastOperations + 1000);
            (lastSteps, lastOperations) = (counters.Steps, operations);
        }
    }

    // Each of them may be started again by each other one: the search for that has a budget of its own, and beyond it claims nothing.
    [Theory]
    [InlineData(50, 50)]
    [InlineData(400, 0)]
    public async Task Accept_loops_behind_one_interface_are_bounded(int count, int expected)
    {
        var servers = Enumerable.Range(0, count).Select(static i => $$"""
            class Server{{i}} : IServer
            {
                private IServer _next;
                public async Task RunAsync(Socket listener) { while (true) { using var client = await listener.AcceptAsync(); } }
                public Task Start(Socket listener) => _next.RunAsync(listener);
            }
            """);
        var compilation = FlowCompilation.Compile("interface IServer { Task RunAsync(Socket listener); }\n" + string.Concat(servers));
        var (found, counters) = await RunAsync(compilation);
        output.WriteLine($"{count}: {counters.Steps} steps");

        Assert.Equal(expected, found.Length);
        Assert.InRange(counters.Steps, 0, StepsPerOperation * (long)OperationCount.Of(compilation));
    }

    [Fact]
    public async Task Twenty_wrong_relays_are_twenty_diagnostics()
    {
        var lines = Enumerable.Range(0, 20).Select(static i => $$"""
            var a{{i}} = new TcpClient("h", 1); var b{{i}} = listener.AcceptTcpClient();
            var up{{i}} = a{{i}}.GetStream().CopyToAsync(b{{i}}.GetStream()); var down{{i}} = b{{i}}.GetStream().CopyToAsync(a{{i}}.GetStream());
            await Task.WhenAny(up{{i}}, down{{i}});
            a{{i}}.Close(); b{{i}}.Close();
            """);
        var (found, counters) = await RunAsync(FlowCompilation.Compile($"class C {{ async Task M(TcpListener listener) {{ {string.Concat(lines)} }} }}"));

        Assert.Equal(20, found.Count(static diagnostic => diagnostic.Id == "SOCK002"));
        Assert.Equal(0, counters.OverBudget);
    }

    [Fact]
    public async Task Twenty_wrong_pumps_are_twenty_diagnostics()
    {
        var pumps = Enumerable.Range(0, 20).Select(static i => $$"""
            static void Pump{{i}}(Socket from, Socket to, byte[] b) { while (true) { var n = from.Receive(b); if (n == 0) { to.Close(); return; } to.Send(b, n, SocketFlags.None); } }
            static void Start{{i}}(Socket x, Socket y) { Task.Run(() => Pump{{i}}(x, y, new byte[9])); Task.Run(() => Pump{{i}}(y, x, new byte[9])); }
            """);
        var (found, counters) = await RunAsync(FlowCompilation.Compile($"class C {{ {string.Concat(pumps)} }}"));

        Assert.Equal(20, found.Count(static diagnostic => diagnostic.Id == "SOCK002"));
        Assert.Equal(0, counters.OverBudget);
    }

    [Fact]
    public async Task Beyond_the_budget_the_rules_are_silent_and_the_body_is_counted()
    {
        var compilation = FlowCompilation.Compile("""
            class C {
                static void Long(Socket s) { s.Shutdown(SocketShutdown.Send); s.Receive(Data); s.Receive(Data); s.Receive(Data); s.Receive(Data); s.Receive(Data); s.Send(Data); }
                static void Short(Socket s) { s.Shutdown(SocketShutdown.Send); s.Send(Data); }
            }
            """);
        var (whole, all) = await RunAsync(compilation);
        Assert.Equal(2, whole.Count(static diagnostic => diagnostic.Id == "SOCK003"));
        Assert.Equal(0, all.OverBudget);

        var stopped = new List<string>();
        var (limited, few) = await RunAsync(compilation, context =>
        {
            context.StepLimit = 6;
            context.RulesGaveUp = owner => { lock (stopped) stopped.Add(owner.Name); };
        });
        var first = Assert.Single(limited, static diagnostic => diagnostic.Id == "SOCK003");
        Assert.Equal(2, first.Location.GetLineSpan().StartLinePosition.Line);
        Assert.Equal("Long", Assert.Single(stopped));
        Assert.Equal(1, few.OverBudget);
    }

    [Fact]
    public async Task A_type_with_more_sockets_than_the_engine_numbers_is_no_error()
    {
        var fields = string.Concat(Enumerable.Range(0, 1_100).Select(static i => $"Socket _s{i}; "));
        var uses = string.Concat(Enumerable.Range(0, 1_100).Select(static i => $"Socket l{i} = _s{i}; Run(() => {{ l{i}.Send(Data); l{i}.Shutdown(SocketShutdown.Send); }}); "));
        var (found, _) = await RunAsync(FlowCompilation.Compile($"class C {{ {fields} void M() {{ {uses} }}\nvoid Wrong(Socket s) {{ s.Shutdown(SocketShutdown.Send); s.Send(Data); }} }}"));

        var write = Assert.Single(found, static diagnostic => diagnostic.Id == "SOCK003");
        Assert.Equal(1, write.Location.GetLineSpan().StartLinePosition.Line);
    }

    private static async Task<(ImmutableArray<Diagnostic> Found, FlowCounters Counters)> RunAsync(Compilation compilation, Action<FlowContext>? prepare = null)
    {
        FlowContext? context = null;
        Exception? crash = null;
        var analyzer = new SocketFlowAnalyzer
        {
            ContextCreated = created =>
            {
                context = created;
                prepare?.Invoke(created);
            },
        };
        // On one thread: two can look the same thing up at once, and both count.
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: (exception, _, _) => crash ??= exception,
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        var found = await compilation.WithAnalyzers([analyzer], options).GetAnalyzerDiagnosticsAsync();
        Assert.Null(crash);
        Assert.Equal(0, context!.Failures.Count);
        return (found, context.Counters);
    }
}
