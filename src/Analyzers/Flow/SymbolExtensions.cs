using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>Questions to a symbol that several files ask.</summary>
internal static class SymbolExtensions
{
    /// <summary>Whether the symbol is declared in a project's source. Its locations would say so too, with an array for each question.</summary>
    public static bool IsInSource(this ISymbol symbol) => symbol.ContainingAssembly is ISourceAssemblySymbol;

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
}
