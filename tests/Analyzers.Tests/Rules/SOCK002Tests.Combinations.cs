using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// Each form of a relay is a combination of what it is made of, and is told apart from its right twin.
public partial class SOCK002Tests
{
    // Wrong, and not found: elements of an array are no connections of their own, and the end of a copy in a lambda of Task.Run is not
    // seen by who awaits it.
    private static bool IsToldApart(string name) =>
        !name.StartsWith("array x ", StringComparison.Ordinal) && !name.EndsWith("x Task.Run x finally", StringComparison.Ordinal);

    [Fact]
    public async Task Combinations_are_found_and_their_right_twins_are_not()
    {
        var programs = RelayPrograms.All().ToList();
        var differences = new List<string>();
        foreach (var group in programs.GroupBy(static program => (program.Name[..program.Name.LastIndexOf(" x ", StringComparison.Ordinal)], program.IsWrong)))
        {
            var reported = await FilesWithSOCK002Async([.. group]);
            differences.AddRange(group
                .Where(program => reported.Contains(program.Name) != (program.IsWrong && IsToldApart(program.Name)))
                .Select(static program => (program.IsWrong ? "wrong: " : "right: ") + program.Name));
        }

        Assert.True(programs.Count > 700, $"only {programs.Count} programs");
        Assert.Empty(differences);
    }

    // Each in a namespace and file of its own, several to a compilation.
    private static async Task<HashSet<string>> FilesWithSOCK002Async(RelayPrograms.Program[] programs)
    {
        var trees = programs.Select(static (program, number) => CSharpSyntaxTree.ParseText($"namespace P{number} {{ {program.Code} }}", path: program.Name));
        var compilation = CSharpCompilation.Create("Test", [.. trees, RuleTest.UsingsTree], ReferenceSets.Net100, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var run = await AnalyzerRunner.RunAsync(compilation, [new SocketFlowAnalyzer()]);
        return [.. run.Analyzers.Where(static diagnostic => diagnostic.Id == "SOCK002").Select(static diagnostic => diagnostic.Location.SourceTree!.FilePath)];
    }
}
