using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;
using SocketAnalyzers.Benchmarks.Editing.Sources;
using SocketAnalyzers.Loading;
using SocketAnalyzers.Benchmarks.Measuring;

namespace SocketAnalyzers.Benchmarks.Editing;

/// <summary>The project of 200 files in a workspace of its own, as an editor holds it.</summary>
internal sealed class EditorProject : IDisposable
{
    public const int Files = 200;

    private const string Folder = "/Shop/";

    private readonly AdhocWorkspace _workspace = new(MefHostServices.DefaultHost);
    private readonly ProjectId _project = ProjectId.CreateNewId("Shop");

    public EditorProject(IEnumerable<SourceFile> more)
    {
        var solution = _workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            _project, VersionStamp.Default, "Shop", "Shop", LanguageNames.CSharp,
            filePath: Folder + "Shop.csproj",
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest),
            metadataReferences: ReferenceAssemblies.All));
        foreach (var file in ProjectSources.Write(Files).Concat(more))
            solution = solution.AddDocument(DocumentId.CreateNewId(_project), Path.GetFileName(file.Path), SourceText.From(file.Text, Encoding.UTF8), filePath: Folder + file.Path);
        // What MSBuild writes for the properties that analyzers may read.
        const string config = "obj/Shop.GeneratedMSBuildEditorConfig.editorconfig";
        Solution = solution.AddAnalyzerConfigDocument(
            DocumentId.CreateNewId(_project), Path.GetFileName(config), SourceText.From("is_global = true\nbuild_property.TargetFramework = net10.0\n", Encoding.UTF8), filePath: Folder + config);
    }

    /// <summary>At the start; edits fork it.</summary>
    public Solution Solution { get; }

    public DocumentId IdOf(string path) => Solution.GetDocumentIdsWithFilePath(Folder + path).Single();

    /// <summary>Binds everything once. What does not compile would be measured wrong without anybody noticing.</summary>
    public async Task CompileAsync()
    {
        var compilation = await Solution.GetProject(_project)!.GetCompilationAsync();
        Throw.IfErrors(compilation!.GetDiagnostics());
    }

    public void Dispose() => _workspace.Dispose();
}
