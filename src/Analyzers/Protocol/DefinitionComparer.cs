using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Protocol;

/// <summary>
/// Compares symbols by reference: for definitions (<see cref="ISymbol.OriginalDefinition"/>) and assemblies only, of which a compilation has
/// one object each. <see cref="SymbolEqualityComparer"/> finds the same and takes several times as long, which the gate would pay for each call of a
/// project. Where there were two objects for one definition, something would be worked out twice and nothing be wrong.
/// </summary>
internal sealed class DefinitionComparer : IEqualityComparer<ISymbol>
{
    public static readonly DefinitionComparer Instance = new();

    private DefinitionComparer()
    {
    }

    public bool Equals(ISymbol? x, ISymbol? y) => ReferenceEquals(x, y);

    public int GetHashCode(ISymbol symbol) => RuntimeHelpers.GetHashCode(symbol);
}
