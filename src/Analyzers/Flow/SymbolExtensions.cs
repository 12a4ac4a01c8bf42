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

    /// <summary>Whether its declaration stands in the code of <paramref name="around"/>.</summary>
    public static bool IsDeclaredIn(this ISymbol symbol, IOperation around)
    {
        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            if (reference.SyntaxTree == around.Syntax.SyntaxTree && around.Syntax.Span.Contains(reference.Span))
                return true;
        }

        return false;
    }

    /// <summary>The method or property that this one overrides.</summary>
    public static ISymbol? Overridden(this ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };

    /// <summary>A parameter of a type's primary constructor, as another member of the type sees it: a field in all but its name.</summary>
    public static bool IsOfPrimaryConstructor(this IParameterSymbol parameter, ISymbol user) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && !SymbolEqualityComparer.Default.Equals(constructor, user);
}
