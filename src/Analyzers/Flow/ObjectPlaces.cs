using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>Which places ever held each object of a body: <see cref="Slot.EverHeld"/> the other way round. Made once, when the analysis is done and a rule asks.</summary>
internal sealed class ObjectPlaces
{
    private readonly BodyAnalysis _body;
    private readonly List<Slot>?[] _slots;
    private readonly IReadOnlyList<ISymbol>?[] _fields;

    public ObjectPlaces(BodyAnalysis body)
    {
        _body = body;
        _slots = new List<Slot>?[body.Objects.Count];
        _fields = new IReadOnlyList<ISymbol>?[body.Objects.Count];
        for (var id = 0; id < body.Slots.Count; id++)
        {
            foreach (var held in body.Slots[id].EverHeld)
                (_slots[held] ??= new List<Slot>()).Add(body.Slots[id]);
        }
    }

    /// <summary>Every slot that ever held the object, in the order in which they were met.</summary>
    public IReadOnlyList<Slot> Of(int objectId) => _slots[objectId] ?? (IReadOnlyList<Slot>)Array.Empty<Slot>();

    /// <summary>The fields and auto-properties of the own type, or static ones, that ever hold the object; the type, where the object is <c>this</c>.</summary>
    public IReadOnlyList<ISymbol> FieldsHolding(int objectId) => _fields[objectId] ??= FindFields(objectId);

    private IReadOnlyList<ISymbol> FindFields(int objectId)
    {
        var fields = new List<ISymbol>();
        foreach (var slot in Of(objectId))
        {
            if (slot.Id == SlotTable.This && _body.Owner.ContainingType is { } type)
                fields.Add(type);
            else if (slot.Symbol is IFieldSymbol or IPropertySymbol && slot.Parent is SlotTable.This or Slot.NoParent)
                fields.Add(slot.Symbol);
        }

        return fields;
    }
}
