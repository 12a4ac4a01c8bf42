using System.Reflection;
using Microsoft.CodeAnalysis.CodeFixes;

namespace SocketAnalyzers.CodeFixes.Tests;

/// <summary>What a host finds in the DLL: the types that carry the export attribute.</summary>
internal static class ShippedFixes
{
    public static IReadOnlyList<CodeFixProvider> All { get; } =
    [
        .. typeof(SocketCodeFixProvider).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<ExportCodeFixProviderAttribute>(inherit: false) is not null)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)
            .OrderBy(fixer => fixer.FixableDiagnosticIds[0], StringComparer.Ordinal),
    ];

    public static CodeFixProvider For(string id) => All.Single(fixer => fixer.FixableDiagnosticIds.Contains(id));
}
