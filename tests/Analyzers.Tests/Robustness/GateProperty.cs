using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.Robustness;

/// <summary>
/// Most bodies with a socket get no graph, because nothing in them can be wrong (BodyTraits). That this loses nothing is checked on the
/// sources of all tests of the analyzers: with a graph for every body the same is found.
/// </summary>
internal static class GateProperty
{
    /// <summary>The shipped analyzers, with a graph for every body.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> EveryBody { get; } = CreateForEveryBody();

    public static async Task VerifyAsync(Solution solution)
    {
        // A test of one rule switches the others off; here all of them look.
        foreach (var project in solution.Projects)
            solution = solution.WithProjectCompilationOptions(project.Id, project.CompilationOptions!.WithSpecificDiagnosticOptions(ImmutableDictionary<string, ReportDiagnostic>.Empty));
        var gated = await FindAsync(solution, Fuzzer.ShippedAnalyzers);
        var whole = await FindAsync(solution, EveryBody);
        if (!gated.SequenceEqual(whole, StringComparer.Ordinal))
            throw new VerificationException($"Without the gate something else is found.\nWith it:\n{string.Join("\n", gated)}\nWithout:\n{string.Join("\n", whole)}");
    }

    private static async Task<List<string>> FindAsync(Solution solution, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var run = await AnalyzerRunner.RunAsync(solution, () => analyzers, CancellationToken.None);
        return [.. run.Analyzers.Select(static found => $"{found} {string.Join(" ", found.AdditionalLocations)}").Order(StringComparer.Ordinal)];
    }

    private static ImmutableArray<DiagnosticAnalyzer> CreateForEveryBody()
    {
        var analyzers = AnalyzerRunner.AnalyzersOf(typeof(SocketFlowAnalyzer).Assembly);
        analyzers.OfType<SocketFlowAnalyzer>().Single().ContextCreated = static context => context.AnalyseEveryBody = true;
        return analyzers;
    }
}
