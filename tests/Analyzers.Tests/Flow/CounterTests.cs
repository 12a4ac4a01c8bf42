using Microsoft.CodeAnalysis;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;
using SocketAnalyzers.Tests.Robustness;
using SocketAnalyzers.Verification;
using Xunit;
using Xunit.Abstractions;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>What an analysis costs, counted; nothing here depends on a clock.</summary>
public sealed class CounterTests(ITestOutputHelper output)
{
    private const double MaxGrowth = 2.2;

    [Fact]
    public async Task A_project_without_sockets_builds_no_graph()
    {
        var counters = await CountersOf(FlowCompilation.Compile("""
            class C {
                private int _n;
                int P { get => _n; set { _n = value; } }
                C(int n) { _n = n; }
                async Task M() {
                    foreach (var line in await File.ReadAllLinesAsync("x")) { try { Console.WriteLine(line); } finally { _n++; } }
                    using var stream = new MemoryStream();
                    stream.WriteByte(1);
                    Run(() => Log(_n));
                }
            }
            """));

        Assert.True(counters.Bodies >= 4);
        Assert.Equal(0, counters.Graphs);
        Assert.Equal(0, counters.Visits);
        Assert.Equal(0, counters.Summaries);
    }

    [Fact]
    public async Task Only_the_bodies_that_end_or_bind_something_build_graphs()
    {
        var counters = await CountersOf(FlowCompilation.Compile("""
            class C {
                void A(Socket s) { s.Send(Data); s.Shutdown(SocketShutdown.Send); }
                void E(Socket s) { s.Send(Data); s.Receive(Data); F(s); }
                void F(Socket s) { s.NoDelay = true; }
                void B() { Log(1); }
                int D(int n) { while (n > 0) n--; return n; }
            }
            """));

        Assert.True(counters.Bodies >= 5);
        Assert.Equal(1, counters.Graphs);
        Assert.True(counters.Visits > 0);
        Assert.Equal(0, counters.Summaries);
    }

    [Fact]
    public async Task A_body_builds_a_graph_where_it_sends_and_a_callee_ends()
    {
        var counters = await CountersOf(FlowCompilation.Compile("""
            class C {
                void A(Socket s) { s.Send(Data); Far(s); }
                static void Far(Socket s) { Farther(s); }
                static void Farther(Socket s) { Last(s); }
                static void Last(Socket s) { s.Dispose(); }
                static void Other(Socket s) { Near(s); }
                static void Near(Socket s) { s.Send(Data); }
            }
            """));

        // A and, as summaries, its three callees, in which nothing is sent: two threads may make the same one.
        Assert.True(counters.Summaries >= 3);
        Assert.Equal(1, counters.Graphs - counters.Summaries);
    }

    [Fact]
    public async Task A_body_that_nobody_can_catch_for_is_looked_at_without_a_graph()
    {
        var counters = await CountersOf(FlowCompilation.Compile("""
            class Session {
                private Socket _socket;
                void Start() { new Thread(Run).Start(); }
                void Run() { Greet(); }
                void Stop() { Greet(); }
                void Greet() { Log(1); }
            }
            """));

        Assert.Equal(0, counters.Summaries);
        Assert.Equal(0, counters.Graphs);
    }

    [Fact]
    public void A_compilation_without_socket_types_has_no_context() =>
        Assert.Null(SocketAnalyzers.Protocol.KnownTypes.Create(Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create("Empty")));

    // At the upper end the body has more places than the engine numbers: what lies beyond is unknown, not an error.
    [Theory]
    [InlineData(4)]
    [InlineData(40)]
    public void Twice_the_statements_are_about_twice_the_visits(int variables) =>
        AssertLinear(statements => LargeBody.Print(statements, variables));

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Twice_the_statements_in_deep_loops_are_about_twice_the_visits(int depth) =>
        AssertLinear(statements => LargeBody.PrintNested(statements, 10, depth));

    private void AssertLinear(Func<int, string> print)
    {
        var last = 0;
        foreach (var statements in new[] { 1250, 2500, 5000, 10000 })
        {
            var context = FlowCompilation.CreateContext(FlowCompilation.Compile(print(statements)));
            var analysis = FlowCompilation.Analyse(context, "M");
            Assert.Equal(0, context.Counters.OverBudget);
            Assert.NotEmpty(analysis.Events);
            output.WriteLine($"{statements} statements: {analysis.Graph.Blocks.Length} blocks, {context.Counters.Visits} visits ({(double)context.Counters.Visits / analysis.Graph.Blocks.Length:F2} a block)");
            if (last > 0)
                Assert.InRange(context.Counters.Visits, last, last * MaxGrowth);
            last = context.Counters.Visits;
        }
    }

    [Fact]
    public void A_body_over_its_budget_says_nothing()
    {
        const string Source = """
            class C {
                static void Callee(Socket s) { s.Shutdown(SocketShutdown.Send); }
                static void M(Socket p) { while (Maybe()) { p.Shutdown(SocketShutdown.Send); p.Send(Data); Callee(p); } }
            }
            """;
        var compilation = FlowCompilation.Compile(Source);
        var whole = FlowCompilation.CreateContext(compilation);
        var analysis = FlowCompilation.Analyse(whole, "M");
        Assert.NotEmpty(analysis.Events);
        Assert.Equal(0, whole.Counters.OverBudget);

        var limited = FlowCompilation.CreateContext(compilation);
        limited.VisitLimit = analysis.Visits - 1;
        var stopped = FlowCompilation.Analyse(limited, "M");
        Assert.True(stopped.IsOverBudget);
        Assert.Empty(stopped.Events);
        Assert.Null(stopped.Exit);
        Assert.Equal(1, limited.Counters.OverBudget);
    }

    // Each finally is analysed once per way through it, and those in a finally once per way through that: 2 to the depth.
    [Theory]
    [InlineData(5, false)]
    [InlineData(8, true)]
    public void Finallys_deep_in_each_other_are_given_up_in_the_end(int depth, bool isOver)
    {
        var body = "s.Receive(Data);";
        for (var i = 0; i < depth; i++)
            body = $"try {{ s.Send(Data); if (Maybe()) s.Connect(\"h\", 1); }} finally {{ {body} }}";
        var context = FlowCompilation.CreateContext(FlowCompilation.Compile($"class C {{ static void M(Socket s) {{ {body} }} }}"));

        var analysis = FlowCompilation.Analyse(context, "M");

        Assert.Equal(isOver ? 1 : 0, context.Counters.OverBudget);
        Assert.Equal(isOver, analysis.Events.Count == 0);
    }

    [Fact]
    public void A_callee_over_its_budget_is_not_followed()
    {
        var compilation = FlowCompilation.Compile("""
            class C {
                static void Callee(Socket s) { s.Shutdown(SocketShutdown.Send); if (Maybe()) Log(1); if (Maybe()) Log(2); if (Maybe()) Log(3); }
                static void M(Socket p) { Callee(p); p.Send(Data); }
            }
            """);
        var context = FlowCompilation.CreateContext(compilation);
        context.VisitLimit = 4;
        var analysis = FlowCompilation.Analyse(context, "M");

        Assert.Equal(1, context.Counters.OverBudget);
        var write = Assert.Single(analysis.Events, found => found.Event == SocketEvent.Write);
        Assert.False(write.Before.Must(ConnectionStates.SendShut, ConnectionStates.Send));
        Assert.True((write.Before.Some & SocketFacts.Escaped) != 0);
    }

    [Fact]
    public void A_cancelled_analysis_stops()
    {
        var context = FlowCompilation.CreateContext(FlowCompilation.Compile("class C { static void M(Socket p) { p.Send(Data); } }"));
        var method = FlowCompilation.MethodsOf(context.Compilation).Single(found => found.Method.Name == "M").Method;
        var graph = FlowCompilation.GraphOf(context.Compilation, method)!;

        Assert.Throws<OperationCanceledException>(() => BodyAnalysis.Run(context, graph, method, null, null, new CancellationToken(canceled: true)));
        Assert.Equal(0, context.Counters.Visits);
    }

    [Fact]
    public void A_cancellation_in_a_callee_stops_and_leaves_nothing_half_done()
    {
        var context = FlowCompilation.CreateContext(FlowCompilation.Compile("""
            class C {
                static void Inner(Socket s) { s.Shutdown(SocketShutdown.Send); }
                static void Outer(Socket s) { Inner(s); s.Receive(Data); }
                static void M(Socket p) { Outer(p); p.Send(Data); }
            }
            """));
        var method = FlowCompilation.MethodsOf(context.Compilation).Single(found => found.Method.Name == "M").Method;
        using var source = new CancellationTokenSource();
        context.BodyAnalysed = _ => source.Cancel();
        Assert.Throws<OperationCanceledException>(() => FlowCompilation.Analyse(context, method, source.Token));

        context.BodyAnalysed = null;
        var found = FlowCompilation.Analyse(context, method);
        Assert.Contains(found.Events, e => e.Event == SocketEvent.Write && e.Before.Must(ConnectionStates.SendShut, ConnectionStates.Send));
    }

    public static TheoryData<string> Units => [.. CorpusUnit.All.Select(unit => unit.Name)];

    [Theory]
    [MemberData(nameof(Units))]
    public async Task Every_operation_of_the_corpus_is_known(string name)
    {
        var (compilation, options) = await CorpusUnit.All.Single(unit => unit.Name == name).CompileAsync();
        FlowContext? context = null;
        var analyzer = new SocketFlowAnalyzer { ContextCreated = created => { created.ThrowOnUnknownOperation = true; context = created; } };

        var run = await AnalyzerRunner.RunAsync(compilation, [analyzer], options);

        Assert.Empty(run.Crashes);
        Assert.Equal(0, context!.Counters.UnknownOperations);
        Assert.Equal(0, context.Counters.OverBudget);
        output.WriteLine($"{name}: {context.Counters.Bodies} bodies, {context.Counters.Graphs} graphs, {context.Counters.Visits} visits, {context.Counters.Summaries} summaries");
    }

    private static async Task<FlowCounters> CountersOf(Compilation compilation)
    {
        FlowContext? context = null;
        var run = await AnalyzerRunner.RunAsync(compilation, [new SocketFlowAnalyzer { ContextCreated = created => context = created }]);
        Assert.Empty(run.Crashes);
        return context!.Counters;
    }
}
