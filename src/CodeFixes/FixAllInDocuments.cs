using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace SocketAnalyzers.CodeFixes;

/// <summary>
/// Fix All of every fix. It derives each edit from its diagnostic instead of asking for code actions: then a place without
/// a fix does not stop the others, and a null or unknown key, which <c>dotnet format</c> sends when the first diagnostic
/// has no fix, means the default action.
/// </summary>
internal sealed class FixAllInDocuments : DocumentBasedFixAllProvider
{
    public static readonly FixAllInDocuments Instance = new();

    protected override Task<Document?> FixAllAsync(FixAllContext fixAllContext, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        var provider = (SocketCodeFixProvider)fixAllContext.CodeFixProvider;
        var mine = diagnostics.Where(diagnostic => provider.FixableDiagnosticIds.Contains(diagnostic.Id)).ToImmutableArray();
        var action = provider.Actions.FirstOrDefault(candidate => candidate.Key == fixAllContext.CodeActionEquivalenceKey) ?? provider.Actions[0];
        return DocumentEdit.ApplyAsync(document, mine, action, fixAllContext.CancellationToken);
    }
}
