using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.CodeFixes;

/// <summary>One diagnostic in the code as it is now, which in a Fix All is not the code that was analysed: others were mended before it.</summary>
internal sealed class FixSite
{
    public FixSite(SyntaxNode root, SemanticModel model, SyntaxNode node, IReadOnlyList<SyntaxNode> witnesses, ImmutableDictionary<string, string?> properties, bool? callsRuntimeLibrary, CancellationToken cancellation)
    {
        Root = root;
        Model = model;
        Node = node;
        Witnesses = witnesses;
        Properties = properties;
        CallsRuntimeLibrary = callsRuntimeLibrary;
        Cancellation = cancellation;
    }

    public SyntaxNode Root { get; }

    public SemanticModel Model { get; }

    /// <summary>What the diagnostic points at.</summary>
    public SyntaxNode Node { get; }

    /// <summary>The additional locations that lie in the same document.</summary>
    public IReadOnlyList<SyntaxNode> Witnesses { get; }

    public ImmutableDictionary<string, string?> Properties { get; }

    /// <summary>What <see cref="RuntimeLibrary"/> says of this document.</summary>
    public bool? CallsRuntimeLibrary { get; }

    public CancellationToken Cancellation { get; }

    public string? Property(string name) => Properties.TryGetValue(name, out var value) ? value : null;
}
