using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Protocol;

/// <summary>
/// Finds the platform's types by name. <see cref="Compilation.GetTypesByMetadataName"/> asks every reference for every name,
/// which took 5 ms for each compilation, and so for each key that is pressed; a few assemblies have all of them.
/// </summary>
internal sealed class PlatformTypes
{
    private readonly Compilation _compilation;

    // A type that is asked for where it is not costs an array, and there are 160 assemblies in a .NET: the likely ones first.
    private readonly List<IAssemblySymbol> _likely = new();

    public PlatformTypes(Compilation compilation)
    {
        _compilation = compilation;
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            if (IsLikely(assembly.Name))
                _likely.Add(assembly);
        }
    }

    /// <summary>The type, or null. The platform's own assembly wins where it exists twice (a polyfill package, an extern alias).</summary>
    public INamedTypeSymbol? Find(string metadataName)
    {
        foreach (var assembly in _likely)
        {
            if (assembly.GetTypeByMetadataName(metadataName) is { } found)
                return found;
        }

        return FindElsewhere(metadataName);
    }

    private INamedTypeSymbol? FindElsewhere(string metadataName)
    {
        INamedTypeSymbol? found = null;
        foreach (var candidate in _compilation.GetTypesByMetadataName(metadataName))
        {
            if (IsPlatform(candidate.ContainingAssembly.Name))
                return candidate;
            // A type that the project declares itself under a platform name is a look-alike.
            if (!SymbolEqualityComparer.Default.Equals(candidate.ContainingAssembly, _compilation.Assembly))
                found ??= candidate;
        }

        return found;
    }

    private static bool IsLikely(string name) =>
        name is "System.Runtime" or "System.Net.Sockets" or "System.Net.Primitives" or "System.Net.Security" or "System.IO.Pipelines" or "System.Private.CoreLib" or "mscorlib" or "System" or "netstandard";

    /// <summary>An assembly of the base class library, by its name.</summary>
    public static bool IsPlatform(string name) =>
        name.StartsWith("System", StringComparison.Ordinal) || name == "mscorlib" || name == "netstandard";
}
