using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Where the source of a compilation has a name. It is looked for when a rule asks, which is rare, with one pass over the text of
/// each file; kept with the file, because an edit leaves all files but one as they were. Thread-safe.
/// </summary>
internal sealed class NameIndex
{
    private static readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<string, int[]>> s_starts = new();

    private readonly Compilation _compilation;

    public NameIndex(Compilation compilation) => _compilation = compilation;

    /// <summary>Every place of <paramref name="name"/> outside comments and literals that is not a declaration, in the order of the files.</summary>
    public IEnumerable<SimpleNameSyntax> Of(string name, CancellationToken cancellation)
    {
        foreach (var tree in _compilation.SyntaxTrees)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var start in StartsIn(tree, name, cancellation))
            {
                var token = tree.GetRoot(cancellation).FindToken(start);
                if (token.ValueText == name && token.Span.Contains(start) && token.Parent is SimpleNameSyntax found)
                    yield return found;
            }
        }
    }

    private static int[] StartsIn(SyntaxTree tree, string name, CancellationToken cancellation)
    {
        var known = s_starts.GetValue(tree, static _ => new ConcurrentDictionary<string, int[]>(StringComparer.Ordinal));
        if (known.TryGetValue(name, out var starts))
            return starts;
        var scanner = new WordScanner();
        scanner.Add(name, 0);
        var found = new List<FoundWord>();
        var text = tree.GetText(cancellation);
        scanner.Scan(text, new Microsoft.CodeAnalysis.Text.TextSpan(0, text.Length), found);
        starts = found.Count == 0 ? Array.Empty<int>() : new int[found.Count];
        for (var i = 0; i < starts.Length; i++)
            starts[i] = found[i].Start;
        known.TryAdd(name, starts);
        return starts;
    }
}
