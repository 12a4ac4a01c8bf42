using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Scan;

namespace SocketAnalyzers.Benchmarks.Measuring;

/// <summary>Analyzers that are measured together. Each run gets new instances, as each compilation of a build does.</summary>
internal sealed class Contender
{
    private static readonly HashSet<string> AllRules = [];

    // Not public: an editor takes it by its name, too.
    private static readonly Type CompilerAnalyzer = typeof(CSharpCompilation).Assembly.GetType("Microsoft.CodeAnalysis.Diagnostics.CSharp.CSharpCompilerDiagnosticAnalyzer", throwOnError: true)!;

    private readonly Func<Action<FlowContext>, ImmutableArray<DiagnosticAnalyzer>> _create;
    private readonly bool _warningsOnly;

    private Contender(string name, Func<Action<FlowContext>, ImmutableArray<DiagnosticAnalyzer>> create, bool warningsOnly = false)
    {
        Name = name;
        _create = create;
        _warningsOnly = warningsOnly;
    }

    public static Contender Empty { get; } = new("empty analyzer", static _ => [new EmptyAnalyzer()]);

    public static Contender Listening { get; } = new("asks for operations, does nothing", static _ => [new ListeningAnalyzer()]);

    /// <summary>The compiler's own errors and warnings as an analyzer, which every editor runs with the others. They bind the document anyway.</summary>
    public static Contender Compiler { get; } = new("the compiler's diagnostics", static _ => [(DiagnosticAnalyzer)Activator.CreateInstance(CompilerAnalyzer)!]);

    public static Contender Ours { get; } = FromSet("SocketAnalyzers", AnalyzerSet.Load([]));

    public string Name { get; }

    public static Contender FromSet(string name, AnalyzerSet set) => new(name, created => set.For(AllRules, created));

    /// <summary>Both in one run, as in a project that has both packages.</summary>
    public Contender With(Contender other) => new($"{Name} and {other.Name}", created => _create(created).AddRange(other._create(created)), _warningsOnly);

    /// <summary>Without the rules that are milder than a warning: the compiler's command line does not run these, an editor does.</summary>
    public Contender AsInBuild() => new(Name, _create, warningsOnly: true);

    /// <param name="created">Sees the flow of our own rules.</param>
    public ImmutableArray<DiagnosticAnalyzer> Create(Action<FlowContext> created) => _create(created);

    /// <summary>The compilation with the rules switched off that this contender does not run.</summary>
    public Compilation Configure(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        if (!_warningsOnly)
            return compilation;
        var off = analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics)
            .Where(static rule => rule.DefaultSeverity < DiagnosticSeverity.Warning)
            .Select(static rule => KeyValuePair.Create(rule.Id, ReportDiagnostic.Suppress))
            .DistinctBy(static rule => rule.Key, StringComparer.Ordinal);
        return compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(off));
    }
}
