using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Protocol;

/// <summary>
/// The one table "member of the BCL -> what it does to the connection". The rows stand in the files beside this one, a
/// file per group of types; accessors are named as in metadata (<c>get_Client</c>), constructors <c>.ctor</c>. One row
/// serves all overloads: what differs between them (<see cref="MemberForm"/>) is read off the signature.
/// </summary>
internal sealed partial class ProtocolTable
{
    private static readonly Dictionary<(KnownType Type, string Name), Row> Rows = CreateRows();

    private readonly KnownTypes _types;
    private readonly ConcurrentDictionary<ISymbol, MemberSemantics?> _cache = new(SymbolEqualityComparer.Default);
    private readonly Func<ISymbol, MemberSemantics?> _find;

    public ProtocolTable(KnownTypes types)
    {
        _types = types;
        _find = Find;
    }

    /// <summary>What <paramref name="method"/> (an accessor or constructor included) does, or null for a method that the table does not name.</summary>
    public MemberSemantics? Of(IMethodSymbol method) =>
        _cache.GetOrAdd((method.ReducedFrom ?? method).OriginalDefinition, _find);

    /// <summary>Whether the table has a row of this exact type and metadata name: for the test that nothing is forgotten.</summary>
    public static bool HasRow(KnownType type, string metadataName) => Rows.ContainsKey((type, metadataName));

    private MemberSemantics? Find(ISymbol symbol)
    {
        var method = (IMethodSymbol)symbol;
        for (var m = method; m is not null; m = m.OverriddenMethod)
        {
            if (TryFindRow(m.ContainingType, method, out var row))
                return new MemberSemantics(row.Event, row.Ownership, FormOf(method));
        }

        return null;
    }

    // A base class's row holds for a derived class that has none of its own: NetworkStream.WriteByte is Stream's.
    private bool TryFindRow(ITypeSymbol? type, IMethodSymbol method, out Row row)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            var known = _types.Of(t);
            if (known != KnownType.None && Rows.TryGetValue((known, method.MetadataName), out row))
                return true;
            if (method.MethodKind == MethodKind.Constructor)
                break;
        }

        row = default;
        return false;
    }

    private MemberForm FormOf(IMethodSymbol method)
    {
        var form = MemberForm.None;
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind == RefKind.Out && parameter.Type is { TypeKind: TypeKind.Enum, Name: "SocketError" })
                form |= MemberForm.ErrorCode;
            if (_types.Of(parameter.Type) == KnownType.SocketAsyncEventArgs)
                form |= MemberForm.EventArgs;
        }

        if (_types.Of(method.ReturnType) is KnownType.Task or KnownType.ValueTask or KnownType.GenericTask or KnownType.GenericValueTask)
            form |= MemberForm.Task;
        if (method.IsExtensionMethod)
            form |= MemberForm.Extension;
        if (method.Name.StartsWith("Begin", StringComparison.Ordinal) && method.ReturnType.Name == "IAsyncResult")
            form |= MemberForm.Begin;
        if (method.Name.StartsWith("End", StringComparison.Ordinal) && method.Parameters.Length > 0 && method.Parameters[0].Type.Name == "IAsyncResult")
            form |= MemberForm.End;
        return form;
    }

    private static Dictionary<(KnownType, string), Row> CreateRows()
    {
        var rows = new RowBuilder();
        AddSocketRows(rows);
        AddClientRows(rows);
        AddStreamRows(rows);
        AddWriterAndReaderRows(rows);
        return rows.Rows;
    }

    private readonly struct Row
    {
        public Row(SocketEvent @event, Ownership ownership)
        {
            Event = @event;
            Ownership = ownership;
        }

        public SocketEvent Event { get; }

        public Ownership Ownership { get; }
    }

    /// <summary>Collects rows; the same row twice is an error of ours and stops every test at once.</summary>
    private sealed class RowBuilder
    {
        public Dictionary<(KnownType, string), Row> Rows { get; } = new();

        public void Add(KnownType type, SocketEvent @event, params string[] names) =>
            Add(type, @event, Ownership.Inherit, names);

        public void Add(KnownType type, SocketEvent @event, Ownership ownership, params string[] names)
        {
            foreach (var name in names)
                Rows.Add((type, name), new Row(@event, ownership));
        }
    }
}
