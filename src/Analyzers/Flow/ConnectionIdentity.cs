using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>Whether what two functions have in hand can be one connection: one object, or one place that holds it.</summary>
internal sealed class ConnectionIdentity
{
    private readonly ViewFields _views = new();

    /// <summary>The same object, or held by the same variable or member path of one method and its nested functions.</summary>
    public bool AreOne(BodyAnalysis bodyA, int a, BodyAnalysis bodyB, int b)
    {
        if (Outermost(bodyA.Objects[a]) == Outermost(bodyB.Objects[b]))
            return true;
        foreach (var mine in PlacesOf(bodyA, a))
        {
            foreach (var theirs in PlacesOf(bodyB, b))
            {
                if (AreOne(bodyA, mine, bodyB.Slots, theirs))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a place that another method named can be this object: the same members of <c>this</c>, or of a state object of one type.</summary>
    public bool IsAt(BodyAnalysis body, int id, ExternalPath path)
    {
        foreach (var slot in PlacesOf(body, id))
        {
            if (slot.Depth > 0 && slot.Depth == path.Members.Length && RootMatches(body.Slots[body.Slots.RootOf(slot.Id)], path.Root) && MembersMatch(body, slot, path.Members))
                return true;
            if (slot.Depth == 0 && path.Members.Length == 0 && slot.Symbol is IFieldSymbol or IPropertySymbol && SymbolEqualityComparer.Default.Equals(slot.Symbol, path.Root))
                return true;
        }

        return false;
    }

    /// <summary>The variables and member paths that ever held the object, named ones only.</summary>
    public static IEnumerable<Slot> PlacesOf(BodyAnalysis body, int id)
    {
        for (var slot = 0; slot < body.Slots.Count; slot++)
        {
            if (body.Slots[slot].Symbol is not null && body.Slots[slot].EverHeld.Contains(id))
                yield return body.Slots[slot];
        }
    }

    private bool AreOne(BodyAnalysis bodyA, Slot a, SlotTable slotsB, Slot b)
    {
        if (a.Depth != b.Depth)
            return false;
        while (a.Parent != Slot.NoParent)
        {
            if (a.Symbol is null || b.Symbol is null || !_views.AreViewsOfOne(a.Symbol, b.Symbol, bodyA.Owner.ContainingType))
                return false;
            a = bodyA.Slots[a.Parent];
            b = slotsB[b.Parent];
        }

        return a.Id == SlotTable.This && b.Id == SlotTable.This
            || (a.Symbol is not null && SymbolEqualityComparer.Default.Equals(a.Symbol, b.Symbol));
    }

    private static bool RootMatches(Slot root, ISymbol? other)
    {
        if (root.Symbol is null || other is null)
            return root.Id == SlotTable.This && other is null;
        return SymbolEqualityComparer.Default.Equals(TypeOf(root.Symbol), TypeOf(other));
    }

    private bool MembersMatch(BodyAnalysis body, Slot slot, ISymbol[] members)
    {
        for (var i = members.Length - 1; i >= 0; i--)
        {
            if (slot.Symbol is null || !_views.AreViewsOfOne(slot.Symbol, members[i], body.Owner.ContainingType))
                return false;
            slot = body.Slots[slot.Parent];
        }

        return true;
    }

    private static TrackedObject Outermost(TrackedObject tracked)
    {
        while (tracked.Outer is { } outer)
            tracked = outer;
        return tracked;
    }

    internal static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}
