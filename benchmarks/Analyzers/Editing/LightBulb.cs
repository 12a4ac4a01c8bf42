using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Benchmarks.Editing;

/// <summary>Asks a fix for its actions and each of them for the changed solution, as an editor that shows previews does.</summary>
internal sealed class LightBulb(CodeFixProvider fix, Document document)
{
    private int _presses;

    /// <summary>The time from <paramref name="diagnostic"/> to the changed solutions, and how many there are.</summary>
    public async Task<(TimeSpan Time, int Actions)> PressAsync(Diagnostic diagnostic)
    {
        // A text that nobody has parsed or bound. The edit is at the end, so that the diagnostic still points at its place.
        var text = await document.GetTextAsync();
        var edited = document.WithText(text.WithChanges(new TextChange(new TextSpan(text.Length, 0), $"// {_presses++}\n")));
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        var actions = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(edited, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        var changed = new List<Solution>();
        foreach (var action in actions)
            changed.Add((await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution);
        var time = Stopwatch.GetElapsedTime(start);
        if (changed.Any(solution => !solution.GetChanges(edited.Project.Solution).GetProjectChanges().Any()))
            throw new InvalidOperationException($"An action of {diagnostic.Id} changes nothing.");
        return (time, actions.Count);
    }
}
