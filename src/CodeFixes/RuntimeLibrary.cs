using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Configuration;

namespace SocketAnalyzers.CodeFixes;

/// <summary>Whether a fix calls <c>SocketAnalyzers.SocketClosing</c> or writes out what it does.</summary>
internal static class RuntimeLibrary
{
    public const string ClosingType = "SocketAnalyzers.SocketClosing";

    /// <summary>True to call it, false to write it out; null where it must be called and is not there.</summary>
    public static async Task<bool?> IsCalledAsync(Document document, CancellationToken cancellation)
    {
        var tree = await document.GetSyntaxTreeAsync(cancellation).ConfigureAwait(false);
        KnownOptions.Helper.TryRead(document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(tree!), out var use);
        if (use == HelperUse.Never)
            return false;
        if (await IsInEveryFrameworkAsync(document.Project, cancellation).ConfigureAwait(false))
            return true;
        return use == HelperUse.Always ? null : false;
    }

    // One project file with several target frameworks is several projects here, and the edit has to be the same in all of them.
    private static async Task<bool> IsInEveryFrameworkAsync(Project project, CancellationToken cancellation)
    {
        if (!await HasAsync(project, cancellation).ConfigureAwait(false))
            return false;
        foreach (var other in project.Solution.Projects)
        {
            if (other.FilePath is not null && other.FilePath == project.FilePath && !await HasAsync(other, cancellation).ConfigureAwait(false))
                return false;
        }

        return true;
    }

    private static async Task<bool> HasAsync(Project project, CancellationToken cancellation) =>
        await project.GetCompilationAsync(cancellation).ConfigureAwait(false) is { } compilation && compilation.GetTypeByMetadataName(ClosingType) is not null;
}
