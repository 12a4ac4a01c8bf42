using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>Which methods of a type pass data from one of its connections to another. Made only when a rule asks, once per type.</summary>
internal sealed class RelayTable
{
    private readonly FlowContext _context;
    private readonly ConcurrentDictionary<ISymbol, List<(ISymbol Method, ExternalPath From, ExternalPath To)>> _relays = new(SymbolEqualityComparer.Default);

    public RelayTable(FlowContext context) => _context = context;

    public ConnectionIdentity Identity { get; } = new();

    public List<(ISymbol Method, ExternalPath From, ExternalPath To)> Of(INamedTypeSymbol type, CancellationToken cancellation)
    {
        type = type.OriginalDefinition;
        if (!_relays.TryGetValue(type, out var relays))
            relays = _relays.GetOrAdd(type, Collect(type, cancellation));
        return relays;
    }

    private List<(ISymbol, ExternalPath, ExternalPath)> Collect(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var relays = new List<(ISymbol, ExternalPath, ExternalPath)>();
        foreach (var member in type.GetMembers())
        {
            cancellation.ThrowIfCancellationRequested();
            if (member is not IMethodSymbol method)
                continue;
            foreach (var (from, to) in _context.Summaries.Get(method, cancellation).Relays)
                relays.Add((method, from, to));
        }

        return relays;
    }
}
