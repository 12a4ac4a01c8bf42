using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace SocketAnalyzers.Verification;

/// <summary>The checks that every test of a fix makes by itself.</summary>
[Flags]
public enum CodeFixTestBehaviors
{
    None = 0,
    SkipFixAllInDocumentCheck = 1,
    SkipFixAllInProjectCheck = 2,
    SkipFixAllInSolutionCheck = 4,
    SkipFixAllCheck = 7,

    /// <summary>Do not ask what Fix All does without an equivalence key, which is what <c>dotnet format</c> sends when the first diagnostic has no fix.</summary>
    SkipFirstDiagnosticHasNoFixCheck = 8,

    /// <summary>Do not ask what the fixer does with a diagnostic of another id, which is what <c>dotnet format</c> sends when that one is first.</summary>
    SkipForeignDiagnosticFirstCheck = 16,
}

/// <summary>
/// One test of a fixer: the diagnostics before, each fix in turn until nothing is left to fix, the diagnostics and the
/// compiler's verdict after, then Fix All. Equal code before and after says that no fix must be offered.
/// </summary>
public abstract class CodeFixTest : AnalyzerTest
{
    /// <summary>The sources after the fixes, with markup for what remains; a project without sources here stays as it was.</summary>
    public TestState FixedState { get; } = new();

    /// <summary>Only where Fix All gives something else than one fix after the other.</summary>
    public TestState BatchFixedState { get; } = new();

    public string FixedCode
    {
        set => FixedState.Sources.Insert(0, (TestState.Folder + "Test0.cs", value));
    }

    public string BatchFixedCode
    {
        set => BatchFixedState.Sources.Insert(0, (TestState.Folder + "Test0.cs", value));
    }

    public int CodeActionIndex { get; set; }

    public string? CodeActionEquivalenceKey { get; set; }

    /// <summary>How many single fixes it takes; by default at most one for each fixable diagnostic.</summary>
    public int? NumberOfIncrementalIterations { get; set; }

    public CodeFixTestBehaviors CodeFixTestBehaviors { get; set; }

    public override async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await base.RunAsync(cancellationToken).ConfigureAwait(false);
        if (FixedState.Projects.All(project => project.Sources.Count == 0))
            throw new VerificationException("The test says nothing of the fixed code: set FixedCode, to the code of the test where no fix must be offered.");
        var before = CreateSolution(TestState);
        var fixedState = TestState.WithSourcesOf(FixedState);
        await VerifyFixesOneByOneAsync(before, fixedState, cancellationToken).ConfigureAwait(false);
        await VerifyStateAsync("After the fix the diagnostics are not the expected ones.", fixedState, cancellationToken).ConfigureAwait(false);
        await VerifyFixAllAsync(before, fixedState, cancellationToken).ConfigureAwait(false);
    }

    protected abstract CodeFixProvider GetCodeFixProvider();

    private CodeFixRunner CreateRunner() => new(GetCodeFixProvider(), CodeActionIndex, CodeActionEquivalenceKey, RunAnalyzersAsync);

    private async Task VerifyFixesOneByOneAsync(Solution before, TestState fixedState, CancellationToken cancellationToken)
    {
        var runner = CreateRunner();
        var limit = NumberOfIncrementalIterations ?? (await runner.FixableAsync(before, cancellationToken).ConfigureAwait(false)).Length;
        var solution = before;
        var count = 0;
        while (await runner.FirstActionAsync(solution, cancellationToken).ConfigureAwait(false) is { } found)
        {
            if (count++ == limit)
                throw new VerificationException($"After {limit} fixes there is still one to make: '{found.Action.Title}' at {DiagnosticMatcher.PlaceOf(found.Diagnostic.Location)}.\n{await TextOfAsync(found.Document, cancellationToken).ConfigureAwait(false)}");
            solution = await CodeFixRunner.ApplyAsync(solution, found.Action, cancellationToken).ConfigureAwait(false);
        }

        if (NumberOfIncrementalIterations is { } wanted && count != wanted)
            throw new VerificationException($"There was an end after {count} fixes, expected {wanted}.");
        await VerifyTextAsync("The fixed code is not the expected one.", solution, fixedState, cancellationToken).ConfigureAwait(false);
    }

    private async Task VerifyFixAllAsync(Solution before, TestState fixedState, CancellationToken cancellationToken)
    {
        var batchState = BatchFixedState.Projects.All(project => project.Sources.Count == 0) ? fixedState : TestState.WithSourcesOf(BatchFixedState);
        foreach (var (scope, skip) in new[]
        {
            (FixAllScope.Document, CodeFixTestBehaviors.SkipFixAllInDocumentCheck),
            (FixAllScope.Project, CodeFixTestBehaviors.SkipFixAllInProjectCheck),
            (FixAllScope.Solution, CodeFixTestBehaviors.SkipFixAllInSolutionCheck),
        })
        {
            if (CodeFixTestBehaviors.HasFlag(skip))
                continue;
            var after = await FixAllOverAndOverAsync(before, scope, cancellationToken).ConfigureAwait(false);
            await VerifyTextAsync($"After Fix All in {scope} the code is not the expected one.", after, batchState, cancellationToken).ConfigureAwait(false);
        }

        // Without a key a provider takes the default action, so these two say nothing of another one.
        if (CodeActionIndex == 0 && CodeActionEquivalenceKey is null)
            await VerifyAsDotNetFormatDoesAsync(before, batchState, cancellationToken).ConfigureAwait(false);
    }

    // In one document there are others left to go to; in a project, other projects; in the solution nothing.
    private async Task<Solution> FixAllOverAndOverAsync(Solution solution, FixAllScope scope, CancellationToken cancellationToken)
    {
        var runner = CreateRunner();
        var limit = scope switch
        {
            FixAllScope.Document => solution.Projects.Sum(project => project.DocumentIds.Count),
            FixAllScope.Project => solution.ProjectIds.Count,
            _ => 1,
        };
        for (var count = 0; await runner.FirstActionAsync(solution, cancellationToken).ConfigureAwait(false) is { } found; count++)
        {
            if (count == limit)
                throw new VerificationException($"Fix All in {scope} left something to fix: '{found.Action.Title}' at {DiagnosticMatcher.PlaceOf(found.Diagnostic.Location)}.\n{await TextOfAsync(found.Document, cancellationToken).ConfigureAwait(false)}");
            solution = await runner.FixAllAsync(found.Document, scope, found.Action.EquivalenceKey, [found.Diagnostic.Id], cancellationToken).ConfigureAwait(false)
                ?? throw new VerificationException($"Fix All in {scope} gave no action for '{found.Action.Title}'.");
        }

        return solution;
    }

    private async Task VerifyAsDotNetFormatDoesAsync(Solution before, TestState batchState, CancellationToken cancellationToken)
    {
        var runner = CreateRunner();
        var first = (await runner.FixableAsync(before, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
        if (first is null)
            return;
        var document = before.GetDocument(first.Location.SourceTree)!;
        if (!CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.SkipForeignDiagnosticFirstCheck)
            && !(await runner.ActionsForForeignDiagnosticAsync(document, first.Location, cancellationToken).ConfigureAwait(false)).IsEmpty)
            throw new VerificationException($"{runner.Fixer.GetType().Name} offers a fix for a diagnostic of another id; dotnet format asks about those.");
        if (CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.SkipFirstDiagnosticHasNoFixCheck))
            return;
        var after = await runner.FixAllAsync(document, FixAllScope.Solution, key: null, [first.Id], cancellationToken).ConfigureAwait(false);
        await VerifyTextAsync("Fix All without an equivalence key (dotnet format, when the first diagnostic has no fix) gave other code.", after ?? before, batchState, cancellationToken).ConfigureAwait(false);
    }

    private static async Task VerifyTextAsync(string failure, Solution solution, TestState expected, CancellationToken cancellationToken)
    {
        var documents = solution.Projects.SelectMany(project => project.Documents).ToDictionary(document => document.FilePath ?? document.Name);
        foreach (var project in expected.Projects)
        {
            foreach (var (name, content) in project.Sources)
            {
                if (!documents.Remove(project.PathOf(name), out var document))
                    throw new VerificationException($"{failure}\nThere is no file {project.PathOf(name)}.");
                var (wanted, actual) = (Markup.Parse(content).Code, await TextOfAsync(document, cancellationToken).ConfigureAwait(false));
                if (wanted != actual)
                    throw new VerificationException($"{failure}\n---- {project.PathOf(name)}: - expected, + actual\n{TextDiff.Of(wanted, actual)}");
            }
        }

        if (documents.Count > 0)
            throw new VerificationException($"{failure}\nThere are files that the test does not expect: {string.Join(", ", documents.Keys)}.");
    }

    private static async Task<string> TextOfAsync(Document document, CancellationToken cancellationToken) =>
        (await document.GetTextAsync(cancellationToken).ConfigureAwait(false)).ToString();
}
