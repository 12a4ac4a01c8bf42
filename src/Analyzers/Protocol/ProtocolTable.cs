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
    private static readonly HashSet<string> Names = CreateNames();

    private readonly KnownTypes _types;
    private readonly ConcurrentDictionary<ISymbol, MemberSemantics?> _cache = new(DefinitionComparer.Instance);
    private readonly Func<ISymbol, MemberSemantics?> _find;

    public ProtocolTable(KnownTypes types)
    {
        _types = types;
        _find = Find;
    }

    /// <summary>What <paramref name="method"/> (an accessor or constructor included) does, or null for a method that the table does not name.</summary>
    public MemberSemantics? Of(IMethodSymbol method) =>
        _cache.GetOrAdd((method.ReducedFrom ?? method).OriginalDefinition, _find);

    /// <summary>
    /// The same where the receiver's type is known. A member that a base class declares can mean something else on a
    /// derived one: <c>Stream.FlushAsync()</c> on a <c>NetworkStream</c> does nothing, <c>SafeHandle.Dispose</c> on a
    /// <c>SafeSocketHandle</c> closes the connection.
    /// </summary>
    public MemberSemantics? Of(IMethodSymbol method, ITypeSymbol? receiver)
    {
        // Nearly all methods have a name that no row has, whatever their receiver.
        if (!Names.Contains(method.MetadataName))
            return null;
        var declaring = method.ContainingType.OriginalDefinition;
        Row? nearest = null;
        for (var t = receiver; t is not null; t = t.BaseType)
        {
            if (ReferenceEquals(t.OriginalDefinition, declaring))
                return nearest is { } row ? new MemberSemantics(row.Event, row.Ownership, FormOf(method)) : Of(method);
            if (nearest is null && TryFindRow(t, method, out var found))
                nearest = found;
        }

        return Of(method);
    }

    /// <summary>Whether the table has a row of this exact type and metadata name: for the test that nothing is forgotten.</summary>
    public static bool HasRow(KnownType type, string metadataName) => Rows.ContainsKey((type, metadataName));

    /// <summary>The keys of all rows: for the test that none has gone stale.</summary>
    public static IEnumerable<(KnownType Type, string Name)> Keys => Rows.Keys;

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

    // By the exact type: a method that a user's class adds under a name of its base class is not the base's.
    private bool TryFindRow(ITypeSymbol type, IMethodSymbol method, out Row row)
    {
        var known = _types.Of(type);
        row = default;
        return known != KnownType.None && Rows.TryGetValue((known, method.MetadataName), out row);
    }

    private MemberForm FormOf(IMethodSymbol method)
    {
        var form = MemberForm.None;
        var takesAsyncResult = false;
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind == RefKind.Out && parameter.Type is { TypeKind: TypeKind.Enum, Name: "SocketError" })
                form |= MemberForm.ErrorCode;
            if (_types.Of(parameter.Type) == KnownType.SocketAsyncEventArgs)
                form |= MemberForm.EventArgs;
            // Not the first parameter everywhere: EndAccept(out byte[], IAsyncResult).
            takesAsyncResult |= parameter.Type.Name == "IAsyncResult";
        }

        if (_types.Of(method.ReturnType) is KnownType.Task or KnownType.ValueTask or KnownType.GenericTask or KnownType.GenericValueTask)
            form |= MemberForm.Task;
        if (method.IsExtensionMethod)
            form |= MemberForm.Extension;
        if (method.Name.StartsWith("Begin", StringComparison.Ordinal) && method.ReturnType.Name == "IAsyncResult")
            form |= MemberForm.Begin;
        if (method.Name.StartsWith("End", StringComparison.Ordinal) && takesAsyncResult)
            form |= MemberForm.End;
        return form;
    }

    private static HashSet<string> CreateNames()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, name) in Rows.Keys)
            names.Add(name);
        return names;
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

        /// <summary>Properties without meaning, getter and setter.</summary>
        public void AddProperties(KnownType type, params string[] names)
        {
            foreach (var name in names)
                Add(type, SocketEvent.Irrelevant, "get_" + name, "set_" + name);
        }
    }
}
