using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>A field that, whenever it holds anything, holds a view of the same connection as the other fields of its group.</summary>
internal sealed class SharedField
{
    public SharedField(ISymbol leader, bool owns, bool isWriter, bool autoFlushes)
    {
        Leader = leader;
        Owns = owns;
        IsWriter = isWriter;
        AutoFlushes = autoFlushes;
    }

    /// <summary>The field that names the group.</summary>
    public ISymbol Leader { get; }

    public bool Owns { get; }

    public bool IsWriter { get; }

    /// <summary>The method that fills the group switches the writer's AutoFlush on.</summary>
    public bool AutoFlushes { get; }

    /// <summary>Another method may switch it on for a writer of the group.</summary>
    public bool MayAutoFlush { get; private set; }

    public bool IsLike(SharedField other) =>
        SymbolEqualityComparer.Default.Equals(Leader, other.Leader) && Owns == other.Owns && IsWriter == other.IsWriter && AutoFlushes == other.AutoFlushes;

    /// <summary>For the layout, before anybody else has the object.</summary>
    internal void SetMayAutoFlush() => MayAutoFlush = true;
}

/// <summary>
/// Which fields of a type are one connection: <c>_client</c>, <c>_client.GetStream()</c> in <c>_stream</c>, and a writer
/// over it in <c>_writer</c>, when constructors or methods fill them, all alike, and nobody else assigns them. Without it a
/// write to <c>_writer</c> after <c>_client.Client.Shutdown</c> is not seen. Memoised per type.
/// </summary>
internal sealed class FieldLayout
{
    private readonly FlowContext _context;
    private readonly ConcurrentDictionary<ISymbol, Dictionary<ISymbol, SharedField>> _layouts = new(SymbolEqualityComparer.Default);

    public FieldLayout(FlowContext context) => _context = context;

    /// <summary>The group of <paramref name="field"/>, or null when it shares its connection with no other field.</summary>
    public SharedField? Find(ISymbol field, CancellationToken cancellation)
    {
        var type = field.ContainingType.OriginalDefinition;
        if (!_layouts.TryGetValue(type, out var layout))
            layout = _layouts.GetOrAdd(type, Create(type, cancellation));
        return layout.TryGetValue(field.OriginalDefinition, out var shared) ? shared : null;
    }

    private Dictionary<ISymbol, SharedField> Create(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var layout = new Dictionary<ISymbol, SharedField>(SymbolEqualityComparer.Default);
        if (!HasSeveralConnections(type))
            return layout;
        var filling = FindFillingMethods(type, cancellation);
        var filled = new List<Dictionary<ISymbol, SharedField>>(filling.Summaries.Count);
        foreach (var summary in filling.Summaries)
        {
            filled.Add(FilledBy(summary, filling, cancellation));
            if (filled[filled.Count - 1].Count > layout.Count)
                layout = filled[filled.Count - 1];
        }

        for (var i = 0; i < filled.Count; i++)
            KeepCommon(layout, filled[i], filling.Summaries[i]);
        foreach (var field in layout.Keys)
        {
            if (!_context.TypeFacts.MaySwitchAutoFlushOn(field, cancellation))
                continue;
            foreach (var shared in layout.Values)
                shared.SetMayAutoFlush();
        }

        return layout;
    }

    // Methods that fill the same fields (a constructor, Reopen) must fill them alike: what one leaves out is not of the group.
    private static void KeepCommon(Dictionary<ISymbol, SharedField> layout, Dictionary<ISymbol, SharedField> other, MethodSummary summary)
    {
        var overlaps = false;
        foreach (var effect in summary.Effects)
            overlaps |= FieldOf(effect) is { } field && layout.ContainsKey(field.OriginalDefinition);
        if (!overlaps)
            return;
        foreach (var field in new List<ISymbol>(layout.Keys))
        {
            if (!other.TryGetValue(field, out var shared) || !layout[field].IsLike(shared))
                layout.Remove(field);
        }
    }

    private Dictionary<ISymbol, SharedField> FilledBy(MethodSummary summary, FillingMethods filling, CancellationToken cancellation)
    {
        var filled = new Dictionary<ISymbol, SharedField>(SymbolEqualityComparer.Default);
        var leaders = new Dictionary<string, ISymbol>(StringComparer.Ordinal);
        foreach (var effect in summary.Effects)
        {
            if (FieldOf(effect) is not { } field || IdentityOf(effect.Assigned!) is not { } identity || filling.IsAssignedOutside(field, _context.Fields, cancellation))
                continue;
            if (!leaders.TryGetValue(identity, out var leader))
                leaders[identity] = leader = LeaderOf(effect.Assigned!, field, filled, cancellation);
            var (owns, isWriter) = RightsOf(effect.Assigned!);
            filled[field.OriginalDefinition] = new SharedField(leader, owns, isWriter, AutoFlushes(effect.Assigned!, summary));
        }

        return filled;
    }

    // "Socket _s = new(...)" and "_stream = new NetworkStream(_s)" in a method: nobody assigns _s, which names the group.
    private ISymbol LeaderOf(ExitValue value, ISymbol field, Dictionary<ISymbol, SharedField> filled, CancellationToken cancellation)
    {
        if (InnerField(value, cancellation) is not { } inner)
            return field;
        filled[inner.OriginalDefinition] = new SharedField(inner, owns: true, isWriter: false, autoFlushes: false);
        return inner;
    }

    private IFieldSymbol? InnerField(ExitValue value, CancellationToken cancellation) =>
        value.Aliases.Count == 1 && !value.MayBeMade && value.Aliases[0].Path is { Root: null, Members: { Length: 1 } members }
        && members[0] is IFieldSymbol inner && !_context.Fields.IsAssignedOutside(inner, null, cancellation)
            ? inner
            : null;

    private bool HasSeveralConnections(INamedTypeSymbol type)
    {
        var count = 0;
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol field && _context.Kinds.IsConnection(field.Type))
                count++;
        }

        return count > 1;
    }

    private FillingMethods FindFillingMethods(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var filling = new FillingMethods();
        foreach (var member in type.GetMembers())
        {
            if (member is not IMethodSymbol method || !FieldAssignments.AssignsMembers(method))
                continue;
            var summary = _context.Summaries.Get(method, cancellation);
            var assigned = 0;
            foreach (var effect in summary.Effects)
            {
                if (FieldOf(effect) is not null && IdentityOf(effect.Assigned!) is not null)
                    assigned += InnerField(effect.Assigned!, cancellation) is not null ? 2 : 1;
            }

            if (assigned > 1)
                filling.Add(method, summary);
        }

        return filling;
    }

    private static ISymbol? FieldOf(ExternalEffect effect) =>
        effect.Assigns && effect.Path.Root is null && effect.Path.Members.Length == 1 ? effect.Path.Members[0] : null;

    // What the value is a view of: one place of the caller, or the one object that the method made.
    private static string? IdentityOf(ExitValue value)
    {
        if (value.MayBeUnknown || value.MayBeNull)
            return null;
        var made = value.MayBeMade ? "new " + value.MadeId.ToString(System.Globalization.CultureInfo.InvariantCulture) : string.Empty;
        if ((value.MayBeMade && value.MadeId < 0) || value.Aliases.Count + (value.MayBeMade ? 1 : 0) is not (1 or 2) || value.Aliases.Count > 1)
            return null;
        if (value.Aliases.Count == 0)
            return made;
        var path = value.Aliases[0].Path;
        var identity = path.Root is null ? "this" : path.Root.Name;
        foreach (var member in path.Members)
            identity += "." + member.Name;
        // "s ?? new Socket(...)"
        return identity + made;
    }

    private static (bool Owns, bool IsWriter) RightsOf(ExitValue value) =>
        value.Aliases.Count == 1 ? (value.Aliases[0].Owns, value.Aliases[0].IsWriter) : (value.MadeOwns, value.MadeIsWriter);

    private static bool AutoFlushes(ExitValue value, MethodSummary summary)
    {
        if (value.MadeId >= 0)
            return (value.Made.Always & SocketFacts.AutoFlush) != 0;
        foreach (var effect in summary.Effects)
        {
            if (effect.Path.Members.Length == value.Aliases[0].Path.Members.Length
                && SymbolEqualityComparer.Default.Equals(effect.Path.Root, value.Aliases[0].Path.Root)
                && (effect.Always & SocketFacts.AutoFlush) != 0)
                return true;
        }

        return false;
    }

    /// <summary>The methods of a type that fill its fields, and which fields nobody else assigns.</summary>
    private sealed class FillingMethods
    {
        private readonly HashSet<SyntaxNode> _declarations = new();
        private readonly Dictionary<ISymbol, bool> _isAssignedOutside = new(SymbolEqualityComparer.Default);

        public List<MethodSummary> Summaries { get; } = new();

        public void Add(IMethodSymbol method, MethodSummary summary)
        {
            Summaries.Add(summary);
            FieldAssignments.AddDeclaration(method, _declarations);
        }

        public bool IsAssignedOutside(ISymbol field, FieldAssignments fields, CancellationToken cancellation)
        {
            if (!_isAssignedOutside.TryGetValue(field, out var isAssigned))
                _isAssignedOutside[field] = isAssigned = fields.IsAssignedOutside(field, _declarations, cancellation);
            return isAssigned;
        }
    }
}
