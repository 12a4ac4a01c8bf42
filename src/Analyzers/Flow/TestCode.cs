using System;
using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>Which code belongs to tests. Asked for each body with a socket, so it remembers each type of its compilation. Thread-safe.</summary>
internal sealed class TestCode
{
    private static readonly string[] TestAttributes =
    {
        "Fact", "Theory", "Test", "TestCase", "TestCaseSource", "TestMethod", "DataTestMethod", "TestFixture", "TestClass", "SetUp", "OneTimeSetUp", "TestInitialize", "ClassInitialize",
    };

    private static readonly string[] TestFrameworks =
    {
        "xunit.core", "xunit.v3.core", "nunit.framework", "Microsoft.VisualStudio.TestPlatform.TestFramework", "MSTest.TestFramework", "TUnit.Core",
    };

    private readonly Lazy<bool> _isTestProject;
    private readonly ConcurrentDictionary<ISymbol, bool> _types = new(SymbolEqualityComparer.Default);
    private readonly Func<ISymbol, bool> _hasTests = static type => HasTests((INamedTypeSymbol)type);

    public TestCode(Compilation compilation) => _isTestProject = new Lazy<bool>(() => RefersToTestFramework(compilation));

    /// <summary>A method of a type with tests in it, helpers and set-up included, or any code of a test project.</summary>
    public bool Contains(ISymbol owner)
    {
        if (_isTestProject.Value)
            return true;
        for (var type = owner as INamedTypeSymbol ?? owner.ContainingType; type is not null; type = type.ContainingType)
        {
            if (_types.GetOrAdd(type, _hasTests))
                return true;
        }

        return false;
    }

    private static bool RefersToTestFramework(Compilation compilation)
    {
        foreach (var reference in compilation.ReferencedAssemblyNames)
        {
            if (Array.IndexOf(TestFrameworks, reference.Name) >= 0)
                return true;
        }

        return false;
    }

    private static bool HasTests(INamedTypeSymbol type)
    {
        if (HasTestAttribute(type))
            return true;
        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } && HasTestAttribute(member))
                return true;
        }

        return false;
    }

    // By name: an unresolved attribute (a scan without references) still tells.
    private static bool HasTestAttribute(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass?.Name is { } name && Array.IndexOf(TestAttributes, TrimSuffix(name)) >= 0)
                return true;
        }

        return false;
    }

    private static string TrimSuffix(string name) =>
        name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
}
