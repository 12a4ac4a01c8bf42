using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;
using SocketAnalyzers.Tests.Flow;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.Robustness;

/// <summary>
/// Most bodies with a socket get no graph, because nothing in them can be wrong (BodyTraits), and half of the summaries are known
/// without one (ActionReader). That this loses nothing is checked on the sources of all tests of the analyzers: with a graph for every
/// body and every summary the same is found, and the summaries are the same.
/// </summary>
internal static class GateProperty
{
    /// <summary>The shipped analyzers, with a graph for every body.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> EveryBody { get; } = CreateForEveryBody();

    /// <summary>Compares what the shipped analyzers have <paramref name="found"/> in the solution with what they find without the gate.</summary>
    public static async Task VerifyAsync(Solution solution, AnalyzerRun found)
    {
        var gated = found.Texts();
        var whole = (await AnalyzerRunner.RunAsync(solution, static () => EveryBody, CancellationToken.None)).Texts();
        if (!gated.SequenceEqual(whole, StringComparer.Ordinal))
            throw new VerificationException($"Without the gate something else is found.\nWith it:\n{string.Join("\n", gated)}\nWithout:\n{string.Join("\n", whole)}");
        foreach (var project in solution.Projects)
            VerifySummaries((await project.GetCompilationAsync())!);
    }

    private static void VerifySummaries(Compilation compilation)
    {
        if (KnownTypes.Create(compilation) is not { } types)
            return;
        var context = new FlowContext(compilation, types, static (_, _) => false) { AnalyseEveryBody = true };
        foreach (var (method, _) in FlowCompilation.MethodsOf(compilation))
        {
            if (context.Calls.NodeOf(method, default) is not { IsOpaque: false, Traits: BodyTraits.None })
                continue;
            var summary = context.Summaries.Get(method, default);
            if (summary != MethodSummary.Opaque && !IsHarmless(summary, context.Escapes.Get(method, default)))
                throw new VerificationException($"{method.ToDisplayString()} is taken for harmless, and its summary says\n{FlowText.Of(summary)}");
        }
    }

    // That it may give back null is nothing to its caller: what it gives back can be no connection.
    private static bool IsHarmless(MethodSummary summary, ResetEscape escape) =>
        summary is { Effects.Count: 0, Relays.Count: 0, EndsNormally: true, Returned: null or { Aliases.Count: 0, MayBeMade: false, MayBeUnknown: false } }
        && escape == ResetEscape.Nothing;

    private static ImmutableArray<DiagnosticAnalyzer> CreateForEveryBody()
    {
        var analyzers = AnalyzerRunner.AnalyzersOf(typeof(SocketFlowAnalyzer).Assembly);
        analyzers.OfType<SocketFlowAnalyzer>().Single().ContextCreated = static context => context.AnalyseEveryBody = true;
        return analyzers;
    }
}
