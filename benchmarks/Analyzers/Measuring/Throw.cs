using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Benchmarks.Measuring;

/// <summary>Ends a run that would measure something else than it says.</summary>
internal static class Throw
{
    private const string AnalyzerCrash = "AD0001";

    public static void IfErrors(IEnumerable<Diagnostic> diagnostics)
    {
        if (diagnostics.FirstOrDefault(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error || diagnostic.Id == AnalyzerCrash) is { } error)
            throw new InvalidOperationException($"The generated code is not what it should be: {error}");
    }
}
