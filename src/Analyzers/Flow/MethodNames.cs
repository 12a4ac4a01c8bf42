using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Where the text of one outermost type names its methods: found without a token for what is passed over. A name with a parenthesis
/// behind it is a call or a declaration; what becomes a delegate is among the others, which are few.
/// </summary>
internal sealed class MethodNames
{
    private readonly Dictionary<string, List<Mention>> _mentions = new(StringComparer.Ordinal);

    public MethodNames(INamedTypeSymbol outermost)
    {
        var names = new List<string>();
        AddNames(outermost, names);
        var scanner = new WordScanner();
        for (var i = 0; i < names.Count; i++)
            scanner.Add(names[i], i);
        var found = new List<FoundWord>();
        foreach (var reference in outermost.DeclaringSyntaxReferences)
        {
            found.Clear();
            scanner.Scan(reference.SyntaxTree.GetText(), reference.Span, found);
            foreach (var word in found)
                Add(names[word.Number], new Mention(reference.SyntaxTree, word.Start, word.IsBeforeParenthesis));
        }
    }

    /// <summary>Every mention of a method of this name, in the order of the text.</summary>
    public IEnumerable<SimpleNameSyntax> Of(string method, CancellationToken cancellation) => Of(method, withCalls: true, cancellation);

    /// <summary>Those that may be something else than a call.</summary>
    public IEnumerable<SimpleNameSyntax> WithoutCallsOf(string method, CancellationToken cancellation) => Of(method, withCalls: false, cancellation);

    private IEnumerable<SimpleNameSyntax> Of(string method, bool withCalls, CancellationToken cancellation)
    {
        if (!_mentions.TryGetValue(method, out var mentions))
            yield break;
        foreach (var mention in mentions)
        {
            if ((withCalls || !mention.IsBeforeParenthesis) && mention.Find(method, cancellation) is { } name)
                yield return name;
        }
    }

    private static void AddNames(INamedTypeSymbol outermost, List<string> names)
    {
        var types = new Stack<INamedTypeSymbol>();
        types.Push(outermost);
        while (types.Count > 0)
        {
            foreach (var member in types.Pop().GetMembers())
            {
                if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary })
                    names.Add(member.Name);
                else if (member is INamedTypeSymbol nested)
                    types.Push(nested);
            }
        }
    }

    private void Add(string name, Mention mention)
    {
        if (!_mentions.TryGetValue(name, out var mentions))
            _mentions[name] = mentions = new List<Mention>();
        mentions.Add(mention);
    }

    private readonly struct Mention
    {
        private readonly SyntaxTree _tree;
        private readonly int _start;

        public Mention(SyntaxTree tree, int start, bool isBeforeParenthesis)
        {
            _tree = tree;
            _start = start;
            IsBeforeParenthesis = isBeforeParenthesis;
        }

        public bool IsBeforeParenthesis { get; }

        /// <summary>The name; null in a comment or literal, and for the declaration itself.</summary>
        public SimpleNameSyntax? Find(string name, CancellationToken cancellation)
        {
            var token = _tree.GetRoot(cancellation).FindToken(_start);
            return token.ValueText == name && token.Span.Contains(_start) ? token.Parent as SimpleNameSyntax : null;
        }
    }
}
