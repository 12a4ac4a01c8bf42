using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

/// <summary>Code as an action of a fix leaves it, built to be run.</summary>
internal static class MendedCode
{
    /// <summary>What the action makes of code with one diagnostic.</summary>
    public static async Task<string> MendAsync(string code, DiagnosticAnalyzer analyzer, SocketCodeFixProvider fixer, int action)
    {
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject("Client", LanguageNames.CSharp)
            .WithMetadataReferences(ReferenceSets.Net100)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var document = project.AddDocument("Client.cs", code, filePath: "/Client.cs");
        var compilation = await document.Project.GetCompilationAsync();
        var found = (await AnalyzerRunner.RunAsync(compilation!, [analyzer])).Analyzers.Where(diagnostic => fixer.FixableDiagnosticIds.Contains(diagnostic.Id)).ToImmutableArray();
        Assert.Single(found);
        var mended = await DocumentEdit.ApplyAsync(document, found, fixer.Actions[action], CancellationToken.None);
        Assert.NotNull(mended);
        return (await mended.GetTextAsync()).ToString();
    }

    public static Assembly Compile(string code)
    {
        var compilation = CSharpCompilation.Create("Client" + Guid.NewGuid(), [CSharpSyntaxTree.ParseText(code)], ReferenceSets.Net100, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return Assembly.Load(stream.ToArray());
    }
}
