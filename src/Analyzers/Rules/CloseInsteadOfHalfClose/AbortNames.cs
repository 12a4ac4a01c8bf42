using System;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>Helpers that cut a connection on purpose say so in their names.</summary>
internal static class AbortNames
{
    private static readonly string[] Words = { "Abort", "Reset", "Kill", "Chaos", "Reject", "Refuse" };

    public static bool IsAbort(ISymbol? symbol)
    {
        for (; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            foreach (var word in Words)
            {
                if (symbol.Name.IndexOf(word, StringComparison.Ordinal) >= 0)
                    return true;
            }
        }

        return false;
    }
}
