using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Which callees a method may see while it is being summarised: the ones that it names, and none that calls it back
/// (recursion is opaque). So the summary depends on the code alone, never on who asked first or on which thread.
/// </summary>
internal sealed class SummaryScope
{
    private readonly HashSet<ISymbol>? _callees;
    private readonly HashSet<ISymbol>? _recursive;

    public SummaryScope(HashSet<ISymbol> callees, HashSet<ISymbol> recursive)
    {
        _callees = callees;
        _recursive = recursive;
    }

    private SummaryScope()
    {
    }

    /// <summary>For the nested functions of a body that is analysed for its diagnostics: every callee may be seen.</summary>
    public static SummaryScope Nested { get; } = new();

    public bool Allows(IMethodSymbol callee) =>
        _callees is null || (_callees.Contains(callee) && !_recursive!.Contains(callee));
}
