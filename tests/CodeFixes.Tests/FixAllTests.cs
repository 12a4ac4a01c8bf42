using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

/// <summary>Each fix on many diagnostics at once, in one document and in several: it compiles, is the fix made one by one, and a second run changes nothing.</summary>
public class FixAllTests
{
    private const int Copies = 8;

    public static TheoryData<string> Ids => [.. ShippedFixes.All.Select(fixer => fixer.FixableDiagnosticIds.Single())];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Many_in_one_document(string id)
    {
        using var editor = new EditorSession();
        var project = editor.AddProject("App");
        var (one, two) = (editor.Open(project, "One.cs", Copied(FormatSource.Before, 100)), editor.Open(project, "Two.cs", Copied(FormatSource.Before, 200)));
        Assert.Equal(Copies, await CountAsync(editor, one, id));

        await editor.ApplyAsync((await editor.FixAllAsync(one, "// " + id, ShippedFixes.For(id), FixAllScope.Document))!);

        await VerifyMendedAsync(editor, project, one, id, 100);
        Assert.Equal(Copied(FormatSource.Before, 200), await editor.TextOfAsync(two));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Many_in_each_of_many_documents(string id)
    {
        using var editor = new EditorSession();
        var project = editor.AddProject("App");
        var documents = Enumerable.Range(1, 3).Select(i => (Id: editor.Open(project, $"File{i}.cs", Copied(FormatSource.Before, i * 100)), First: i * 100)).ToList();

        await editor.ApplyAsync((await editor.FixAllAsync(documents[1].Id, "// " + id, ShippedFixes.For(id), FixAllScope.Solution))!);

        foreach (var (document, first) in documents)
            await VerifyMendedAsync(editor, project, document, id, first);
    }

    private static async Task VerifyMendedAsync(EditorSession editor, ProjectId project, DocumentId document, string id, int first)
    {
        Assert.Equal(Copied(FormatSource.With(id), first), await editor.TextOfAsync(document));
        Assert.DoesNotContain(await editor.CompilerSaysAsync(project), static said => said.Contains("error CS", StringComparison.Ordinal));
        Assert.Equal(0, await CountAsync(editor, document, id));
        Assert.Null(await editor.MendAsync(document, ShippedFixes.For(id)));
    }

    private static async Task<int> CountAsync(EditorSession editor, DocumentId document, string id) => (await editor.IdsAsync(document)).Count(found => found == id);

    // The namespace as often as wanted, each with its own numbers, under one head of usings.
    private static string Copied(string source, int first)
    {
        var start = source.IndexOf("namespace ", StringComparison.Ordinal);
        return source[..start] + string.Concat(Enumerable.Range(first, Copies).Select(number => source[start..].Replace("000", $"{number:000}", StringComparison.Ordinal)));
    }
}
