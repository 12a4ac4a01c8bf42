using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>What a function does where everything that it starts is done at once.</summary>
internal sealed class NestingOutcome
{
    /// <summary>Of a function that is being looked at, or is not looked at.</summary>
    public static readonly NestingOutcome None = new();

    /// <summary>It certainly comes to the operation again.</summary>
    public bool PostsAgain { get; set; }

    /// <summary>Members that its conditions ask for, and that were taken for whether to go on at all.</summary>
    public HashSet<ISymbol> Asked { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Members that it assigns on its way.</summary>
    public HashSet<ISymbol> Assigned { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Other receives and accepts on its way.</summary>
    public HashSet<SyntaxNode> Others { get; } = new();

    public void Add(NestingOutcome other)
    {
        Asked.UnionWith(other.Asked);
        Assigned.UnionWith(other.Assigned);
        Others.UnionWith(other.Others);
    }
}
