using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Tests.CodeFixes;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.Robustness;

/// <summary>
/// Lets every test of a shipped analyzer damage its own sources after it has passed: a few tokens each, always the same
/// ones. SOCKET_ANALYZERS_FUZZ=all deletes every token of every test source, and of every sample, which takes minutes.
/// </summary>
internal static class TestSourceFuzz
{
#if ROSLYN_LATEST
    private const int PerTest = 3;
#else
    private const int PerTest = 2;
#endif

    internal static readonly bool IsExhaustive = Environment.GetEnvironmentVariable("SOCKET_ANALYZERS_FUZZ") == "all";

    [ModuleInitializer]
    internal static void Install() => AnalyzerTest.AfterVerification = async (test, solution) =>
    {
        if (!test.Analyzers.Any(Fuzzer.IsShipped))
            return;
        await FuzzAsync(solution, GateProperty.EveryBody);
        var withAllRules = WithAllRules(solution);
#if !ROSLYN_LATEST
        // A matter of our code and not of the compiler: once is enough.
        await GateProperty.VerifyAsync(withAllRules);
#endif
        await FixProperty.VerifyAsync(withAllRules, Fuzzer.ShippedAnalyzers);
    };

    // A test of one rule switches the others off; here all of them look.
    private static Solution WithAllRules(Solution solution) => solution.Projects.Aggregate(solution, static (changed, project) =>
        changed.WithProjectCompilationOptions(project.Id, project.CompilationOptions!.WithSpecificDiagnosticOptions(ImmutableDictionary<string, ReportDiagnostic>.Empty)));

    internal static async Task FuzzAsync(Solution solution, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        foreach (var project in solution.Projects)
        {
            var compilation = (await project.GetCompilationAsync())!;
            var mutants = compilation.SyntaxTrees.SelectMany(tree => Mutant.Deletions(tree)).ToArray();
            var chosen = Mutant.Sample(mutants, IsExhaustive ? int.MaxValue : PerTest, seed: 20260101);
            var failures = await Fuzzer.RunAsync(compilation, project.AnalyzerOptions, chosen, analyzers);
            if (failures.Count > 0)
                throw new VerificationException($"The test passed, but damaged code crashes an analyzer.\n{string.Join("\n", failures)}");
        }
    }
}
