using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SocketAnalyzers.CodeFixes;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Docs;

/// <summary>The two blocks of a page's section "Code fix" are what Fix All gets and what it makes of it.</summary>
public sealed partial class CodeFixPagesTests
{
    public static TheoryData<string> Pages() => [.. RepositoryFiles.Find("docs/rules", "SOCK*.md").Where(page => BlocksOf(page).Length > 0)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_second_block_is_the_first_after_the_fix(string page)
    {
        var blocks = BlocksOf(page);
        Assert.Equal(2, blocks.Length);
        var id = Path.GetFileNameWithoutExtension(page);
        var fixer = typeof(SocketCodeFixProvider).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(SocketCodeFixProvider)))
            .Select(type => (SocketCodeFixProvider)Activator.CreateInstance(type)!)
            .Single(candidate => candidate.FixableDiagnosticIds.Contains(id));

        Assert.Equal(blocks[1].Text, await MendAsync(Marker().Replace(blocks[0].Text, ""), id, fixer.Actions[0]));
    }

    private static CodeBlock[] BlocksOf(string page) => [.. CodeBlock.Read(page).Where(block => block.Section == "Code fix")];

    private static async Task<string> MendAsync(string code, string id, FixAction action)
    {
        using var workspace = new AdhocWorkspace();
        var document = workspace.AddProject("Page", LanguageNames.CSharp)
            .WithMetadataReferences(ReferenceSets.Net100)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .AddDocument("Page.cs", code, filePath: "/Page.cs");
        var run = await AnalyzerRunner.RunAsync((await document.Project.GetCompilationAsync())!, DocsAnalysis.Analyzers);
        var found = run.Analyzers.Where(diagnostic => diagnostic.Id == id).ToImmutableArray();
        var mended = await DocumentEdit.ApplyAsync(document, found, action, CancellationToken.None);
        return (await (mended ?? document).GetTextAsync()).ToString();
    }

    [GeneratedRegex(@" // SOCK\d{3}$", RegexOptions.Multiline)]
    private static partial Regex Marker();
}
