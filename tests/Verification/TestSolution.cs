using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Verification;

/// <summary>What holds for all projects of a test.</summary>
internal sealed record TestOptions(
    ImmutableArray<MetadataReference> References,
    CSharpParseOptions ParseOptions,
    CSharpCompilationOptions CompilationOptions);

/// <summary>Turns a test's files into a Roslyn solution.</summary>
internal static class TestSolution
{
    // One workspace for all tests: making its services is the expensive part, and solutions are only forked from it.
    private static readonly AdhocWorkspace Workspace = new(MefHostServices.DefaultHost);

    /// <summary><paramref name="transform"/> gets a source file's code without markup and gives what to compile.</summary>
    public static Solution Create(TestState state, TestOptions options, Func<string, string>? transform = null)
    {
        var solution = Workspace.CurrentSolution;
        foreach (var project in state.Projects)
            solution = AddProject(solution, project, options, transform ?? (code => code));
        return solution;
    }

    private static Solution AddProject(Solution solution, ProjectState state, TestOptions options, Func<string, string> transform)
    {
        var id = ProjectId.CreateNewId(state.Name);
        solution = solution.AddProject(ProjectInfo.Create(
            id,
            VersionStamp.Default,
            state.Name,
            state.Name,
            LanguageNames.CSharp,
            filePath: $"{state.Folder}{state.Name}.csproj",
            compilationOptions: options.CompilationOptions.WithOutputKind(state.OutputKind),
            parseOptions: options.ParseOptions,
            metadataReferences: options.References.Concat(state.AdditionalReferences)));

        foreach (var (name, content) in state.Sources)
        {
            var path = state.PathOf(name);
            solution = solution.AddDocument(DocumentId.CreateNewId(id, path), Path.GetFileName(path), TextOf(transform(Markup.Parse(content).Code)), filePath: path);
        }

        foreach (var (name, content) in state.AdditionalFiles)
        {
            var path = state.PathOf(name);
            solution = solution.AddAdditionalDocument(DocumentId.CreateNewId(id, path), Path.GetFileName(path), TextOf(Markup.Parse(content).Code), filePath: path);
        }

        foreach (var (path, content) in ConfigFilesOf(state))
            solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(id, path), Path.GetFileName(path), TextOf(content), filePath: path);
        return solution;
    }

    private static IEnumerable<(string Path, string Content)> ConfigFilesOf(ProjectState state)
    {
        foreach (var (name, content) in state.AnalyzerConfigFiles)
            yield return (state.PathOf(name), content);
        if (state.BuildProperties.Count > 0)
        {
            // This is the file that MSBuild writes for CompilerVisibleProperty items.
            var lines = state.BuildProperties.Select(property => $"build_property.{property.Key} = {property.Value}");
            yield return ($"{state.Folder}obj/{state.Name}.GeneratedMSBuildEditorConfig.editorconfig", string.Join("\n", lines.Prepend("is_global = true")));
        }
    }

    private static SourceText TextOf(string content) => SourceText.From(content, Encoding.UTF8);
}
