using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Tests.Flow;
using SocketAnalyzers.Tests.Robustness;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Rules.OnEveryPath;

/// <summary>
/// Programs that were written to prove the rules wrong, before anybody knew what the rules say of them: right ones, and wrong ones beside them.
/// All rules look at them, and report the lines that are marked "//! SOCK003" and no others. "//? SOCK003" is a mistake that is not found, and why.
/// </summary>
public partial class ProgramTests
{
    private const string Folder = "tests/Analyzers.Tests/Rules/OnEveryPath/Programs";

    private const string Usings = """
        using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Net; using System.Net.Sockets; using System.Text; using System.Threading; using System.Threading.Tasks;

        """;

    public static TheoryData<string> Files => [.. Directory.GetFiles(Repository.PathOf(Folder.Split('/')), "*.txt").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Only_what_is_wrong_is_reported(string file)
    {
        var failures = new List<string>();
        foreach (var program in Head().Split(await File.ReadAllTextAsync(Repository.PathOf([.. Folder.Split('/'), file]))).Skip(1))
        {
            var lines = program.Split('\n');
#if !ROSLYN_LATEST
            if (lines[0].EndsWith("C# 12", StringComparison.Ordinal))
                continue;
#endif
            var expected = lines.Select(static (line, number) => (Mark: Mark().Match(line), number)).Where(static line => line.Mark.Success)
                .Select(static line => $"{line.number}: {line.Mark.Groups[1].Value}").Order(StringComparer.Ordinal);
            var compilation = FlowCompilation.CompileAlone(Usings.TrimEnd() + "\n" + string.Join('\n', lines.Skip(1)));
            var found = await compilation.WithAnalyzers(Fuzzer.ShippedAnalyzers, new AnalyzerOptions([])).GetAnalyzerDiagnosticsAsync();
            var actual = found.Select(static found => $"{found.Location.GetLineSpan().StartLinePosition.Line}: {found.Id}").Distinct().Order(StringComparer.Ordinal);
            if (!expected.SequenceEqual(actual))
                failures.Add($"{lines[0]}: expected [{string.Join(", ", expected)}], reported [{string.Join(", ", found.Select(static found => found.ToString()))}]");
        }

        Assert.Empty(failures);
    }

    [GeneratedRegex("^=== ", RegexOptions.Multiline)]
    private static partial Regex Head();

    [GeneratedRegex("//! (SOCK[0-9]{3})")]
    private static partial Regex Mark();
}
