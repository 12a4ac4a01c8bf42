using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.CodeFixes;

/// <summary>The same file in the other target frameworks of its project, and in other projects: an edit has to compile in all of them.</summary>
internal static class LinkedCode
{
    /// <summary>Whether every framework that compiles this place has the member.</summary>
    public static async Task<bool> HasAsync(Document document, Location place, string type, string member, CancellationToken cancellation)
    {
        foreach (var id in document.GetLinkedDocumentIds())
        {
            if (document.Project.Solution.GetDocument(id) is not { } other || await other.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root)
                continue;
            // In an #if of another framework it is no code there.
            var start = place.SourceSpan.Start;
            if (start >= root.FullSpan.End || !root.FindToken(start).Span.Contains(start))
                continue;
            var compilation = await other.Project.GetCompilationAsync(cancellation).ConfigureAwait(false);
            if (compilation?.GetTypeByMetadataName(type)?.GetMembers(member).IsEmpty != false)
                return false;
        }

        return true;
    }
}
