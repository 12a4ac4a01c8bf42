using FsCheck.Fluent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;
using SocketAnalyzers.Verification;
using Xunit;
using Xunit.Abstractions;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>Neither the order of the declarations, nor the order in which bodies are analysed, nor the threads that do it matter.</summary>
public sealed class OrderTests(ITestOutputHelper output)
{
    private const int ConcurrentRuns = 1000;

#if ROSLYN_LATEST
    private const int Orders = 30;
#else
    private const int Orders = 12;
#endif

    [Fact]
    public async Task The_corpus_shows_something()
    {
        var compilation = FlowCompilation.Compile(CallGraphCorpus.Source);
        var context = FlowCompilation.CreateContext(compilation);
        var summaries = FlowCompilation.MethodsOf(compilation).Select(found => context.Summaries.Get(found.Method, default)).ToArray();

        // Some are opaque because they call themselves, and some are not; rules find something in it.
        Assert.InRange(summaries.Count(summary => summary.Effects.Exists(effect => (effect.Some & SocketFacts.Escaped) != 0)), 1, summaries.Length - 1);
        Assert.InRange(summaries.Count(summary => summary.Effects.Exists(effect => effect.FailingWrite is not null)), 1, summaries.Length - 1);
        Assert.True((await DiagnosticsOf(compilation)).Count > 3);
    }

    [Fact]
    public async Task The_order_of_the_declarations_does_not_matter()
    {
        var expected = await DiagnosticsOf(FlowCompilation.Compile(CallGraphCorpus.Source));
        Assert.NotEmpty(expected);
        var orders = Gen.CollectToList(CallGraphCorpus.Types, type => Gen.Shuffle<string>(type.Members).Select(members => (type.Type, (IReadOnlyList<string>)members)))
            .SelectMany(types => Gen.Shuffle<(string, IReadOnlyList<string>)>(types));

        Properties.Holds(orders, Orders, types =>
            expected.SetEquals(DiagnosticsOf(FlowCompilation.Compile(CallGraphCorpus.Print(types))).GetAwaiter().GetResult()));
    }

    [Fact]
    public void The_order_of_the_declarations_does_not_matter_in_random_bodies() => Properties.Holds(
        Gen.ListOf(Statement.Blocks(20), 3), Orders,
        bodies =>
        {
            string[] classes = [.. bodies.Select((body, i) => SourceWriter.PrintClass(body, "C" + i))];
            var forward = DiagnosticsOf(FlowCompilation.Compile(string.Concat(classes))).GetAwaiter().GetResult();
            return forward.SetEquals(DiagnosticsOf(FlowCompilation.Compile(string.Concat(classes.Reverse()))).GetAwaiter().GetResult());
        });

    [Fact]
    public void A_thousand_concurrent_runs_in_shuffled_order_give_the_same()
    {
        var compilation = FlowCompilation.Compile(CallGraphCorpus.Source);
        var methods = BodiesOf(compilation);
        var expected = Run(compilation, methods);
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Parallel.For(0, ConcurrentRuns, new ParallelOptions { MaxDegreeOfParallelism = 8 }, run =>
        {
            var shuffled = ((IMethodSymbol, ControlFlowGraph)[])methods.Clone();
            new Random(run).Shuffle(shuffled);
            Assert.Equal(expected, Run(compilation, shuffled));
        });

        output.WriteLine($"{ConcurrentRuns} runs over {methods.Length} methods in {watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public void Threads_that_share_the_summaries_get_the_same()
    {
        var compilation = FlowCompilation.Compile(CallGraphCorpus.Source);
        var methods = BodiesOf(compilation);
        var expected = Run(compilation, methods);

        for (var round = 0; round < 20; round++)
        {
            var context = FlowCompilation.CreateContext(compilation);
            var results = new string[8];
            Parallel.For(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = results.Length }, thread =>
            {
                var shuffled = ((IMethodSymbol, ControlFlowGraph)[])methods.Clone();
                new Random((round * results.Length) + thread).Shuffle(shuffled);
                results[thread] = Run(context, shuffled);
            });
            Assert.All(results, result => Assert.Equal(expected, result));
        }
    }

    private static (IMethodSymbol Method, ControlFlowGraph Graph)[] BodiesOf(Compilation compilation) =>
        [.. FlowCompilation.MethodsOf(compilation).Select(found => (found.Method, FlowCompilation.GraphOf(compilation, found.Method)!))];

    private static string Run(Compilation compilation, IEnumerable<(IMethodSymbol Method, ControlFlowGraph Graph)> bodies) =>
        Run(FlowCompilation.CreateContext(compilation), bodies);

    // What is found is put in the order of the methods' names; it is computed in the order given.
    private static string Run(FlowContext context, IEnumerable<(IMethodSymbol Method, ControlFlowGraph Graph)> bodies) => string.Join("\n", bodies
        .Select(body =>
        {
            var events = FlowCompilation.Analyse(context, body.Method, body.Graph).Events.Select(FlowText.Of);
            var summary = FlowText.Of(context.Summaries.Get(body.Method, default));
            var escape = FlowText.Of(context.Escapes.Get(body.Method, default));
            var traits = context.Calls.NodeOf(body.Method, default)!.Traits;
            return $"{body.Method.ToDisplayString()}\n{summary}\n{escape}\n{traits}\n{string.Join("\n", events)}";
        })
        .Order(StringComparer.Ordinal));

    // By the member and the place in it: where the member stands in the file is what changes.
    private static async Task<HashSet<string>> DiagnosticsOf(Compilation compilation)
    {
        var run = await AnalyzerRunner.RunAsync(compilation, [new SocketFlowAnalyzer()]);
        Assert.Empty(run.Crashes);
        return [.. run.Analyzers.Select(diagnostic => $"{PlaceOf(diagnostic.Location)} {diagnostic.Id} {diagnostic.GetMessage()} {string.Join(" ", diagnostic.AdditionalLocations.Select(PlaceOf))}")];
    }

    private static string PlaceOf(Location location)
    {
        var node = location.SourceTree!.GetRoot().FindNode(location.SourceSpan);
        var member = node.FirstAncestorOrSelf<MethodDeclarationSyntax>()!;
        return $"{((BaseTypeDeclarationSyntax)member.Parent!).Identifier.ValueText}.{member.Identifier.ValueText}+{location.SourceSpan.Start - member.SpanStart}";
    }
}
