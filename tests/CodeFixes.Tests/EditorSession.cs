using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.CodeFixes.Tests;

/// <summary>An editor, as far as a fix can tell: a workspace with open documents that change, their diagnostics, and a caret.</summary>
internal sealed class EditorSession : IDisposable
{
    private readonly AdhocWorkspace _workspace = new(MefHostServices.DefaultHost);

    public void Dispose() => _workspace.Dispose();

    public ProjectId AddProject(string name, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
    {
        var id = ProjectId.CreateNewId(name);
        _workspace.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, name, name, LanguageNames.CSharp,
            filePath: $"/{name}/{name}.csproj",
            compilationOptions: new CSharpCompilationOptions(kind, nullableContextOptions: kind == OutputKind.DynamicallyLinkedLibrary ? NullableContextOptions.Disable : NullableContextOptions.Enable),
            // What the SDK defines for every .NET: a region of the formatted file asks for it.
            parseOptions: new CSharpParseOptions(preprocessorSymbols: ["NET"]),
            metadataReferences: ReferenceSets.Net100));
        return id;
    }

    public DocumentId Open(ProjectId project, string name, string text)
    {
        var id = DocumentId.CreateNewId(project, name);
        var source = TextAndVersion.Create(SourceText.From(text), VersionStamp.Create());
        _workspace.AddDocument(DocumentInfo.Create(id, name, loader: TextLoader.From(source), filePath: $"/{name}"));
        _workspace.OpenDocument(id);
        return id;
    }

    public async Task<string> TextOfAsync(DocumentId id) => (await DocumentOf(id).GetTextAsync()).ToString();

    /// <summary>What a user types.</summary>
    public async Task ReplaceAsync(DocumentId id, string old, string @new)
    {
        var text = await DocumentOf(id).GetTextAsync();
        var start = text.ToString().IndexOf(old, StringComparison.Ordinal);
        Apply(DocumentOf(id).WithText(text.Replace(start, old.Length, @new)).Project.Solution);
    }

    /// <summary>The edit of a fix for all its diagnostics in one document, as <c>dotnet format</c> makes it; null where nothing changes.</summary>
    public async Task<string?> MendAsync(DocumentId id, CodeFixProvider fixer)
    {
        var mine = (await DiagnosticsAsync(id)).Where(found => fixer.FixableDiagnosticIds.Contains(found.Id)).ToImmutableArray();
        if (mine.IsEmpty || await DocumentEdit.ApplyAsync(DocumentOf(id), mine, ((SocketCodeFixProvider)fixer).Actions[0], CancellationToken.None) is not { } mended)
            return null;
        Apply(mended.Project.Solution);
        return await TextOfAsync(id);
    }

    /// <summary>What the compiler says, errors and warnings.</summary>
    public async Task<string[]> CompilerSaysAsync(ProjectId project) =>
        [.. (await _workspace.CurrentSolution.GetProject(project)!.GetCompilationAsync())!.GetDiagnostics().Where(found => found.Severity >= DiagnosticSeverity.Warning).Select(found => found.ToString())];

    public async Task EmitAsync(ProjectId project, string path)
    {
        var result = (await _workspace.CurrentSolution.GetProject(project)!.GetCompilationAsync())!.Emit(path);
        if (!result.Success)
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }

    /// <summary>The squiggles of one open document.</summary>
    public async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(DocumentId id)
    {
        var document = DocumentOf(id);
        var compilation = (await document.Project.GetCompilationAsync())!;
        var analyzers = compilation.WithAnalyzers(AnalyzerRunner.AnalyzersOf(typeof(SocketFlowAnalyzer).Assembly), document.Project.AnalyzerOptions);
        var model = compilation.GetSemanticModel((await document.GetSyntaxTreeAsync())!);
        return await analyzers.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, CancellationToken.None);
    }

    public async Task<string[]> IdsAsync(DocumentId id) => [.. (await DiagnosticsAsync(id)).Select(found => found.Id).Order(StringComparer.Ordinal)];

    /// <summary>The light bulb, with the caret in the line that has this text.</summary>
    public async Task<ImmutableArray<CodeAction>> LightBulbAsync(DocumentId id, string caret, CodeFixProvider fixer)
    {
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        foreach (var diagnostic in await AtCaretAsync(id, caret, fixer))
            await fixer.RegisterCodeFixesAsync(new CodeFixContext(DocumentOf(id), diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions.ToImmutable();
    }

    public async Task<CodeAction?> FixAllAsync(DocumentId id, string caret, CodeFixProvider fixer, FixAllScope scope)
    {
        var action = (await LightBulbAsync(id, caret, fixer))[0];
        var context = new FixAllContext(DocumentOf(id), fixer, scope, action.EquivalenceKey, fixer.FixableDiagnosticIds, new OpenDiagnostics(this), CancellationToken.None);
        return await fixer.GetFixAllProvider()!.GetFixAsync(context);
    }

    public async Task ApplyAsync(CodeAction action)
    {
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        Apply(operations.OfType<ApplyChangesOperation>().Single().ChangedSolution);
    }

    private async Task<ImmutableArray<Diagnostic>> AtCaretAsync(DocumentId id, string caret, CodeFixProvider fixer)
    {
        var text = await DocumentOf(id).GetTextAsync();
        var line = text.Lines.GetLineFromPosition(text.ToString().IndexOf(caret, StringComparison.Ordinal));
        return [.. (await DiagnosticsAsync(id)).Where(found => found.Location.SourceSpan.IntersectsWith(line.Span) && fixer.FixableDiagnosticIds.Contains(found.Id))];
    }

    private Document DocumentOf(DocumentId id) => _workspace.CurrentSolution.GetDocument(id)!;

    private void Apply(Solution solution)
    {
        if (!_workspace.TryApplyChanges(solution))
            throw new InvalidOperationException("The workspace refuses the change.");
    }

    private sealed class OpenDiagnostics(EditorSession session) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            await session.DiagnosticsAsync(document.Id);

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        {
            var all = new List<Diagnostic>();
            foreach (var document in project.Documents)
                all.AddRange(await session.DiagnosticsAsync(document.Id));
            return all;
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
