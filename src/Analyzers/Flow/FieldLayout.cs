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

    /// <summary>For the layout, before anybody else has the object.</summary>
    internal void SetMayAutoFlush() => MayAutoFlush = true;
}

/// <summary>
/// Which fields of a type are one connection: <c>_client</c>, <c>_client.GetStream()</c> in <c>_stream</c>, and a writer
/// over it in <c>_writer</c>, when one constructor or method fills them all and nobody else assigns them. Without it a
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
        // Two methods that fill the same fields may fill them differently.
        if (filling.Count != 1)
            return layout;
        var (method, summary) = filling[0];
        var leaders = new Dictionary<string, ISymbol>(StringComparer.Ordinal);
        foreach (var effect in summary.Effects)
        {
            if (FieldOf(effect) is not { } field || IdentityOf(effect.Assigned!) is not { } identity || _context.TypeFacts.IsAssignedElsewhere(field, method, constructorsToo: true))
                continue;
            if (!leaders.TryGetValue(identity, out var leader))
                leaders[identity] = leader = field;
            var (owns, isWriter) = RightsOf(effect.Assigned!);
            layout[field.OriginalDefinition] = new SharedField(leader, owns, isWriter, AutoFlushes(effect.Assigned!, summary));
        }

        foreach (var field in layout.Keys)
        {
            if (!_context.TypeFacts.MaySwitchAutoFlushOn(field, cancellation))
                continue;
            foreach (var shared in layout.Values)
                shared.SetMayAutoFlush();
        }

        return layout;
    }

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

    private List<(IMethodSymbol Method, MethodSummary Summary)> FindFillingMethods(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var filling = new List<(IMethodSymbol, MethodSummary)>();
        foreach (var member in type.GetMembers())
        {
            if (member is not IMethodSymbol method || !_context.TypeFacts.AssignsSeveralMembers(method))
                continue;
            var summary = _context.Summaries.Get(method, cancellation);
            var assigned = 0;
            foreach (var effect in summary.Effects)
            {
                if (FieldOf(effect) is not null && IdentityOf(effect.Assigned!) is not null)
                    assigned++;
            }

            if (assigned > 1)
                filling.Add((method, summary));
        }

        return filling;
    }

    private static ISymbol? FieldOf(ExternalEffect effect) =>
        effect.Assigned is not null && effect.Path.Root is null && effect.Path.Members.Length == 1 ? effect.Path.Members[0] : null;

    // What the value is a view of: one place of the caller, or the one object that the method made.
    private static string? IdentityOf(ExitValue value)
    {
        if (value.MayBeUnknown || value.MayBeNull)
            return null;
        if (value.Aliases.Count == 1 && !value.MayBeMade)
        {
            var path = value.Aliases[0].Path;
            var identity = path.Root is null ? "this" : path.Root.Name;
            foreach (var member in path.Members)
                identity += "." + member.Name;
            return identity;
        }

        return value.Aliases.Count == 0 && value.MadeId >= 0 ? "new " + value.MadeId.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
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
}
