using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

internal static class SourceSymbols
{
    /// <summary>Whether the symbol is declared in a project's source. Its locations would say so too, with an array for each question.</summary>
    public static bool IsInSource(this ISymbol symbol) => symbol.ContainingAssembly is ISourceAssemblySymbol;
}
