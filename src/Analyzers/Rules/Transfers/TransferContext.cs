using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>What the search for all transfers of a connection knows of one compilation. Thread-safe.</summary>
internal sealed class TransferContext
{
    private static readonly ConditionalWeakTable<Compilation, TransferContext> s_all = new();

    private readonly Lazy<IReadOnlyList<INamedTypeSymbol>> _types;

    private TransferContext(Compilation compilation, KnownTypes types)
    {
        Compilation = compilation;
        Types = types;
        Kinds = new TypeKinds(types, compilation);
        Table = types.Table;
        Index = NameIndex.For(compilation);
        _types = new Lazy<IReadOnlyList<INamedTypeSymbol>>(() => TypesOf(compilation));
    }

    public Compilation Compilation { get; }

    public KnownTypes Types { get; }

    public TypeKinds Kinds { get; }

    public ProtocolTable Table { get; }

    public NameIndex Index { get; }

    /// <summary>What is already known of a variable's connection.</summary>
    public ConcurrentDictionary<ISymbol, SeenTransfers> Known { get; } = new(SymbolEqualityComparer.Default);

    public static TransferContext For(Compilation compilation, KnownTypes types) => s_all.TryGetValue(compilation, out var known) ? known : Create(compilation, types);

    private static TransferContext Create(Compilation compilation, KnownTypes types) => s_all.GetValue(compilation, key => new TransferContext(key, types));

    /// <summary>The bodies that a call of <paramref name="method"/> can run: its own, or of an abstract, virtual or interface member those of this compilation.</summary>
    public IEnumerable<ISymbol> TargetsOf(ISymbol method)
    {
        yield return method;
        if (!(method.IsAbstract || method.IsVirtual || method.IsOverride))
            yield break;
        foreach (var type in _types.Value)
        {
            if (ImplementationIn(type, method) is { } target)
                yield return target;
        }
    }

    private static ISymbol? ImplementationIn(INamedTypeSymbol type, ISymbol method)
    {
        if (method.ContainingType.TypeKind == TypeKind.Interface)
            return type.TypeKind == TypeKind.Interface ? null : type.FindImplementationForInterfaceMember(method)?.OriginalDefinition;
        foreach (var member in type.GetMembers(method.Name))
        {
            for (var m = member.Overridden(); m is not null; m = m.Overridden())
            {
                if (SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, method.OriginalDefinition))
                    return member;
            }
        }

        return null;
    }

    private static List<INamedTypeSymbol> TypesOf(Compilation compilation)
    {
        var types = new List<INamedTypeSymbol>();
        var open = new Stack<INamespaceOrTypeSymbol>();
        open.Push(compilation.Assembly.GlobalNamespace);
        while (open.Count > 0)
        {
            foreach (var member in open.Pop().GetMembers())
            {
                if (member is INamespaceOrTypeSymbol inner)
                    open.Push(inner);
                if (member is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type)
                    types.Add(type);
            }
        }

        return types;
    }
}
