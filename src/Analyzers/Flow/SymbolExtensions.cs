using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>Questions to a symbol that several files ask.</summary>
internal static class SymbolExtensions
{
    /// <summary>The first part of its namespace's name, as "System" in "System.Net.Sockets"; empty outside of namespaces.</summary>
    public static string? RootNamespace(this ISymbol symbol)
    {
        var space = symbol.ContainingNamespace;
        while (space is { ContainingNamespace: { IsGlobalNamespace: false } outer })
            space = outer;
        return space?.Name;
    }

    /// <summary>A method with a parameter whose type has this name: what a callback is given of an operation that ended.</summary>
    public static bool HasParameterOf(this ISymbol symbol, string typeName)
    {
        if (symbol is not IMethodSymbol method)
            return false;
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Type.Name == typeName)
                return true;
        }

        return false;
    }

    /// <summary>A parameter of a type's primary constructor, as another member of the type sees it: a field in all but its name.</summary>
    public static bool IsOfPrimaryConstructor(this IParameterSymbol parameter, ISymbol user) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && !SymbolEqualityComparer.Default.Equals(constructor, user);
}
