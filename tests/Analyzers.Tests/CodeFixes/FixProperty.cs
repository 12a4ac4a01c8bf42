using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.CodeFixes;
using SocketAnalyzers.Tests.Robustness;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.CodeFixes;

/// <summary>
/// What holds for every fix of every place: the code compiles as before, the diagnostic is gone, no new warning of ours
/// has come, and asking once more changes nothing. Checked on the sources of all tests of the analyzers.
/// </summary>
internal static class FixProperty
{
    private static readonly ImmutableDictionary<string, SocketCodeFixProvider> Fixers = typeof(SocketCodeFixProvider).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(SocketCodeFixProvider)) && type.GetCustomAttribute<ExportCodeFixProviderAttribute>() is not null)
        .Select(type => (SocketCodeFixProvider)Activator.CreateInstance(type)!)
        .ToImmutableDictionary(fixer => fixer.FixableDiagnosticIds.Single());

    /// <summary>Tries every fix of what the shipped analyzers have found in the solution.</summary>
    public static async Task VerifyAsync(Solution solution, AnalyzerRun before)
    {
        var fixable = before.Analyzers.Where(found => Fixers.ContainsKey(found.Id) && found.Location.IsInSource).ToImmutableArray();
        foreach (var diagnostic in fixable)
        {
            var document = solution.GetDocument(diagnostic.Location.SourceTree)!;
            foreach (var action in await ActionsAsync(document, diagnostic))
                await VerifyActionAsync(document, diagnostic, action, before);
        }

        // Of a single one the fix has just shown that nothing is left.
        foreach (var found in fixable.GroupBy(found => (found.Id, found.Location.SourceTree)).Where(group => group.Count() > 1))
        {
            foreach (var action in Fixers[found.Key.Id].Actions)
                await VerifySecondRunAsync(solution.GetDocument(found.Key.SourceTree)!, [.. found], action);
        }
    }

    /// <summary>Asks for every fix of every diagnostic, which makes the changed text.</summary>
    public static async Task OfferAsync(Project project, ImmutableArray<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics.Where(found => Fixers.ContainsKey(found.Id) && found.Location.IsInSource))
            await ActionsAsync(project.GetDocument(diagnostic.Location.SourceTree)!, diagnostic);
    }

    // Fix All is one pass: what it leaves has no fix, and what it has mended is not mended again.
    private static async Task VerifySecondRunAsync(Document document, ImmutableArray<Diagnostic> diagnostics, FixAction action)
    {
        if (await DocumentEdit.ApplyAsync(document, diagnostics, action, CancellationToken.None) is not { } mended)
            return;
        var after = await FindAsync(mended.Project.Solution);
        var left = after.Analyzers.Where(found => found.Id == diagnostics[0].Id && mended.Project.Solution.GetDocumentId(found.Location.SourceTree) == document.Id).ToImmutableArray();
        if (left.Length >= diagnostics.Length || (!left.IsEmpty && await DocumentEdit.ApplyAsync(mended, left, action, CancellationToken.None) is not null))
            throw new VerificationException($"A second run of '{action.Title}' finds something to do: {left[0]}\n{await mended.GetTextAsync()}");
    }

    private static async Task VerifyActionAsync(Document document, Diagnostic diagnostic, CodeAction action, AnalyzerRun before)
    {
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        var solution = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        var after = await FindAsync(solution);
        var text = (await solution.GetDocument(document.Id)!.GetTextAsync()).ToString();
        if (Errors(after) > Errors(before))
            throw Failure("does not compile", after.Compiler.First(found => found.Severity == DiagnosticSeverity.Error));
        if (Count(after, diagnostic.Id) >= Count(before, diagnostic.Id))
            throw Failure("leaves the diagnostic", diagnostic);
        var news = after.Analyzers.FirstOrDefault(found => found.Severity >= DiagnosticSeverity.Warning && Count(after, found.Id) > Count(before, found.Id));
        if (news is not null)
            throw Failure("brings a warning", news);

        VerificationException Failure(string what, Diagnostic about) => new($"The fix '{action.Title}' of {diagnostic.Id} {what}: {about}\n{text}");
    }

    private static Task<AnalyzerRun> FindAsync(Solution solution) =>
        AnalyzerRunner.RunAsync(solution, static () => Fuzzer.ShippedAnalyzers, CancellationToken.None);

    private static int Errors(AnalyzerRun run) => run.Compiler.Count(found => found.Severity == DiagnosticSeverity.Error);

    private static int Count(AnalyzerRun run, string id) => run.Analyzers.Count(found => found.Id == id);

    private static async Task<ImmutableArray<CodeAction>> ActionsAsync(Document document, Diagnostic diagnostic)
    {
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        await Fixers[diagnostic.Id].RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions.ToImmutable();
    }
}
