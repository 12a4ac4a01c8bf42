using System;
using System.Collections.Generic;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>
/// What is known at one point of the body: which objects each slot may refer to, and each object's state. State is kept
/// per object, so an alias costs nothing. A state that was handed out is never changed; <see cref="Clone"/> first.
/// </summary>
internal sealed class FlowState
{
    private readonly SlotTable _slotTable;
    private readonly ObjectTable _objectTable;
    private RefSet[] _slots;
    private ObjectState[] _objects;
    private int _slotCount;
    private int _objectCount;

    public FlowState(SlotTable slotTable, ObjectTable objectTable)
    {
        _slotTable = slotTable;
        _objectTable = objectTable;
        _slots = Array.Empty<RefSet>();
        _objects = Array.Empty<ObjectState>();
        IsReachable = true;
    }

    private FlowState(FlowState other)
    {
        _slotTable = other._slotTable;
        _objectTable = other._objectTable;
        _slots = other._slotCount == 0 ? Array.Empty<RefSet>() : (RefSet[])other._slots.Clone();
        _objects = other._objectCount == 0 ? Array.Empty<ObjectState>() : (ObjectState[])other._objects.Clone();
        _slotCount = other._slotCount;
        _objectCount = other._objectCount;
        IsReachable = other.IsReachable;
    }

    /// <summary>False once an operation was met that cannot end normally here (a write after Shutdown): no path goes on.</summary>
    public bool IsReachable { get; set; }

    /// <summary>Grows with each change, so that a handler is fed only when there is news.</summary>
    public int Version { get; private set; }

    public FlowState Clone() => new(this);

    /// <summary>What <paramref name="slot"/> holds; its entry value as long as nothing was assigned. Nothing is known of a slot beyond the limit.</summary>
    public RefSet GetSlot(int slot) => slot < 0 ? RefSet.None : slot < _slotCount ? _slots[slot] : _slotTable[slot].Initial;

    public void SetSlot(int slot, RefSet refs)
    {
        if (GetSlot(slot).Equals(refs))
            return;
        GrowSlots(slot + 1);
        _slots[slot] = refs;
        Version++;
    }

    public ObjectState GetObject(int id) => id < _objectCount ? _objects[id] : _objectTable[id].Initial;

    public void SetObject(int id, ObjectState state)
    {
        // Null has no state, and nothing is ever learned of the unknown object.
        if (id <= TrackedObject.UnknownId || GetObject(id).Equals(state))
            return;
        GrowObjects(id + 1);
        _objects[id] = state;
        _objectTable[id].AllFacts |= state.Some;
        Version++;
    }

    /// <summary>Joins another path into this one; true when that changed anything.</summary>
    public bool Join(FlowState other)
    {
        if (!other.IsReachable)
            return false;
        var before = Version;
        if (!IsReachable)
        {
            IsReachable = true;
            CopyFrom(other);
            Version = before + 1;
            return true;
        }

        GrowSlots(other._slotCount);
        GrowObjects(other._objectCount);
        HashSet<int>? lost = null;
        for (var slot = 0; slot < _slotCount; slot++)
            JoinSlot(slot, other.GetSlot(slot), ref lost);
        for (var id = TrackedObject.UnknownId + 1; id < _objectCount; id++)
        {
            var theirs = other.GetObject(id);
            SetObject(id, _objects[id] | (lost is not null && lost.Contains(id) ? Escaped(theirs) : theirs));
        }

        return Version != before;
    }

    /// <summary>Lets the object be touched by code that is not analysed.</summary>
    public void Escape(Ref reference) => SetObject(reference.ObjectId, Escaped(GetObject(reference.ObjectId)));

    private static ObjectState Escaped(ObjectState state) =>
        state.With(state.States.Apply(Transition.Anything)).WithPossible(SocketFacts.Escaped);

    public void Escape(RefSet refs)
    {
        for (var i = 0; i < refs.Count; i++)
            Escape(refs[i]);
    }

    /// <summary>Replaces each reference to <paramref name="objectId"/> by the unknown object: its allocation site runs again.</summary>
    public void ForgetReferencesTo(int objectId)
    {
        for (var slot = 0; slot < _slotCount; slot++)
        {
            if (_slots[slot].Contains(objectId))
                SetSlot(slot, _slots[slot].Forget(objectId));
        }
    }

    /// <summary>Both sets in one. Objects that do not fit are not told apart any more, so nothing is claimed of any of them.</summary>
    public RefSet Union(RefSet a, RefSet b)
    {
        if (a.TryUnion(b, out var union))
            return union;
        Escape(a);
        Escape(b);
        return RefSet.Any;
    }

    // What does not fit escapes on each path before the two are joined: joined later once more, the same path changes nothing.
    private void JoinSlot(int slot, RefSet other, ref HashSet<int>? lost)
    {
        var mine = _slots[slot];
        if (mine.TryUnion(other, out var union))
        {
            SetSlot(slot, union);
            return;
        }

        Escape(mine);
        lost ??= new HashSet<int>();
        for (var i = 0; i < other.Count; i++)
        {
            lost.Add(other[i].ObjectId);
            GrowObjects(other[i].ObjectId + 1);
        }

        SetSlot(slot, RefSet.Any);
    }

    private void CopyFrom(FlowState other)
    {
        _slots = (RefSet[])other._slots.Clone();
        _objects = (ObjectState[])other._objects.Clone();
        _slotCount = other._slotCount;
        _objectCount = other._objectCount;
    }

    private void GrowSlots(int count)
    {
        if (count <= _slotCount)
            return;
        if (count > _slots.Length)
            Array.Resize(ref _slots, Math.Max(count, Math.Min(_slots.Length * 2, _slotTable.Count)));
        for (var i = _slotCount; i < count; i++)
            _slots[i] = _slotTable[i].Initial;
        _slotCount = count;
    }

    private void GrowObjects(int count)
    {
        if (count <= _objectCount)
            return;
        if (count > _objects.Length)
            Array.Resize(ref _objects, Math.Max(count, Math.Min(_objects.Length * 2, _objectTable.Count)));
        for (var i = _objectCount; i < count; i++)
            _objects[i] = _objectTable[i].Initial;
        _objectCount = count;
    }
}
