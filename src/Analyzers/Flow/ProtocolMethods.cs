using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>
/// For a project's own session type: which of its methods can end, bind or configure the connection inside it. A body
/// that only calls <c>session.Send(packet)</c> has no order to get wrong, and such bodies are many. By names, so it errs
/// towards yes. Memoised per type.
/// </summary>
internal sealed class ProtocolMethods
{
    private static readonly HashSet<string> Decisive = new(StringComparer.Ordinal)
    {
        "Shutdown", "Bind", "Listen", "Start", "ExclusiveAddressUse", "SetSocketOption", "JoinMulticastGroup",
    };

    private readonly ConcurrentDictionary<ISymbol, HashSet<string>> _names = new(SymbolEqualityComparer.Default);
    private readonly Func<ISymbol, HashSet<string>> _find = static type => Find((INamedTypeSymbol)type);

    /// <summary>Whether a call of <paramref name="method"/>, a member of a type with a connection inside, matters to its caller.</summary>
    public bool Contains(IMethodSymbol method) =>
        _names.GetOrAdd(method.ContainingType.OriginalDefinition, _find).Contains(NameOf(method));

    private static string NameOf(IMethodSymbol method) =>
        method.AssociatedSymbol?.Name ?? (method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : method.Name);

    // What mentions a decisive member, or a method of the type that does.
    private static HashSet<string> Find(INamedTypeSymbol type)
    {
        var mentions = new List<(string Name, HashSet<string> Identifiers)>();
        for (var t = type; t is { Locations.Length: > 0 } && t.Locations[0].IsInSource; t = t.BaseType)
        {
            foreach (var reference in t.DeclaringSyntaxReferences)
                AddMembers(reference.GetSyntax(), mentions);
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        bool grew;
        do
        {
            grew = false;
            foreach (var (name, identifiers) in mentions)
            {
                if (!names.Contains(name) && (identifiers.Overlaps(Decisive) || identifiers.Overlaps(names)))
                    grew = names.Add(name);
            }
        }
        while (grew);
        return names;
    }

    private static void AddMembers(SyntaxNode type, List<(string Name, HashSet<string> Identifiers)> mentions)
    {
        if (type is not TypeDeclarationSyntax declaration)
            return;
        foreach (var member in declaration.Members)
        {
            var name = member switch
            {
                MethodDeclarationSyntax method => method.Identifier.ValueText,
                ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
                PropertyDeclarationSyntax property => property.Identifier.ValueText,
                _ => null,
            };
            if (name is null)
                continue;
            var identifiers = new HashSet<string>(StringComparer.Ordinal);
            foreach (var token in member.DescendantTokens())
            {
                if (token.IsKind(SyntaxKind.IdentifierToken))
                    identifiers.Add(token.ValueText);
            }

            identifiers.Remove(name);
            mentions.Add((name, identifiers));
        }
    }
}
