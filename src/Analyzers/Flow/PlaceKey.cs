using System;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>
/// A variable or member path by what it means: two places that can hold one connection have equal keys, so that they are looked up
/// and not compared in pairs.
/// </summary>
internal sealed class PlaceKey : IEquatable<PlaceKey>
{
    private readonly PlaceKey? _parent;

    // Of a root the variable or its type, none for "this"; of a member its type.
    private readonly ISymbol? _symbol;
    private readonly string? _member;
    private readonly int _hash;

    private PlaceKey(PlaceKey? parent, ISymbol? symbol, string? member)
    {
        _parent = parent;
        _symbol = symbol;
        _member = member;
        var ofSymbol = symbol is null ? 1 : SymbolEqualityComparer.Default.GetHashCode(symbol);
        _hash = unchecked(((((parent?._hash ?? 17) * 397) ^ ofSymbol) * 397) ^ (member is null ? 0 : StringComparer.Ordinal.GetHashCode(member)));
    }

    public static PlaceKey This { get; } = new(null, null, null);

    public static PlaceKey Root(ISymbol symbol) => new(null, symbol, null);

    /// <summary>The member of <paramref name="type"/> that leads the views of one connection by the name <paramref name="name"/>.</summary>
    public PlaceKey Member(ISymbol? type, string name) => new(this, type, name);

    public bool Equals(PlaceKey? other)
    {
        var mine = this;
        while (mine is not null && other is not null)
        {
            if (mine._hash != other._hash || mine._member != other._member || !SymbolEqualityComparer.Default.Equals(mine._symbol, other._symbol))
                return false;
            mine = mine._parent;
            other = other._parent;
        }

        return mine is null && other is null;
    }

    public override bool Equals(object? obj) => obj is PlaceKey other && Equals(other);

    public override int GetHashCode() => _hash;
}
