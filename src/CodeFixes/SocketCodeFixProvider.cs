using System.Collections.Immutable;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace SocketAnalyzers.CodeFixes;

/// <summary>
/// What every fix shares: one id, a list of actions whose first is the default, and Fix All in document, project and
/// solution. An action is registered only when it changes something, so what the light bulb shows always works.
/// </summary>
public abstract class SocketCodeFixProvider : CodeFixProvider
{
    private readonly string _id;

    private protected SocketCodeFixProvider(string id, params FixAction[] actions)
    {
        _id = id;
        Actions = ImmutableArray.Create(actions);
        FixableDiagnosticIds = ImmutableArray.Create(id);
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    internal ImmutableArray<FixAction> Actions { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => FixAllInDocuments.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            // dotnet format asks about every diagnostic of the analyzer, other ids included.
            if (diagnostic.Id != _id)
                continue;
            var only = ImmutableArray.Create(diagnostic);
            foreach (var action in Actions)
            {
                var mended = await DocumentEdit.ApplyAsync(context.Document, only, action, context.CancellationToken).ConfigureAwait(false);
                if (mended is not null)
                    context.RegisterCodeFix(CodeAction.Create(action.TitleOf(diagnostic), _ => Task.FromResult(mended), action.Key), diagnostic);
            }
        }
    }
}
