using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Tests.Verification;

/// <summary>Renames "bad..." to "good..." at its declaration, as a fixer should be made; the ones below each do one thing wrong.</summary>
public class RenameFixer : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds => [BadNameAnalyzer.Id];

    public override FixAllProvider? GetFixAllProvider() => new RenameAll(this);

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (Accepts(diagnostic))
                Register(context, diagnostic);
        }

        return Task.CompletedTask;
    }

    protected virtual bool Accepts(Diagnostic diagnostic) =>
        diagnostic.Id == BadNameAnalyzer.Id && !NameAt(diagnostic).StartsWith("badForever", StringComparison.Ordinal);

    protected virtual void Register(CodeFixContext context, Diagnostic diagnostic)
    {
        context.RegisterCodeFix(CodeAction.Create("Be good", token => RenameAsync(context.Document, [diagnostic], NewName, token), "good"), diagnostic);
        context.RegisterCodeFix(CodeAction.Create("Be best", token => RenameAsync(context.Document, [diagnostic], _ => "best", token), "best"), diagnostic);
    }

    protected virtual string NewName(string name) => name.Replace("bad", "good", StringComparison.Ordinal);

    protected static async Task<Document> RenameAsync(Document document, IEnumerable<Diagnostic> diagnostics, Func<string, string> rename, CancellationToken token)
    {
        var text = await document.GetTextAsync(token);
        return document.WithText(text.WithChanges(diagnostics.Select(d => new TextChange(d.Location.SourceSpan, rename(text.ToString(d.Location.SourceSpan))))));
    }

    private static string NameAt(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);

    /// <summary>An unknown key, or none, is the default action.</summary>
    private sealed class RenameAll(RenameFixer fixer) : DocumentBasedFixAllProvider
    {
        protected override async Task<Document?> FixAllAsync(FixAllContext context, Document document, ImmutableArray<Diagnostic> diagnostics) =>
            await RenameAsync(document, diagnostics.Where(fixer.Accepts), context.CodeActionEquivalenceKey == "best" ? _ => "best" : fixer.NewName, context.CancellationToken);
    }
}

public sealed class FixerThatBreaksCode : RenameFixer
{
    protected override string NewName(string name) => "class";
}

public sealed class FixerThatNeverEnds : RenameFixer
{
    protected override string NewName(string name) => name + "X";
}

public sealed class FixerThatChangesNothing : RenameFixer
{
    protected override string NewName(string name) => name;
}

public sealed class FixerThatTakesForeignDiagnostics : RenameFixer
{
    protected override bool Accepts(Diagnostic diagnostic) => true;
}

public sealed class FixerWithoutFixAll : RenameFixer
{
    public override FixAllProvider? GetFixAllProvider() => null;
}

/// <summary>The provider that everybody takes: it finds nothing without a key.</summary>
public sealed class FixerWithBatchFixAll : RenameFixer
{
    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;
}

public sealed class FixerWithFixAllInDocumentOnly : RenameFixer
{
    public override FixAllProvider? GetFixAllProvider() => FixAllProvider.Create(
        (_, document, diagnostics) => RenameAsync(document, diagnostics, NewName, default)!, [FixAllScope.Document]);
}

/// <summary>A key that differs from place to place: Fix All takes the first place only.</summary>
public sealed class FixerWithVaryingKey : RenameFixer
{
    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    protected override void Register(CodeFixContext context, Diagnostic diagnostic) =>
        context.RegisterCodeFix(
            CodeAction.Create("Be good", token => RenameAsync(context.Document, [diagnostic], NewName, token), $"good{diagnostic.Location.SourceSpan.Start}"), diagnostic);
}
