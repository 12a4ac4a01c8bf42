using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>Which methods of a type pass data from one of its connections to another. Made only when a rule asks, once per type.</summary>
internal sealed class RelayTable
{
    private readonly FlowContext _context;
    private readonly ConcurrentDictionary<ISymbol, Dictionary<(PlaceKey From, PlaceKey To), List<ISymbol>>> _relays = new(SymbolEqualityComparer.Default);

    public RelayTable(FlowContext context) => _context = context;

    public ConnectionIdentity Identity { get; } = new();

    /// <summary>The methods of <paramref name="type"/> that pass data from the one place to the other.</summary>
    public IReadOnlyList<ISymbol> MethodsOf(INamedTypeSymbol type, PlaceKey from, PlaceKey to, CancellationToken cancellation)
    {
        type = type.OriginalDefinition;
        if (!_relays.TryGetValue(type, out var relays))
            relays = _relays.GetOrAdd(type, Collect(type, cancellation));
        return relays.TryGetValue((from, to), out var methods) ? methods : Array.Empty<ISymbol>();
    }

    private Dictionary<(PlaceKey, PlaceKey), List<ISymbol>> Collect(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var relays = new Dictionary<(PlaceKey, PlaceKey), List<ISymbol>>();
        foreach (var member in type.GetMembers())
        {
            cancellation.ThrowIfCancellationRequested();
            if (member is not IMethodSymbol method)
                continue;
            var summary = _context.Summaries.Get(method, cancellation);
            _context.Counters.CountSteps(1 + summary.Relays.Count);
            foreach (var (from, to) in summary.Relays)
                Add(relays, method, Identity.SharedKeyOf(from, type), Identity.SharedKeyOf(to, type));
        }

        return relays;
    }

    private static void Add(Dictionary<(PlaceKey, PlaceKey), List<ISymbol>> relays, ISymbol method, PlaceKey? from, PlaceKey? to)
    {
        if (from is null || to is null)
            return;
        if (!relays.TryGetValue((from, to), out var methods))
            relays[(from, to)] = methods = new List<ISymbol>();
        // One method's relays stand together.
        if (methods.Count == 0 || !SymbolEqualityComparer.Default.Equals(methods[methods.Count - 1], method))
            methods.Add(method);
    }
}
