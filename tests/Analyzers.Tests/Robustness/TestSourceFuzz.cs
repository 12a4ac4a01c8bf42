using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Tests.CodeFixes;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.Robustness;

/// <summary>
/// Lets every test of a shipped analyzer damage its own sources after it has passed: a token each, always the same
/// one. SOCKET_ANALYZERS_FUZZ=all deletes every token of every test source, and of every sample, which takes minutes.
/// </summary>
internal static class TestSourceFuzz
{
    // Another one on each Roslyn.
#if ROSLYN_LATEST
    private const int Seed = 20260102;
#else
    private const int Seed = 20260101;
#endif

    internal static readonly bool IsExhaustive = Environment.GetEnvironmentVariable("SOCKET_ANALYZERS_FUZZ") == "all";

    [ModuleInitializer]
    internal static void Install()
    {
        BodyFailures.AreThrown = true;
        AnalyzerTest.AfterVerification = VerifyAsync;
    }

    private static async Task VerifyAsync(AnalyzerTest test, Solution solution)
    {
        if (!test.Analyzers.Any(Fuzzer.IsShipped))
            return;
        await FuzzAsync(solution, GateProperty.EveryBody, IsExhaustive ? int.MaxValue : 1);
        var withAllRules = WithAllRules(solution);
        var found = await AnalyzerRunner.RunAsync(withAllRules, static () => Fuzzer.ShippedAnalyzers, CancellationToken.None);
#if !ROSLYN_LATEST
        // A matter of our code and not of the compiler: once is enough.
        await GateProperty.VerifyAsync(withAllRules, found);
        await SplitProperty.VerifyAsync(withAllRules);
#endif
        await FixProperty.VerifyAsync(withAllRules, found);
    }

    // A test of one rule switches the others off; here all of them look.
    private static Solution WithAllRules(Solution solution) => solution.Projects.Aggregate(solution, static (changed, project) =>
        changed.WithProjectCompilationOptions(project.Id, project.CompilationOptions!.WithSpecificDiagnosticOptions(ImmutableDictionary<string, ReportDiagnostic>.Empty)));

    internal static async Task FuzzAsync(Solution solution, ImmutableArray<DiagnosticAnalyzer> analyzers, int mostMutants)
    {
        foreach (var project in solution.Projects)
        {
            var compilation = (await project.GetCompilationAsync())!;
            var mutants = compilation.SyntaxTrees.SelectMany(tree => Mutant.Deletions(tree)).ToArray();
            var chosen = Mutant.Sample(mutants, mostMutants, Seed);
            var failures = await Fuzzer.RunAsync(compilation, project.AnalyzerOptions, chosen, analyzers);
            if (failures.Count > 0)
                throw new VerificationException($"The test passed, but damaged code crashes an analyzer.\n{string.Join("\n", failures)}");
        }
    }
}
