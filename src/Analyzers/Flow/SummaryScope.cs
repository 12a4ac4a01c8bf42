using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Which callees a method may see while it is being summarised: the ones that it names, and none that calls it back
/// (recursion is opaque). So the summary depends on the code alone, never on who asked first or on which thread.
/// </summary>
internal sealed class SummaryScope
{
    private readonly HashSet<ISymbol>? _allowed;

    public SummaryScope(HashSet<ISymbol> callees, HashSet<ISymbol> circle)
    {
        _allowed = callees;
        if (circle.Count < callees.Count)
            _allowed.ExceptWith(circle);
        else
            _allowed.RemoveWhere(circle.Contains);
    }

    private SummaryScope()
    {
    }

    /// <summary>For the nested functions of a body that is analysed for its diagnostics: every callee may be seen.</summary>
    public static SummaryScope Nested { get; } = new();

    /// <summary>The callees of one method; none for <see cref="Nested"/>, which names none.</summary>
    public IReadOnlyCollection<ISymbol> Allowed => _allowed ?? (IReadOnlyCollection<ISymbol>)Array.Empty<ISymbol>();

    public bool Allows(IMethodSymbol callee) => _allowed is null || _allowed.Contains(callee);
}
