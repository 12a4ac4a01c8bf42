using Microsoft.CodeAnalysis;
using SocketAnalyzers.Flow;
using Xunit;
using Xunit.Abstractions;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>Whatever a body looks like, its analysis ends, and ends the same way each time.</summary>
public sealed class RandomBodyTests(ITestOutputHelper output)
{
    private const int Size = 80;

#if ROSLYN_LATEST
    private const int Cases = 150;
#else
    private const int Cases = 60;
#endif

    [Fact]
    public void Every_random_body_compiles() => Properties.Holds(Statement.Blocks(Size), Cases, body =>
        FlowCompilation.Compile(SourceWriter.PrintClass(body)) is not null, Statement.Shrink);

    [Fact]
    public void An_analysis_ends_within_its_budget()
    {
        var worst = 0.0;
        var visits = 0;
        Properties.Holds(Statement.Blocks(Size), Cases, body =>
        {
            var context = ContextOf(body);
            var isWithin = true;
            context.BodyAnalysed = analysis =>
            {
                worst = Math.Max(worst, (double)analysis.Visits / analysis.Graph.Blocks.Length);
                visits = Math.Max(visits, analysis.Visits);
                isWithin &= analysis.Visits <= (8 * analysis.Graph.Blocks.Length) + 64;
            };
            FlowCompilation.Analyse(context, "M");
            return isWithin && context.Counters.OverBudget == 0;
        }, Statement.Shrink);
        output.WriteLine($"At most {visits} visits in a body and {worst:F2} visits for each of its blocks.");
    }

    [Fact]
    public void An_analysis_ends_only_when_nothing_changes_any_more() => Properties.Holds(Statement.Blocks(Size), Cases, body =>
    {
        var context = ContextOf(body);
        var areSettled = true;
        context.BodyAnalysed = analysis => areSettled &= analysis.IsSettled();
        FlowCompilation.Analyse(context, "M");
        return areSettled;
    }, Statement.Shrink);

    [Fact]
    public void A_second_run_gives_the_same_events() => Properties.Holds(Statement.Blocks(Size), Cases, body =>
    {
        // Once more with what is remembered, once more from the beginning.
        var context = ContextOf(body);
        var first = EventsOf(context);
        return first.SequenceEqual(EventsOf(context)) && first.SequenceEqual(EventsOf(ContextOf(body)));
    }, Statement.Shrink);

    private static FlowContext ContextOf(IReadOnlyList<Statement> body) =>
        FlowCompilation.CreateContext(FlowCompilation.Compile(SourceWriter.PrintClass(body)));

    private static List<string> EventsOf(FlowContext context) => [.. FlowCompilation.Analyse(context, "M").Events.Select(FlowText.Of)];
}
