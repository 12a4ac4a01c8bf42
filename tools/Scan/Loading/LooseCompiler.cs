using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Loading;

/// <summary>A project and its compilation, which does not need to be without errors.</summary>
public sealed record LoadedProject(SourceProject Project, TargetFramework? Framework, CSharpCompilation Compilation, TimeSpan LoadTime);

/// <summary>
/// Makes compilations out of sources alone: bound against the installed reference assemblies and the other projects, with packages
/// missing. A type that comes from a package stays unresolved, and what is called on it stays unknown.
/// </summary>
public sealed class LooseCompiler
{
    private readonly TargetFramework? _framework;
    private readonly IReadOnlyList<string> _defines;
    private readonly Action<Problem> _report;

    /// <param name="framework">Takes the place of what the project files say.</param>
    /// <param name="defines">Preprocessor symbols beside those of the target framework.</param>
    public LooseCompiler(TargetFramework? framework, IReadOnlyList<string> defines, Action<Problem> report)
    {
        _framework = framework;
        _defines = defines;
        _report = report;
    }

    /// <summary>
    /// One project after the other. A compilation is held only as long as a later project refers to it, so <paramref name="visit"/>
    /// must not keep what it gets.
    /// </summary>
    public async Task ForEachAsync(IEnumerable<BuildStep> steps, Func<LoadedProject, Task> visit)
    {
        var alive = new Dictionary<SourceProject, CSharpCompilation>(ReferenceEqualityComparer.Instance);
        foreach (var step in steps)
        {
            await VisitAsync(step, alive, visit);
            foreach (var project in step.LastUsedHere)
                alive.Remove(project);
        }
    }

    // On its own, so that no variable of the loop holds one project while the next one is read.
    private async Task VisitAsync(BuildStep step, Dictionary<SourceProject, CSharpCompilation> alive, Func<LoadedProject, Task> visit)
    {
        var loaded = Compile(step.Project, step.References.Select(reference => alive[reference]));
        alive[step.Project] = loaded.Compilation;
        await visit(loaded);
    }

    private LoadedProject Compile(SourceProject project, IEnumerable<CSharpCompilation> references)
    {
        var clock = Stopwatch.StartNew();
        var framework = _framework ?? project.Settings.TargetFramework;
        var symbols = (framework ?? TargetFramework.Installed).Symbols().Concat(project.Settings.Defines).Concat(_defines).Append("RELEASE").Where(SyntaxFacts.IsValidIdentifier);
        var parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview).WithPreprocessorSymbols(symbols);
        var trees = SourceReader.Parse(project.Files, parse, _report);
        var usings = project.Settings.Usings;
        if (project.IsLoose && !trees.Any(UsesSystem))
            usings = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks"];
        var options = new CSharpCompilationOptions(
            project.Settings.IsProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            allowUnsafe: true,
            concurrentBuild: true);
        var compilation = CSharpCompilation.Create(
            project.Name,
            usings.Count == 0 ? trees : trees.Append(UsingsTree(usings, parse)),
            [.. ReferenceAssemblies.All, .. references.Select(reference => reference.ToMetadataReference()), .. TestStub(project)],
            options);
        return new LoadedProject(project, framework, compilation, clock.Elapsed);
    }

    private static IEnumerable<MetadataReference> TestStub(SourceProject project) =>
        project.Settings.TestAssembly is { } assembly ? [TestFramework.Stub(assembly)] : [];

    private static bool UsesSystem(SyntaxTree tree) =>
        tree.GetRoot() is CompilationUnitSyntax unit && unit.Usings.Any(name => name.Name?.ToString() == "System");

    // Named as the SDK's own file, which the compiler takes for generated code.
    private static SyntaxTree UsingsTree(IEnumerable<string> namespaces, CSharpParseOptions parse) =>
        CSharpSyntaxTree.ParseText(string.Concat(namespaces.Select(name => $"global using {name};\n")), parse, "GlobalUsings.g.cs");
}
