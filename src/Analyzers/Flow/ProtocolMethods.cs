using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Flow;

/// <summary>
/// For a project's own session type: which of its methods can end, bind or configure the connection inside it. A body
/// that only calls <c>session.Send(packet)</c> has no order to get wrong, and such bodies are many. By names, so it errs
/// towards yes. Memoised per type.
/// </summary>
internal sealed class ProtocolMethods
{
    private const int DecisiveNumber = -1;

    private static readonly string[] Decisive =
    {
        "Shutdown", "Bind", "Listen", "Start", "ExclusiveAddressUse", "SetSocketOption", "JoinMulticastGroup",
    };

    private readonly ConcurrentDictionary<ISymbol, HashSet<string>> _names = new(SymbolEqualityComparer.Default);
    private readonly Compilation _compilation;
    private readonly Func<ISymbol, HashSet<string>> _find;

    public ProtocolMethods(Compilation compilation)
    {
        _compilation = compilation;
        _find = type => Find((INamedTypeSymbol)type);
    }

    /// <summary>Whether a call of <paramref name="method"/>, a member of a type with a connection inside, matters to its caller.</summary>
    public bool Contains(IMethodSymbol method) =>
        _names.GetOrAdd(method.ContainingType.OriginalDefinition, _find).Contains(NameOf(method));

    private static string NameOf(IMethodSymbol method) =>
        method.AssociatedSymbol?.Name ?? (method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : method.Name);

    // What mentions a decisive member, or a method of the type that does.
    private HashSet<string> Find(INamedTypeSymbol type)
    {
        var members = new List<Member>();
        for (var t = type; t is not null && _compilation.Declares(t); t = t.BaseType)
        {
            foreach (var reference in t.DeclaringSyntaxReferences)
                AddMembers(reference.GetSyntax(), members);
        }

        var scanner = new WordScanner();
        foreach (var name in Decisive)
            scanner.Add(name, DecisiveNumber);
        for (var i = 0; i < members.Count; i++)
            scanner.Add(members[i].Name, i);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var mentions = new List<(string Name, string Mentioned)>();
        var words = new List<FoundWord>();
        var found = new HashSet<int>();
        foreach (var member in members)
        {
            words.Clear();
            found.Clear();
            scanner.Scan(member.Text, member.Span, words);
            foreach (var word in words)
            {
                if (word.Number == DecisiveNumber)
                    names.Add(member.Name);
                else if (found.Add(word.Number))
                    mentions.Add((member.Name, members[word.Number].Name));
            }
        }

        AddThoseThatMention(names, mentions);
        return names;
    }

    private static void AddThoseThatMention(HashSet<string> names, List<(string Name, string Mentioned)> mentions)
    {
        bool grew;
        do
        {
            grew = false;
            foreach (var (name, mentioned) in mentions)
                grew |= names.Contains(mentioned) && names.Add(name);
        }
        while (grew);
    }

    private static void AddMembers(SyntaxNode type, List<Member> members)
    {
        if (type is not TypeDeclarationSyntax declaration)
            return;
        var text = type.SyntaxTree.GetText();
        foreach (var member in declaration.Members)
        {
            var name = member switch
            {
                MethodDeclarationSyntax method => method.Identifier,
                ConstructorDeclarationSyntax constructor => constructor.Identifier,
                PropertyDeclarationSyntax property => property.Identifier,
                _ => default,
            };
            if (!name.IsKind(SyntaxKind.None))
                members.Add(new Member(name.ValueText, text, TextSpan.FromBounds(name.Span.End, member.Span.End)));
        }
    }

    /// <summary>A member and where its parameters and body stand.</summary>
    private readonly struct Member
    {
        public Member(string name, SourceText text, TextSpan span)
        {
            Name = name;
            Text = text;
            Span = span;
        }

        public string Name { get; }

        public SourceText Text { get; }

        public TextSpan Span { get; }
    }
}
