using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using SocketAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

/// <summary>A file of a multi-targeting project is a document in each framework's project: equal edits come together.</summary>
public class LinkedDocumentTests
{
    private const int Files = 4;

    /// <summary>Roslyn compares texts that do not know their changes by nodes that a cache shares; here another thread empties that cache all the time.</summary>
    [Fact]
    public async Task Equal_edits_come_together_whatever_else_is_parsed()
    {
        using var stop = new CancellationTokenSource();
        var noise = Task.Run(() => ParseUntil(stop.Token));
        using var editor = new EditorSession();
        var (one, two) = (editor.AddProject("App(net10.0)"), editor.AddProject("App(net472)"));
        var documents = Enumerable.Range(0, Files)
            .SelectMany(number => new[] { one, two }.Select(project => (Id: editor.Open(project, $"Server{number:000}.cs", Numbered(FormatSource.Before, number)), Number: number)))
            .ToList();

        foreach (var id in FormatSource.Ids)
            await editor.ApplyAsync((await editor.FixAllAsync(documents[0].Id, "// " + id, ShippedFixes.For(id), FixAllScope.Solution))!);

        await stop.CancelAsync();
        await noise;
        foreach (var document in documents)
            Assert.Equal(Numbered(FormatSource.After, document.Number), await editor.TextOfAsync(document.Id));
    }

    private static string Numbered(string text, int number) => text.Replace("000", $"{number:000}", StringComparison.Ordinal);

    private static void ParseUntil(CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
            CSharpSyntaxTree.ParseText($"class C{number} {{ int M{number}(int a{number}) => a{number} + M{number}(a{number + 1}); }}", cancellationToken: CancellationToken.None).GetRoot(CancellationToken.None);
    }
}
