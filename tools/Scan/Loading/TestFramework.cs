using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SocketAnalyzers.Loading;

/// <summary>
/// Stands for the test framework that a project gets from a package: an empty assembly of that name. By the name of a reference
/// rules know test projects, in which they are silent.
/// </summary>
internal static class TestFramework
{
    private static readonly (string Package, string Assembly)[] Known =
    [
        ("xunit.v3", "xunit.v3.core"), ("xunit", "xunit.core"), ("nunit", "nunit.framework"), ("MSTest", "MSTest.TestFramework"), ("TUnit", "TUnit.Core"),
        ("Microsoft.VisualStudio.TestPlatform.TestFramework", "MSTest.TestFramework"), ("Microsoft.VisualStudio.QualityTools.UnitTestFramework", "MSTest.TestFramework"),
    ];

    // Packages that are named after a framework and do not bring it.
    private static readonly string[] Others = ["analyzer", "runner", "console", "adapter", "engine", "abstractions"];

    /// <param name="name">Of a package, an assembly ("nunit.framework, Version=3.0") or an SDK ("MSTest.Sdk/3.10").</param>
    /// <returns>The name of the framework's assembly, or null.</returns>
    public static string? AssemblyOf(string name)
    {
        var end = name.AsSpan().IndexOfAny(',', '/');
        var id = end < 0 ? name : name[..end];
        if (Others.Any(other => id.Contains(other, StringComparison.OrdinalIgnoreCase)))
            return null;
        foreach (var (package, assembly) in Known)
        {
            if (id.Equals(package, StringComparison.OrdinalIgnoreCase) || id.StartsWith(package + ".", StringComparison.OrdinalIgnoreCase))
                return assembly;
        }

        return null;
    }

    public static MetadataReference Stub(string assembly) => CSharpCompilation.Create(assembly).ToMetadataReference();
}
