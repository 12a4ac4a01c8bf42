using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SocketAnalyzers.Protocol;
using SocketAnalyzers.Verification;

namespace SocketAnalyzers.Tests.Protocol;

/// <summary>The frameworks as the protocol table sees them, System.IO.Pipelines included where it is a package.</summary>
internal static class FrameworkTypes
{
    public static readonly ImmutableArray<string> Frameworks = ["net10.0", "net8.0", "net472", "netstandard2.0"];

    public static CSharpCompilation Compile(string framework, params string[] sources) =>
        CSharpCompilation.Create(
            "Probe",
            sources.Select(source => CSharpSyntaxTree.ParseText(source)),
            References(framework),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    public static KnownTypes Of(string framework) =>
        KnownTypes.Create(Compile(framework)) ?? throw new InvalidOperationException($"{framework} has no sockets.");

    /// <summary>What a caller or a derived class of another assembly can name.</summary>
    public static IEnumerable<IMethodSymbol> VisibleMethods(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().Where(method =>
            method.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal);

    private static IEnumerable<MetadataReference> References(string framework)
    {
        var set = ReferenceSets.All.Single(set => set.TargetFramework == framework).References;
        return framework switch
        {
            "net10.0" => set,
            // The framework has the other assemblies of that set itself.
            "net8.0" => set.Concat(ReferenceSets.Pipelines.Where(reference => reference.Display!.EndsWith("System.IO.Pipelines.dll", StringComparison.Ordinal))),
            _ => set.Concat(ReferenceSets.Pipelines),
        };
    }
}
