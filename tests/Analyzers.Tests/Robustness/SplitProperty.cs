using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.Robustness;

/// <summary>
/// A library of the same solution is a DLL in a build and a compilation in an editor, where its symbols have source that this
/// compilation does not know. The same must be found in both. Checked on the sources of all tests that have several types.
/// </summary>
internal static class SplitProperty
{
    // Two ways to split a test's types are enough: there are 2,000 tests.
    private const int MostSplits = 2;

    public static async Task VerifyAsync(Solution solution)
    {
        foreach (var project in solution.Projects)
        {
            foreach (var split in ProjectSplit.Of((await project.GetCompilationAsync())!).Take(MostSplits))
                await VerifyAsync(split, project);
        }
    }

    internal static async Task<bool> VerifyAsync(ProjectSplit split, Project project)
    {
        using var image = new MemoryStream();
        if (!split.Library.Emit(image).Success)
            return false;
        var build = await FindAsync(split.Rest.AddReferences(MetadataReference.CreateFromImage(image.ToArray())), project);
        if (build.Compiler.Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            return false;
        var inBuild = build.Texts();
        var inEditor = (await FindAsync(split.Rest.AddReferences(split.Library.ToMetadataReference()), project)).Texts();
        if (!inBuild.SequenceEqual(inEditor, StringComparer.Ordinal))
            throw new VerificationException($"With a library as a project something else is found than with its DLL.\nAs a DLL:\n{string.Join("\n", inBuild)}\nAs a project:\n{string.Join("\n", inEditor)}\nThe library:\n{string.Join("\n", split.Library.SyntaxTrees)}\nThe rest:\n{string.Join("\n", split.Rest.SyntaxTrees)}");
        return true;
    }

    private static async Task<AnalyzerRun> FindAsync(Compilation compilation, Project project)
    {
        var run = await AnalyzerRunner.RunAsync(compilation, Fuzzer.ShippedAnalyzers, project.AnalyzerOptions);
        if (!run.Crashes.IsEmpty)
            throw new VerificationException($"An analyzer crashed where a type came from another project.\n{string.Join("\n", run.Crashes)}");
        return run;
    }
}
