using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Loading;

namespace SocketAnalyzers.Scan;

/// <summary>Runs the analyzers over one project after the other.</summary>
internal sealed class Scanner
{
    // Roslyn binds the declarations of the whole project again for every file that is asked for by itself: from this part of the
    // files on, all in one go is faster. (ServUO names its connection nearly everywhere: 6,000 files one by one took 13 GB.)
    private const int DearestShare = 10;

    private readonly ScanSettings _settings;
    private readonly AnalyzerSet _analyzers;
    private readonly Dictionary<string, FolderResult> _results;
    private readonly Dictionary<string, RuleInfo> _rules = new(StringComparer.Ordinal);
    private readonly SocketFiles _socketFiles = new();

    public Scanner(ScanSettings settings, AnalyzerSet analyzers)
    {
        _settings = settings;
        _analyzers = analyzers;
        _results = settings.Folders.ToDictionary(folder => folder.Path, folder => new FolderResult(folder), StringComparer.Ordinal);
    }

    public IReadOnlyCollection<FolderResult> Results => _results.Values;

    /// <summary>The rules that ran, by id.</summary>
    public IReadOnlyDictionary<string, RuleInfo> Rules => _rules;

    /// <summary>Finds all projects first, because they can refer to those of another folder.</summary>
    public IReadOnlyList<BuildStep> Plan()
    {
        foreach (var descriptor in _analyzers.For(_settings.Rules, static _ => { }).SelectMany(analyzer => analyzer.SupportedDiagnostics).Where(IsChosen))
            _rules.TryAdd(descriptor.Id, InfoOf(descriptor));
        var projects = new List<SourceProject>();
        foreach (var result in _results.Values)
        {
            var found = ProjectFinder.Find(result.Folder.Path, result.Problems.Add);
            result.OpenProjects = found.Count;
            result.Files = found.Sum(project => project.Files.Count);
            projects.AddRange(found);
        }

        return BuildOrder.Of(projects);
    }

    /// <param name="folderDone">Called with each folder, in no certain order, when its last project is done.</param>
    /// <param name="projectDone">Called after each project.</param>
    public async Task RunAsync(IReadOnlyList<BuildStep> plan, Action<FolderResult> folderDone, Action<SourceProject> projectDone, CancellationToken cancellation)
    {
        foreach (var result in _results.Values.Where(result => result.OpenProjects == 0))
            folderDone(result);
        var problems = new List<Problem>();
        var compiler = new LooseCompiler(_settings.Framework, _settings.Defines, problems.Add);
        await compiler.ForEachAsync(plan, async loaded =>
        {
            var result = _results[loaded.Project.Root];
            result.Problems.AddRange(problems);
            problems.Clear();
            await AnalyseAsync(loaded, result, cancellation);
            projectDone(loaded.Project);
            if (--result.OpenProjects > 0)
                return;
            result.Sort();
            folderDone(result);
        });
    }

    private bool IsChosen(DiagnosticDescriptor descriptor) => _settings.Rules.Count == 0 || _settings.Rules.Contains(descriptor.Id);

    private static RuleInfo InfoOf(DiagnosticDescriptor descriptor) => new(
        descriptor.Id,
        descriptor.Title.ToString(System.Globalization.CultureInfo.InvariantCulture),
        descriptor.Description.ToString(System.Globalization.CultureInfo.InvariantCulture),
        string.IsNullOrWhiteSpace(descriptor.HelpLinkUri) ? null : descriptor.HelpLinkUri,
        descriptor.Category,
        descriptor.DefaultSeverity);

    private async Task AnalyseAsync(LoadedProject loaded, FolderResult result, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var watch = new FlowWatch();
        var counter = new CallCounter();
        var analyzers = _analyzers.For(_settings.Rules, watch.Add, watch.Add);
        var compilation = loaded.Compilation.WithOptions(loaded.Compilation.Options.WithSpecificDiagnosticOptions(AnalyzerSet.Severities(analyzers, _settings.Rules)));
        var driver = compilation.WithAnalyzers(analyzers.Add(counter), new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([], new AnalyzerConfig(OptionsFor(loaded))), watch.AddCrash, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        foreach (var diagnostic in await DiagnosticsAsync(driver, loaded.Project, cancellation))
        {
            if (diagnostic.Id == FlowWatch.CrashId)
                watch.AddCrash(diagnostic);
            else if (diagnostic.Severity >= _settings.LowestSeverity && IsChosen(diagnostic.Descriptor))
                result.Add(diagnostic, loaded.Project.Folder);
        }

        result.Bound += counter.Bound;
        result.Unbound.AddRange(counter.Unbound);
        result.Problems.AddRange(watch.Problems(loaded.Project.Folder));
        var name = loaded.Project.IsLoose ? "(files without a project)" : result.Folder.Relative(loaded.Project.Folder);
        var lines = loaded.Compilation.SyntaxTrees.Sum(tree => (long)tree.GetText(cancellation).Lines.Count);
        result.Costs.Add(watch.Cost(name, loaded.Project.Files.Count, lines, loaded.LoadTime, clock.Elapsed));
    }

    private async Task<IReadOnlyCollection<Diagnostic>> DiagnosticsAsync(CompilationWithAnalyzers driver, SourceProject project, CancellationToken cancellation)
    {
        var chosen = _settings.AllFiles ? [] : _socketFiles.Choose(driver.Compilation.SyntaxTrees, project.Root);
        if (_settings.AllFiles || chosen.Count > project.Files.Count / DearestShare)
            return (await driver.GetAnalysisResultAsync(cancellation)).GetAllDiagnostics();
        var found = new ConcurrentQueue<Diagnostic>();
        await Parallel.ForEachAsync(chosen, cancellation, async (tree, token) =>
        {
            var part = await driver.GetAnalysisResultAsync(driver.Compilation.GetSemanticModel(tree), null, token);
            foreach (var diagnostic in part.GetAllDiagnostics())
                found.Enqueue(diagnostic);
        });
        return found;
    }

    private Dictionary<string, string> OptionsFor(LoadedProject loaded)
    {
        var options = new Dictionary<string, string>(_settings.Options, AnalyzerConfigOptions.KeyComparer);
        if (loaded.Framework is { } framework)
            options["build_property.TargetFramework"] = framework.Moniker;
        options["build_property.RuntimeIdentifiers"] = loaded.Project.Settings.RuntimeIdentifiers;
        return options;
    }
}
