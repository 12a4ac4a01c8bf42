using System.Text.Json;
using SocketAnalyzers.Scan;

namespace SocketAnalyzers.Tools.Tests;

/// <summary>What one run of the scanner gave.</summary>
internal sealed record ScanRun(int ExitCode, string Output, string Error)
{
    /// <summary>"SOCK003 path:line:column" of each finding, in the order of the output.</summary>
    public IReadOnlyList<string> Findings => Output.Split('\n')
        .Where(line => line.StartsWith("warning ", StringComparison.Ordinal) || line.StartsWith("info ", StringComparison.Ordinal))
        .Select(line => line[(line.IndexOf(' ') + 1)..].Replace("  ", " ", StringComparison.Ordinal))
        .ToList();

    public static ScanRun Of(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = CommandLine.Run(args, output, error, Terminal.None);
        return new ScanRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs with --sarif and reads the only run of the file.</summary>
    public static (ScanRun Run, JsonElement Sarif) WithSarif(TestFolder folder, params string[] args)
    {
        var file = folder.PathOf("out.sarif");
        var run = Of([.. args, "--sarif", file]);
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return (run, json.RootElement.Clone());
    }
}
