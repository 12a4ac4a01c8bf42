using System;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>
/// The variable or member path that holds a connection, as <c>this._pair.Client</c>. The views of one connection (<c>Client</c>,
/// <c>GetStream()</c>) have the place of their owner. Immutable.
/// </summary>
internal sealed class ConnectionPlace : IEquatable<ConnectionPlace>
{
    private readonly ConnectionPlace? _owner;

    // None for "this". An element has none either, and an index.
    private readonly ISymbol? _symbol;
    private readonly object? _index;

    private ConnectionPlace(ConnectionPlace? owner, ISymbol? symbol, object? index = null)
    {
        _owner = owner;
        _symbol = symbol;
        _index = index;
    }

    public static ConnectionPlace This { get; } = new(null, null);

    /// <summary>Whether it is <c>this</c> or one of its members.</summary>
    public bool IsOfThis => Root is { _symbol: null };

    /// <summary>A static member, which is the same everywhere.</summary>
    public bool IsStatic => Root._symbol is { IsStatic: true };

    private ConnectionPlace Root
    {
        get
        {
            var place = this;
            while (place._owner is not null)
                place = place._owner;
            return place;
        }
    }

    public static ConnectionPlace Of(ISymbol root) => new(null, root);

    public ConnectionPlace Member(ISymbol member) => new(this, member);

    /// <param name="index">A constant, or the variable that is the index.</param>
    public ConnectionPlace Element(object index) => new(this, null, index);

    /// <summary>The same place with <paramref name="to"/> for its beginning <paramref name="from"/>; null where it does not begin so.</summary>
    public ConnectionPlace? Rebased(ConnectionPlace from, ConnectionPlace to)
    {
        if (Equals(from))
            return to;
        return _owner?.Rebased(from, to) is { } owner ? new ConnectionPlace(owner, _symbol, _index) : null;
    }

    public bool Equals(ConnectionPlace? other)
    {
        var mine = this;
        while (mine is not null && other is not null)
        {
            if (!SymbolEqualityComparer.Default.Equals(mine._symbol, other._symbol) || !Equals(mine._index, other._index))
                return false;
            mine = mine._owner;
            other = other._owner;
        }

        return mine is null && other is null;
    }

    public override bool Equals(object? obj) => obj is ConnectionPlace other && Equals(other);

    public override int GetHashCode()
    {
        var hash = 17;
        for (var place = this; place is not null; place = place._owner)
            hash = unchecked((hash * 397) ^ (place._symbol is null ? 0 : SymbolEqualityComparer.Default.GetHashCode(place._symbol)));
        return hash;
    }
}
