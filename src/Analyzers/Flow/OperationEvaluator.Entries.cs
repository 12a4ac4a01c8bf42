using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>What a slot holds before the body touches it, and after somebody else may have: fields that are one connection stay one.</summary>
internal sealed partial class OperationEvaluator
{
    private readonly Dictionary<ISymbol, TrackedObject> _sharedEntries = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, TrackedObject> _sharedRenewals = new(SymbolEqualityComparer.Default);

    // What a slot from outside holds before the first statement. It must exist before any state holds the slot.
    private void GiveEntryObject(int id, ITypeSymbol? type)
    {
        var slot = _slots[id];
        if (slot.HasEntryObject || !_context.Kinds.IsConnection(type))
            return;
        slot.HasEntryObject = true;
        slot.Group = FindGroup(slot);
        var entry = slot.Group is { } group ? SharedObject(_sharedEntries, group, _body.EntryStateOf(slot, out _)) : OwnEntry(slot, type);
        slot.Initial = RefSet.Of(ReferenceTo(entry, slot.Group, _context.Kinds.IsWriter(type)));
        slot.EverHeld.Add(entry.Id);
        PrepareForWaits(slot);
    }

    private TrackedObject OwnEntry(Slot slot, ITypeSymbol? type)
    {
        var initial = _body.EntryStateOf(slot, out var outer);
        if (_body.Scope is null && slot.Symbol is IFieldSymbol or IPropertySymbol && _context.Kinds.IsWriter(type) && _context.TypeFacts.MaySwitchAutoFlushOn(slot.Symbol, _cancellation))
            initial = initial.WithPossible(SocketFacts.AutoFlush);
        var entry = _objects.AtEntry(initial);
        if (entry.Id > TrackedObject.UnknownId)
        {
            entry.Outer = outer;
            entry.AllFacts |= initial.Some;
        }

        return entry;
    }

    // Summaries are made without the layout, because the layout is made from them.
    private SharedField? FindGroup(Slot slot) =>
        _body.Scope is null && _body.Enclosing is null && slot.Parent == SlotTable.This ? _context.Layout.Find(slot.Symbol!, _cancellation) : null;

    private TrackedObject SharedObject(Dictionary<ISymbol, TrackedObject> objects, SharedField group, ObjectState initial)
    {
        if (!objects.TryGetValue(group.Leader, out var shared))
        {
            var flushes = group.AutoFlushes ? initial.With(SocketFacts.AutoFlush) : group.MayAutoFlush ? initial.WithPossible(SocketFacts.AutoFlush) : initial;
            objects[group.Leader] = shared = _objects.AtEntry(flushes);
        }

        return shared;
    }

    private static Ref ReferenceTo(TrackedObject tracked, SharedField? group, bool isWriter) =>
        group is null ? new Ref(tracked.Id, owns: true, isWriter: isWriter) : new Ref(tracked.Id, group.Owns, isWriter: group.IsWriter);

    /// <summary>The slot may hold another object from here on: one of which nothing is known.</summary>
    private void Renew(int id)
    {
        var slot = _slots[id];
        if (_state.GetSlot(id).IsNone)
            return;
        var reference = RenewedReference(slot);
        if (slot.Renewed!.Id == TrackedObject.UnknownId)
        {
            _state.SetSlot(id, UnknownRef);
            return;
        }

        _state.ForgetReferencesTo(slot.Renewed.Id);
        _state.Reset(slot.Renewed.Id);
        if (slot.Group is null)
            _state.SetSlot(id, reference);
        else
            RenewGroup(slot.Group, slot.Renewed);
    }

    private RefSet RenewedReference(Slot slot)
    {
        slot.IsForgotten = true;
        slot.Renewed ??= slot.Group is { } group ? SharedObject(_sharedRenewals, group, _body.UnknownStateOf(slot)) : _objects.AtEntry(_body.UnknownStateOf(slot));
        slot.EverHeld.Add(slot.Renewed.Id);
        if (slot.Renewed.Id == TrackedObject.UnknownId)
            return UnknownRef;
        var isWriter = slot.Initial.Count > 0 && slot.Initial[0].IsWriter;
        return RefSet.Of(ReferenceTo(slot.Renewed, slot.Group, isWriter));
    }

    // Whoever gives one of them another object gives it to all of them.
    private void RenewGroup(SharedField group, TrackedObject renewed)
    {
        for (var id = 0; id < _slots.Count; id++)
        {
            if (_slots[id].Group is { } other && SymbolEqualityComparer.Default.Equals(other.Leader, group.Leader))
                _state.SetSlot(id, RefSet.Of(ReferenceTo(renewed, other, isWriter: false)));
        }
    }
}
