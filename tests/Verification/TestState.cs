using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Verification;

/// <summary>Files by name and content; a content alone gets the name that Microsoft.CodeAnalysis.Testing would give it.</summary>
public sealed class SourceFileList(string prefix, string suffix) : List<(string FileName, string Content)>
{
    public void Add(string content) => Add(($"{prefix}{Count}{suffix}", content));
}

/// <summary>References one by one, or a set at a time.</summary>
public sealed class ReferenceList : List<MetadataReference>
{
    public void Add(ImmutableArray<MetadataReference> references) => AddRange(references);
}

/// <summary>One project of a test.</summary>
public class ProjectState
{
    /// <summary>C# files, with markup. A name without a folder lands in the project's folder, <c>/0/</c>.</summary>
    public SourceFileList Sources { get; }

    public SourceFileList AdditionalFiles { get; }

    /// <summary><c>("/.editorconfig", "root = true ...")</c> or <c>("/.globalconfig", "is_global = true ...")</c>.</summary>
    public SourceFileList AnalyzerConfigFiles { get; }

    public ReferenceList AdditionalReferences { get; } = [];

    /// <summary>MSBuild properties as an analyzer sees them: <c>["TargetFramework"] = "net8.0"</c> is <c>build_property.TargetFramework</c>.</summary>
    public Dictionary<string, string> BuildProperties { get; } = [];

    public OutputKind OutputKind { get; set; } = OutputKind.DynamicallyLinkedLibrary;

    internal string Name { get; }

    internal string Folder { get; }

    internal ProjectState(string name, string folder)
    {
        Name = name;
        Folder = folder;
        Sources = new SourceFileList(folder + "Test", ".cs");
        AdditionalFiles = new SourceFileList(folder + "Additional", ".txt");
        AnalyzerConfigFiles = new SourceFileList(folder + "Config", ".editorconfig");
    }

    /// <summary>This project with the sources of <paramref name="other"/>, where that one names any.</summary>
    internal void CopyTo(ProjectState target, ProjectState? other)
    {
        target.Sources.AddRange(other is { Sources.Count: > 0 } ? other.Sources : Sources);
        target.AdditionalFiles.AddRange(AdditionalFiles);
        target.AnalyzerConfigFiles.AddRange(AnalyzerConfigFiles);
        target.AdditionalReferences.AddRange(AdditionalReferences);
        target.OutputKind = OutputKind;
        foreach (var (name, value) in BuildProperties)
            target.BuildProperties.Add(name, value);
    }

    internal string PathOf(string fileName) => fileName.StartsWith('/') ? fileName : Folder + fileName;
}

/// <summary>The projects of a test and the diagnostics that it expects in them, beside those in the markup.</summary>
public sealed class TestState() : ProjectState("TestProject", "/0/")
{
    /// <summary>Further projects without references to each other; their files are in <c>/1/</c>, <c>/2/</c> and so on.</summary>
    public List<ProjectState> AdditionalProjects { get; } = [];

    public List<DiagnosticResult> ExpectedDiagnostics { get; } = [];

    public ProjectState AddProject()
    {
        var number = AdditionalProjects.Count + 1;
        var project = new ProjectState($"TestProject{number}", $"/{number}/");
        AdditionalProjects.Add(project);
        return project;
    }

    /// <summary>The same projects after a fix: the diagnostics that remain are those of <paramref name="fixedState"/>.</summary>
    internal TestState WithSourcesOf(TestState fixedState)
    {
        var result = new TestState();
        CopyTo(result, fixedState);
        for (var i = 0; i < AdditionalProjects.Count; i++)
            AdditionalProjects[i].CopyTo(result.AddProject(), fixedState.AdditionalProjects.ElementAtOrDefault(i));
        result.ExpectedDiagnostics.AddRange(fixedState.ExpectedDiagnostics);
        return result;
    }

    internal IEnumerable<ProjectState> Projects => [this, .. AdditionalProjects];

    internal ImmutableArray<DiagnosticResult> ExplicitDiagnostics => [.. ExpectedDiagnostics];
}
