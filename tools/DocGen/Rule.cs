using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers;
using SocketAnalyzers.CodeFixes;

namespace DocGen;

/// <summary>One rule, as its descriptor describes it, and the titles of its fixes: the default first.</summary>
internal sealed record Rule(string Id, string Title, string Category, DiagnosticSeverity Severity, bool IsEnabled, IReadOnlyList<string> Fixes)
{
    /// <summary>All rules of the assembly, by id.</summary>
    public static IReadOnlyList<Rule> All()
    {
        var declared = Descriptors().DistinctBy(descriptor => descriptor.Id).OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal).ToList();
        var reported = Analyzers().SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(descriptor => descriptor.Id).ToHashSet();
        var orphan = declared.FirstOrDefault(descriptor => !reported.Contains(descriptor.Id));
        if (orphan is not null)
            throw new InvalidDataException($"{orphan.Id} has a descriptor, and no analyzer supports it.");
        var fixes = Fixers().ToDictionary(fixer => fixer.FixableDiagnosticIds.Single(), fixer => fixer.Actions.Select(action => action.Title).ToArray());
        return declared.ConvertAll(descriptor => new Rule(
            descriptor.Id, descriptor.Title.ToString(null), descriptor.Category, descriptor.DefaultSeverity, descriptor.IsEnabledByDefault,
            fixes.GetValueOrDefault(descriptor.Id, [])));
    }

    /// <summary>The severity in the words of <c>.editorconfig</c>.</summary>
    public string SeverityText => IsEnabled ? TextOf(Severity) : "none";

    public static string TextOf(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Info => "suggestion",
        _ => "silent",
    };

    private static IEnumerable<DiagnosticAnalyzer> Analyzers() => InstancesOf<DiagnosticAnalyzer>(Types());

    private static IEnumerable<SocketCodeFixProvider> Fixers() => InstancesOf<SocketCodeFixProvider>(typeof(SocketCodeFixProvider).Assembly.GetTypes());

    private static IEnumerable<T> InstancesOf<T>(Type[] types) => types
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(T)))
        .Select(type => (T)Activator.CreateInstance(type, nonPublic: true)!);

    // Every static field counts, not only what an analyzer names: a rule that nobody reports is a mistake to be told.
    private static IEnumerable<DiagnosticDescriptor> Descriptors() => Types()
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(field => field.FieldType == typeof(DiagnosticDescriptor))
        .Select(field => (DiagnosticDescriptor)field.GetValue(null)!)
        .Concat(Analyzers().SelectMany(analyzer => analyzer.SupportedDiagnostics));

    private static Type[] Types() => typeof(SocketFlowAnalyzer).Assembly.GetTypes();
}
