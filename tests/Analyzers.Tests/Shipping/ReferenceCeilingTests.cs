using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace SocketAnalyzers.Tests.Shipping;

/// <summary>
/// An analyzer that refers to anything newer than its host has is not loaded at all (CS8032), and the user sees no
/// diagnostics and one warning. The ceiling is docs/decisions/0001-roslyn-floor.md.
/// </summary>
public class ReferenceCeilingTests
{
    private static readonly Dictionary<string, Version> Ceiling = new()
    {
        ["netstandard"] = new Version(2, 0, 0, 0),
        ["Microsoft.CodeAnalysis"] = new Version(4, 5, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp"] = new Version(4, 5, 0, 0),
        ["System.Collections.Immutable"] = new Version(6, 0, 0, 0),
    };

    [Fact]
    public void The_analyzers_refer_to_nothing_above_the_floor()
    {
        var references = ReferencesOf(typeof(SocketFlowAnalyzer).Assembly.Location);

        Assert.Contains(references, reference => reference.Name == "Microsoft.CodeAnalysis");
        Assert.Empty(AboveCeiling(references));
    }

    [Fact]
    public void The_check_sees_what_is_above() =>
        Assert.Contains("xunit.core", string.Join(" ", AboveCeiling(ReferencesOf(typeof(ReferenceCeilingTests).Assembly.Location))), StringComparison.Ordinal);

    private static IEnumerable<string> AboveCeiling(IEnumerable<(string Name, Version Version)> references) =>
        references
            .Where(reference => !Ceiling.TryGetValue(reference.Name, out var limit) || reference.Version > limit)
            .Select(reference => $"{reference.Name} {reference.Version}");

    private static (string Name, Version Version)[] ReferencesOf(string dll)
    {
        using var pe = new PEReader(File.OpenRead(dll));
        var metadata = pe.GetMetadataReader();
        return [.. metadata.AssemblyReferences
            .Select(metadata.GetAssemblyReference)
            .Select(reference => (metadata.GetString(reference.Name), reference.Version))];
    }
}
