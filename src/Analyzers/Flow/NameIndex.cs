using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Where the source of a compilation has a name. It is looked for when a rule asks, which is rare, with one pass over the text of
/// each file; kept with the file, because an edit leaves all files but one as they were. Thread-safe.
/// </summary>
internal sealed class NameIndex
{
    private static readonly ConditionalWeakTable<SyntaxTree, FileNames> s_files = new();

    private static readonly ConditionalWeakTable<Compilation, NameIndex> s_all = new();

    private readonly Compilation _compilation;

    // With the compilation and not with the file: a node holds the whole tree.
    private readonly ConcurrentDictionary<(SyntaxTree Tree, string Name), SimpleNameSyntax[]> _names = new();

    private NameIndex(Compilation compilation) => _compilation = compilation;

    /// <summary>The one of the compilation: what one analyzer has looked for, the others find.</summary>
    public static NameIndex For(Compilation compilation) => s_all.GetValue(compilation, static key => new NameIndex(key));

    /// <summary>Every place of <paramref name="name"/> outside comments and literals that is not a declaration, in the order of the files.</summary>
    public IEnumerable<SimpleNameSyntax> Of(string name, CancellationToken cancellation)
    {
        foreach (var tree in _compilation.SyntaxTrees)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!_names.TryGetValue((tree, name), out var names))
                _names[(tree, name)] = names = Find(tree, name, cancellation);
            foreach (var found in names)
                yield return found;
        }
    }

    private static SimpleNameSyntax[] Find(SyntaxTree tree, string name, CancellationToken cancellation)
    {
        List<SimpleNameSyntax>? names = null;
        foreach (var start in s_files.GetOrCreateValue(tree).StartsOf(name, tree, cancellation))
        {
            var token = tree.GetRoot(cancellation).FindToken(start);
            if (token.ValueText == name && token.Span.Contains(start) && token.Parent is SimpleNameSyntax found)
                (names ??= new List<SimpleNameSyntax>()).Add(found);
        }

        return names?.ToArray() ?? Array.Empty<SimpleNameSyntax>();
    }

    /// <summary>How often the text of a file has been gone through, for tests.</summary>
    internal static int PassesOver(SyntaxTree tree) => s_files.GetOrCreateValue(tree).Passes;

    /// <summary>The names of one file: each looked for by itself as long as they are few, then all at once.</summary>
    private sealed class FileNames
    {
        private const int Few = 16;

        private readonly ConcurrentDictionary<string, int[]> _known = new(StringComparer.Ordinal);
        private WordIndex? _all;
        private int _passes;

        public int Passes => _passes;

        public int[] StartsOf(string name, SyntaxTree tree, CancellationToken cancellation)
        {
            if (!_known.TryGetValue(name, out var starts))
                _known[name] = starts = Find(name, tree.GetText(cancellation));
            return starts;
        }

        private int[] Find(string name, SourceText text)
        {
            if (_all is null && Interlocked.Increment(ref _passes) > Few)
                _all = new WordIndex(text);
            return _all is { } all ? all.Of(name) : Scan(name, text);
        }

        private static int[] Scan(string name, SourceText text)
        {
            var scanner = new WordScanner();
            scanner.Add(name, 0);
            var found = new List<FoundWord>();
            scanner.Scan(text, new TextSpan(0, text.Length), found);
            var starts = found.Count == 0 ? Array.Empty<int>() : new int[found.Count];
            for (var i = 0; i < starts.Length; i++)
                starts[i] = found[i].Start;
            return starts;
        }
    }
}
