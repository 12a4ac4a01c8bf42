using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using SocketAnalyzers.CodeFixes.Editing;

namespace SocketAnalyzers.CodeFixes;

/// <summary>
/// Fix All of every fix. It derives each edit from its diagnostic instead of asking for code actions: then a place without
/// a fix does not stop the others, and a null or unknown key, which <c>dotnet format</c> sends when the first diagnostic
/// has no fix, means the default action.
/// </summary>
internal sealed class FixAllInDocuments : FixAllProvider
{
    public static readonly FixAllInDocuments Instance = new();

    private static readonly EachDocument Documents = new();

    /// <summary>Roslyn's own Fix All makes new texts, which do not know what was changed: each is told again (<see cref="LineChanges"/> says why).</summary>
    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext) =>
        await Documents.GetFixAsync(fixAllContext).ConfigureAwait(false) is { } action
            ? CodeAction.Create(action.Title, cancellation => WithKnownChangesAsync(fixAllContext.Solution, action, cancellation), action.EquivalenceKey)
            : null;

    private static async Task<Solution> WithKnownChangesAsync(Solution before, CodeAction action, CancellationToken cancellation)
    {
        var operations = await action.GetOperationsAsync(cancellation).ConfigureAwait(false);
        if (operations.OfType<ApplyChangesOperation>().SingleOrDefault()?.ChangedSolution is not { } after)
            return before;
        var known = after;
        foreach (var id in after.GetChanges(before).GetProjectChanges().SelectMany(static project => project.GetChangedDocuments()))
        {
            var old = await before.GetDocument(id)!.GetTextAsync(cancellation).ConfigureAwait(false);
            var text = await after.GetDocument(id)!.GetTextAsync(cancellation).ConfigureAwait(false);
            known = known.WithDocumentText(id, LineChanges.Apply(old, text.ToString()));
        }

        return known;
    }

    private sealed class EachDocument : DocumentBasedFixAllProvider
    {
        protected override Task<Document?> FixAllAsync(FixAllContext fixAllContext, Document document, ImmutableArray<Diagnostic> diagnostics)
        {
            var provider = (SocketCodeFixProvider)fixAllContext.CodeFixProvider;
            var mine = diagnostics.Where(diagnostic => provider.FixableDiagnosticIds.Contains(diagnostic.Id)).ToImmutableArray();
            var action = provider.Actions.FirstOrDefault(candidate => candidate.Key == fixAllContext.CodeActionEquivalenceKey) ?? provider.Actions[0];
            return DocumentEdit.ApplyAsync(document, mine, action, fixAllContext.CancellationToken);
        }
    }
}
