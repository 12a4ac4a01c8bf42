using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Scan;

/// <summary>The analyzers to run: the built-in ones, and those of other DLLs.</summary>
internal sealed class AnalyzerSet : IDisposable
{
    private readonly List<Type> _types = [];
    private readonly List<AssemblyLoadContext> _contexts = [];

    /// <summary>Analyzers that do not look at sockets alone.</summary>
    public bool HasOthers { get; private set; }

    /// <param name="files">DLLs with analyzers.</param>
    /// <param name="withBuiltIn">Whether the built-in rules come first, where no DLL takes their place.</param>
    public static AnalyzerSet Load(IReadOnlyList<string> files, bool withBuiltIn = true)
    {
        var set = new AnalyzerSet();
        var hasBuiltIn = withBuiltIn;
        foreach (var file in files)
        {
            var assembly = set.LoadAssembly(file);
            hasBuiltIn &= assembly.GetName().Name != typeof(SocketFlowAnalyzer).Assembly.GetName().Name;
            var types = AnalyzersOf(assembly);
            if (types.Count == 0)
                throw new UsageException($"--analyzer {file}: there is no analyzer for C# in it.");
            set._types.AddRange(types);
            set.HasOthers = true;
        }

        if (hasBuiltIn)
            set._types.InsertRange(0, AnalyzersOf(typeof(SocketFlowAnalyzer).Assembly));
        return set;
    }

    public IReadOnlySet<string> RuleIds() => new SortedSet<string>(Create().SelectMany(Descriptors).Select(descriptor => descriptor.Id), StringComparer.OrdinalIgnoreCase);

    /// <summary>New instances for one compilation, of those that have one of <paramref name="rules"/>; <paramref name="created"/> and <paramref name="failuresCreated"/> see the flow and the failures of the built-in rules.</summary>
    public ImmutableArray<DiagnosticAnalyzer> For(IReadOnlySet<string> rules, Action<FlowContext> created, Action<BodyFailures>? failuresCreated = null)
    {
        var analyzers = Create().Where(analyzer => rules.Count == 0 || Descriptors(analyzer).Any(descriptor => rules.Contains(descriptor.Id))).ToImmutableArray();
        foreach (var analyzer in analyzers.OfType<SocketFlowAnalyzer>())
            analyzer.ContextCreated = created;
        foreach (var analyzer in analyzers.OfType<OperationRuleAnalyzer>())
            analyzer.FailuresCreated = failuresCreated;
        return analyzers;
    }

    /// <summary>A rule that is off unless somebody asks for it is on when --rule names it.</summary>
    public static ImmutableDictionary<string, ReportDiagnostic> Severities(ImmutableArray<DiagnosticAnalyzer> analyzers, IReadOnlySet<string> rules) => analyzers
        .SelectMany(Descriptors)
        .Where(descriptor => !descriptor.IsEnabledByDefault && rules.Contains(descriptor.Id))
        .DistinctBy(descriptor => descriptor.Id)
        .ToImmutableDictionary(descriptor => descriptor.Id, descriptor => descriptor.DefaultSeverity switch
        {
            DiagnosticSeverity.Error => ReportDiagnostic.Error,
            DiagnosticSeverity.Warning => ReportDiagnostic.Warn,
            DiagnosticSeverity.Info => ReportDiagnostic.Info,
            _ => ReportDiagnostic.Hidden,
        });

    public void Dispose()
    {
        foreach (var context in _contexts)
            context.Unload();
    }

    private IEnumerable<DiagnosticAnalyzer> Create() => _types.Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!);

    // Code of others: a broken analyzer has no rules rather than ending the scan.
    private static IEnumerable<DiagnosticDescriptor> Descriptors(DiagnosticAnalyzer analyzer)
    {
        try
        {
            return analyzer.SupportedDiagnostics;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return [];
        }
    }

    private Assembly LoadAssembly(string file)
    {
        try
        {
            var path = Path.GetFullPath(file);
            var context = new AnalyzerLoadContext(path);
            _contexts.Add(context);
            return context.LoadFromAssemblyPath(path);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--analyzer {file}: cannot be loaded: {e.Message}");
        }
    }

    private static List<Type> AnalyzersOf(Assembly assembly)
    {
        Type?[] types;
        try
        {
            types = assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            types = e.Types;
        }

        return types.OfType<Type>()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && type.GetConstructor(Type.EmptyTypes) is not null
                && type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true)
            .OrderBy(type => type.FullName, StringComparer.Ordinal).ToList();
    }

    /// <summary>A DLL's own dependencies stand beside it; Roslyn is the one that runs here.</summary>
    private sealed class AnalyzerLoadContext(string path) : AssemblyLoadContext(isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName name)
        {
            if (Default.Assemblies.Any(loaded => loaded.GetName().Name == name.Name && loaded != typeof(SocketFlowAnalyzer).Assembly))
                return null;
            var beside = Path.Combine(Path.GetDirectoryName(path)!, name.Name + ".dll");
            return File.Exists(beside) && !IsRoslyn(name.Name) ? LoadFromAssemblyPath(beside) : null;
        }

        private static bool IsRoslyn(string? name) => name is "Microsoft.CodeAnalysis" or "Microsoft.CodeAnalysis.CSharp" or "System.Collections.Immutable" or "System.Reflection.Metadata";
    }
}
