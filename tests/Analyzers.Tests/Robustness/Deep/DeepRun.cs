using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Tests.CodeFixes;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.Robustness.Deep;

/// <summary>What came of one family at one level; a line of text, because it comes from another process.</summary>
internal sealed record DeepResult(string Family, int Level, string Outcome, int Found, int TooDeep, int Failed, long Milliseconds)
{
    public const string Survived = "survived";

    /// <summary>The compiler itself finds an expression too complex.</summary>
    public const string Refused = "refused CS8078";

    public static DeepResult Parse(string line)
    {
        var cells = line.Split('\t');
        var numbers = cells.Skip(3).Select(static cell => long.Parse(cell, CultureInfo.InvariantCulture)).ToArray();
        return new DeepResult(cells[0], int.Parse(cells[1], CultureInfo.InvariantCulture), cells[2], (int)numbers[0], (int)numbers[1], (int)numbers[2], numbers[3]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Family}\t{Level}\t{Outcome}\t{Found}\t{TooDeep}\t{Failed}\t{Milliseconds}");
}

/// <summary>Analyses one deep program on the thread that calls it.</summary>
internal static class DeepRun
{
    public static DeepResult WithNothing(DeepFamily family, int level) => Run(family, level, [new NothingAnalyzer()], withFixes: false);

    public static DeepResult WithOurs(DeepFamily family, int level) => Run(family, level, Fuzzer.ShippedAnalyzers, withFixes: false);

    public static DeepResult WithFixes(DeepFamily family, int level) => Run(family, level, Fuzzer.ShippedAnalyzers, withFixes: true);

    private static DeepResult Run(DeepFamily family, int level, ImmutableArray<DiagnosticAnalyzer> analyzers, bool withFixes)
    {
        var contexts = new List<FlowContext>();
        foreach (var analyzer in analyzers.OfType<SocketFlowAnalyzer>())
            analyzer.ContextCreated = contexts.Add;
        var test = new CSharpAnalyzerTest<SocketFlowAnalyzer> { TestCode = family.Write(level) };
        var project = test.CreateSolution(test.TestState).Projects.Single();
        var compilation = project.GetCompilationAsync().GetAwaiter().GetResult()!;
        var crashes = new List<string>();
        var driver = compilation.WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions, (exception, analyzer, _) => crashes.Add($"AD0001 {analyzer.GetType().Name} {exception.GetType().Name}"), concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        // Of this process: other programs of the machine do not count.
        var before = Environment.CpuUsage.TotalTime;
        var all = driver.GetAllDiagnosticsAsync().GetAwaiter().GetResult();
        var time = (long)(Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
        var error = all.FirstOrDefault(static found => found.Severity == DiagnosticSeverity.Error && found.Id.StartsWith("CS", StringComparison.Ordinal));
        var outcome = error is not null ? "refused " + error.Id : crashes.Count > 0 ? crashes[0] : DeepResult.Survived;
        if (withFixes && outcome == DeepResult.Survived)
            FixProperty.OfferAsync(project, all).GetAwaiter().GetResult();
        return new DeepResult(family.Name, level, outcome, all.Count(IsExpected), contexts.Sum(static context => context.Counters.TooDeep), contexts.Sum(static context => context.Failures.Count), time);
    }

    private static bool IsExpected(Diagnostic found) =>
        found.Id == "SOCK003" && found.Location.SourceTree!.GetText().Lines.GetLineFromPosition(found.Location.SourceSpan.Start).ToString().Trim() is "first.Send(b);" or "second.Send(b);";
}
