using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.CodeFixes;

/// <summary>One diagnostic in the code as it is now, which in a Fix All is not the code that was analysed: others were mended before it.</summary>
internal sealed class FixSite
{
    private readonly SyntaxAnnotation _nodeMark;
    private readonly IReadOnlyList<SyntaxAnnotation> _witnessMarks;
    private readonly IReadOnlyList<SyntaxAnnotation> _otherMarks;

    public FixSite(SyntaxNode root, SemanticModel model, SyntaxAnnotation nodeMark, IReadOnlyList<SyntaxAnnotation> witnessMarks, IReadOnlyList<SyntaxAnnotation> otherMarks, ImmutableDictionary<string, string?> properties, bool? callsRuntimeLibrary, CancellationToken cancellation)
    {
        Root = root;
        Model = model;
        _nodeMark = nodeMark;
        _witnessMarks = witnessMarks;
        _otherMarks = otherMarks;
        Node = root.GetAnnotatedNodes(nodeMark).FirstOrDefault() ?? root;
        Witnesses = witnessMarks.SelectMany(root.GetAnnotatedNodes).ToList();
        Properties = properties;
        CallsRuntimeLibrary = callsRuntimeLibrary;
        Cancellation = cancellation;
    }

    public SyntaxNode Root { get; }

    public SemanticModel Model { get; }

    /// <summary>What the diagnostic points at; the root where an edit has taken it away.</summary>
    public SyntaxNode Node { get; }

    /// <summary>The additional locations that lie in the same document.</summary>
    public IReadOnlyList<SyntaxNode> Witnesses { get; }

    public ImmutableDictionary<string, string?> Properties { get; }

    /// <summary>What <see cref="RuntimeLibrary"/> says of this document.</summary>
    public bool? CallsRuntimeLibrary { get; }

    public CancellationToken Cancellation { get; }

    public string? Property(string name) => Properties.TryGetValue(name, out var value) ? value : null;

    /// <summary>The same diagnostic after a first step of the edit, with a model of the code as it is then.</summary>
    public FixSite After(SyntaxNode root) => At(root, _nodeMark);

    /// <summary>The diagnostic seen from each of the other calls that it speaks of.</summary>
    public IEnumerable<Func<SyntaxNode, FixSite>> Others => _otherMarks.Select(mark => (Func<SyntaxNode, FixSite>)(root => At(root, mark)));

    /// <summary>The diagnostic seen from its first witness; null where that lies in another document.</summary>
    public FixSite? AtWitness => _witnessMarks.Count > 0 ? At(Root, _witnessMarks[0]) : null;

    private FixSite At(SyntaxNode root, SyntaxAnnotation nodeMark)
    {
        var old = Root.SyntaxTree;
        var tree = old.WithRootAndOptions(root, old.Options);
        var model = Model.Compilation.ReplaceSyntaxTree(old, tree).GetSemanticModel(tree);
        return new FixSite(tree.GetRoot(Cancellation), model, nodeMark, _witnessMarks, _otherMarks, Properties, CallsRuntimeLibrary, Cancellation);
    }
}
