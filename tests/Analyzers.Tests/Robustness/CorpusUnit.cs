using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.Robustness;

/// <summary>Files that are compiled together: Partial.1.cs and Partial.2.cs are one unit, every other file is one of its own.</summary>
internal sealed record CorpusUnit(string Name, IReadOnlyList<string> Files, bool IsSample)
{
    // What ImplicitUsings gives a sample's own project.
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    public static IReadOnlyList<CorpusUnit> All { get; } = [.. Corpus(), .. Samples()];

    public override string ToString() => Name;

    public async Task<(Compilation Compilation, AnalyzerOptions Options)> CompileAsync()
    {
        var test = new CSharpAnalyzerTest<SocketFlowAnalyzer>();
        foreach (var file in Files)
            test.TestState.Sources.Add((Path.GetFileName(file), await File.ReadAllTextAsync(file)));
        // A project that does not mention them is not looked at (SocketMentions), and a mutant may lose the word.
        test.TestState.Sources.Add(("Mention.cs", "// Socket"));
        if (IsSample)
            test.TestState.Sources.Add(("ImplicitUsings.cs", ImplicitUsings));
        if (test.TestState.Sources.Any(source => HasTopLevelStatements(source.Content)))
            test.TestState.OutputKind = OutputKind.ConsoleApplication;
        // A known target lets the rules go further than an unknown one.
        test.TestState.BuildProperties["TargetFramework"] = "net10.0";
        var project = test.CreateSolution(test.TestState).Projects.Single();
        return ((await project.GetCompilationAsync())!, project.AnalyzerOptions);
    }

    private static IEnumerable<CorpusUnit> Corpus() =>
        Repository.SourcesIn("tests/Analyzers.Tests/Corpus")
#if !ROSLYN_LATEST
            .Where(file => Path.GetFileName(file) != "CSharp14.cs")
#endif
            .GroupBy(file => Path.GetFileName(file).Split('.')[0])
            .Select(group => new CorpusUnit(group.Key, [.. group], IsSample: false));

    private static IEnumerable<CorpusUnit> Samples() =>
        Repository.SourcesIn("samples").Select(file => new CorpusUnit(Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), [file], IsSample: true));

    private static bool HasTopLevelStatements(string source) =>
        CSharpSyntaxTree.ParseText(source).GetRoot().ChildNodes().Any(node => node is GlobalStatementSyntax);
}
