using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>What makes two places in the code one connection: one variable, or one member path, where members that are views of one connection count as one.</summary>
internal sealed class ConnectionIdentity
{
    private readonly ViewFields _views = new();

    /// <summary>The key of a variable or member path within one method and its nested functions; null for what has no name.</summary>
    public PlaceKey? KeyOf(BodyAnalysis body, Slot slot)
    {
        if (slot.Parent == Slot.NoParent)
            return slot.Symbol is not null ? PlaceKey.Root(slot.Symbol) : slot.Id == SlotTable.This ? PlaceKey.This : null;
        return slot.Symbol is { } member && KeyOf(body, body.Slots[slot.Parent]) is { } parent ? MemberOf(parent, member, body.Owner.ContainingType) : null;
    }

    /// <summary>The key by which other methods know the place too: a member of <c>this</c>, of a state object of one type, or a static field.</summary>
    public PlaceKey? SharedKeyOf(BodyAnalysis body, Slot slot)
    {
        if (slot.Parent == Slot.NoParent)
            return slot.Symbol is IFieldSymbol or IPropertySymbol ? PlaceKey.Root(slot.Symbol) : null;
        return slot.Symbol is { } member && OwnerKeyOf(body, body.Slots[slot.Parent]) is { } owner ? MemberOf(owner, member, body.Owner.ContainingType) : null;
    }

    /// <summary>The same for a place in a summary of a method of <paramref name="user"/>.</summary>
    public PlaceKey? SharedKeyOf(ExternalPath path, INamedTypeSymbol user)
    {
        if (path.Members.Length == 0)
            return path.Root is IFieldSymbol or IPropertySymbol ? PlaceKey.Root(path.Root) : null;
        var key = path.Root is null ? PlaceKey.This : TypeOf(path.Root) is { } type ? PlaceKey.Root(type) : null;
        foreach (var member in path.Members)
            key = key is null ? null : MemberOf(key, member, user);
        return key;
    }

    private PlaceKey? OwnerKeyOf(BodyAnalysis body, Slot slot)
    {
        if (slot.Parent != Slot.NoParent)
            return slot.Symbol is { } member && OwnerKeyOf(body, body.Slots[slot.Parent]) is { } owner ? MemberOf(owner, member, body.Owner.ContainingType) : null;
        if (slot.Symbol is null)
            return slot.Id == SlotTable.This ? PlaceKey.This : null;
        return TypeOf(slot.Symbol) is { } type ? PlaceKey.Root(type) : null;
    }

    private PlaceKey MemberOf(PlaceKey owner, ISymbol member, INamedTypeSymbol? user) =>
        owner.Member(member.ContainingType, _views.LeaderOf(member, user));

    internal static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}
