using System.Diagnostics;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Tests.Verification;
using SocketAnalyzers.Verification;
using Xunit;
using Xunit.Abstractions;

namespace SocketAnalyzers.Tests.Robustness;

/// <summary>No damage to a file makes an analyzer throw (AD0001) or run on and on.</summary>
public class TokenDeletionTests(ITestOutputHelper output)
{
    public static TheoryData<string> Units => [.. CorpusUnit.All.Select(unit => unit.Name)];

    [Theory]
    [MemberData(nameof(Units))]
    public async Task The_corpus_compiles(string name)
    {
        var unit = CorpusUnit.All.Single(u => u.Name == name);
        var (compilation, _) = await unit.CompileAsync();
        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

        // A sample may lean on other files of its project; code that does not bind would fuzz nothing.
        if (!unit.IsSample)
            Assert.Empty(errors);
    }

    [Theory]
    [MemberData(nameof(Units))]
    public Task No_deletion_crashes_an_analyzer(string name) => FuzzAsync(name, tree => Mutant.Deletions(tree));

    [Theory]
    [MemberData(nameof(Units))]
    public Task No_gap_of_several_tokens_crashes_an_analyzer(string name) =>
        FuzzAsync(name, tree => Mutant.Deletions(tree, window: 4, step: 60).Concat(Mutant.Deletions(tree, window: 25, step: 120)));

    [Theory]
    [MemberData(nameof(Units))]
    public Task No_unfinished_file_crashes_an_analyzer(string name) => FuzzAsync(name, tree => Mutant.Truncations(tree, step: 40));

    [Fact]
    public async Task The_fuzzer_finds_a_crash()
    {
        var (compilation, options) = await CorpusUnit.All[0].CompileAsync();
        var mutants = compilation.SyntaxTrees.SelectMany(tree => Mutant.Deletions(tree));

        var failures = await Fuzzer.RunAsync(compilation, options, mutants, [new CrashOnMissingNameAnalyzer()]);

        Assert.Contains(failures, failure => failure.Contains("AD0001: CrashOnMissingNameAnalyzer threw", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_fuzz_of_a_test_source_finds_a_crash()
    {
        var test = new CSharpAnalyzerTest<CrashOnMissingNameAnalyzer> { TestCode = "class C { object F => x.; }" };

        var exception = await Assert.ThrowsAsync<VerificationException>(
            () => TestSourceFuzz.FuzzAsync(test.CreateSolution(test.TestState), [new CrashOnMissingNameAnalyzer()], int.MaxValue));

        Assert.Contains("AD0001: CrashOnMissingNameAnalyzer threw", exception.Message, StringComparison.Ordinal);
    }

    private async Task FuzzAsync(string name, Func<SyntaxTree, IEnumerable<Mutant>> mutate)
    {
        var unit = CorpusUnit.All.Single(unit => unit.Name == name);
        var (compilation, options) = await unit.CompileAsync();
        var all = compilation.SyntaxTrees.SelectMany(mutate).ToArray();
        var chosen = TestSourceFuzz.IsExhaustive ? all : Mutant.Sample(all, Math.Max(20, all.Length / Portion(unit)), seed: 20260101);
        var watch = Stopwatch.StartNew();

        var failures = await Fuzzer.RunAsync(compilation, options, chosen, GateProperty.EveryBody);

        output.WriteLine($"{name}: {chosen.Count} of {all.Length} mutants in {watch.ElapsedMilliseconds} ms");
        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    // One in how many, always the same ones; all of them with SOCKET_ANALYZERS_FUZZ=all. The corpus is written for its variety of syntax:
    // of the samples, five times as long and all much alike, and on the floor, the same code on an older host, less is enough.
    private static int Portion(CorpusUnit unit) =>
#if ROSLYN_LATEST
        unit.IsSample ? 30 : 6;
#else
        20;
#endif
}
