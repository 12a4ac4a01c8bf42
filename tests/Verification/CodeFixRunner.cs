using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace SocketAnalyzers.Verification;

/// <summary>Asks a fixer as a host does, and applies what it offers.</summary>
internal sealed class CodeFixRunner(CodeFixProvider fixer, int actionIndex, string? equivalenceKey, Func<Solution, CancellationToken, Task<AnalyzerRun>> analyze)
{
#pragma warning disable RS2008 // A stand-in, never reported.
    private static readonly DiagnosticDescriptor Foreign = new("FOREIGN1", "Foreign", "Foreign", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);
#pragma warning restore RS2008

    public CodeFixProvider Fixer => fixer;

    /// <summary>The first diagnostic, in source order, for which the fixer offers the wanted action.</summary>
    public async Task<(Document Document, Diagnostic Diagnostic, CodeAction Action)?> FirstActionAsync(Solution solution, CancellationToken cancellationToken)
    {
        foreach (var diagnostic in await FixableAsync(solution, cancellationToken).ConfigureAwait(false))
        {
            var document = solution.GetDocument(diagnostic.Location.SourceTree)!;
            var actions = await ActionsAsync(document, diagnostic, cancellationToken).ConfigureAwait(false);
            var action = equivalenceKey is null ? actions.ElementAtOrDefault(actionIndex) : actions.FirstOrDefault(a => a.EquivalenceKey == equivalenceKey);
            if (action is not null)
                return (document, diagnostic, action);
        }

        return null;
    }

    public async Task<ImmutableArray<Diagnostic>> FixableAsync(Solution solution, CancellationToken cancellationToken)
    {
        var run = await analyze(solution, cancellationToken).ConfigureAwait(false);
        return
        [
            .. run.Analyzers
                .Where(diagnostic => diagnostic.Location.IsInSource && fixer.FixableDiagnosticIds.Contains(diagnostic.Id))
                .OrderBy(diagnostic => diagnostic.Location.SourceTree!.FilePath, StringComparer.Ordinal)
                .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start),
        ];
    }

    /// <summary><c>dotnet format</c> asks a fixer about the first diagnostic of the analyzer, whichever id that has.</summary>
    public async Task<ImmutableArray<CodeAction>> ActionsForForeignDiagnosticAsync(Document document, Location location, CancellationToken cancellationToken) =>
        await ActionsAsync(document, Diagnostic.Create(Foreign, location), cancellationToken).ConfigureAwait(false);

    public static async Task<Solution> ApplyAsync(Solution solution, CodeAction action, CancellationToken cancellationToken)
    {
        var operations = await action.GetOperationsAsync(cancellationToken).ConfigureAwait(false);
        var changes = operations.OfType<ApplyChangesOperation>().ToArray();
        if (changes.Length != 1)
            throw new VerificationException($"The action '{action.Title}' gave {changes.Length} ApplyChangesOperations; dotnet format takes exactly one.");
        if (!await ChangesTextAsync(solution, changes[0].ChangedSolution, cancellationToken).ConfigureAwait(false))
            throw new VerificationException($"The action '{action.Title}' changes nothing: it must not be registered.");
        return changes[0].ChangedSolution;
    }

    /// <summary>Null where the provider finds nothing to do.</summary>
    public async Task<Solution?> FixAllAsync(
        Document document, FixAllScope scope, string? key, ImmutableArray<string> ids, CancellationToken cancellationToken)
    {
        var provider = fixer.GetFixAllProvider() ?? throw new VerificationException($"{fixer.GetType().Name} has no FixAllProvider.");
        if (!provider.GetSupportedFixAllScopes().Contains(scope))
            throw new VerificationException($"{fixer.GetType().Name} does not support Fix All in {scope}.");
        var context = new FixAllContext(document, fixer, scope, key, ids, new DiagnosticsForFixAll(analyze), cancellationToken);
        var action = await provider.GetFixAsync(context).ConfigureAwait(false);
        if (action is null)
            return null;
        var operations = await action.GetOperationsAsync(cancellationToken).ConfigureAwait(false);
        return operations.OfType<ApplyChangesOperation>().SingleOrDefault()?.ChangedSolution;
    }

    // Roslyn calls a document changed when it is another object; a user only sees another text.
    private static async Task<bool> ChangesTextAsync(Solution before, Solution after, CancellationToken cancellationToken)
    {
        foreach (var change in after.GetChanges(before).GetProjectChanges())
        {
            if (change.GetAddedDocuments().Any() || change.GetRemovedDocuments().Any())
                return true;
            foreach (var id in change.GetChangedDocuments())
            {
                var (old, @new) = (await before.GetDocument(id)!.GetTextAsync(cancellationToken).ConfigureAwait(false), await after.GetDocument(id)!.GetTextAsync(cancellationToken).ConfigureAwait(false));
                if (!old.ContentEquals(@new))
                    return true;
            }
        }

        return false;
    }

    private async Task<ImmutableArray<CodeAction>> ActionsAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        var context = new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), cancellationToken);
        await fixer.RegisterCodeFixesAsync(context).ConfigureAwait(false);
        return actions.ToImmutable();
    }

    /// <summary>Gives Fix All every diagnostic, foreign ones too: choosing is the provider's business.</summary>
    private sealed class DiagnosticsForFixAll(Func<Solution, CancellationToken, Task<AnalyzerRun>> analyze) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        {
            var run = await analyze(project.Solution, cancellationToken).ConfigureAwait(false);
            return run.Analyzers.Where(diagnostic => project.Solution.GetDocument(diagnostic.Location.SourceTree)?.Project.Id == project.Id);
        }

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var all = await GetAllDiagnosticsAsync(document.Project, cancellationToken).ConfigureAwait(false);
            return all.Where(diagnostic => document.Project.Solution.GetDocument(diagnostic.Location.SourceTree)?.Id == document.Id);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
