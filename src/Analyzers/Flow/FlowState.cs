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

    // What was forgotten of every object: one that is met for the first time only now was there all the while.
    private uint _forgotten;

    // Whether the body has waited on some path here, and whether on some it has not: a slot that is met for the first time only now
    // may have been assigned since the entry.
    private bool _hasWaited;
    private bool _mayNotHaveWaited = true;

    public FlowState(SlotTable slotTable, ObjectTable objectTable)
    {
        _slotTable = slotTable;
        _objectTable = objectTable;
        _slots = Array.Empty<RefSet>();
        _objects = Array.Empty<ObjectState>();
        IsReachable = true;
    }

    /// <summary>False once an operation was met that cannot end normally here (a write after Shutdown): no path goes on.</summary>
    public bool IsReachable { get; set; }

    /// <summary>The flags that were set to constants on the way.</summary>
    public FlagValues Flags { get; private set; } = FlagValues.None;

    public void SetFlags(FlagValues flags)
    {
        if (ReferenceEquals(Flags, flags) || Flags.Equals(flags))
            return;
        Flags = flags;
        Version++;
    }

    /// <summary>Grows with each change, so that a handler is fed only when there is news.</summary>
    public int Version { get; private set; }

    public FlowState Clone()
    {
        var clone = new FlowState(_slotTable, _objectTable);
        clone.Become(this);
        return clone;
    }

    /// <summary>Becomes a copy of <paramref name="other"/>, in the memory that it has.</summary>
    public void Become(FlowState other)
    {
        _slots = Copy(other._slots, other._slotCount, _slots);
        _objects = Copy(other._objects, other._objectCount, _objects);
        _slotCount = other._slotCount;
        _objectCount = other._objectCount;
        _forgotten = other._forgotten;
        _hasWaited = other._hasWaited;
        _mayNotHaveWaited = other._mayNotHaveWaited;
        Flags = other.Flags;
        IsReachable = other.IsReachable;
        Version++;
    }

    /// <summary>What <paramref name="slot"/> holds; its entry value as long as nothing was assigned. Nothing is known of a slot beyond the limit.</summary>
    public RefSet GetSlot(int slot) => slot < 0 ? RefSet.None : slot < _slotCount ? _slots[slot] : InitialOf(_slotTable[slot]);

    private RefSet InitialOf(Slot slot)
    {
        if (!_hasWaited || slot.AfterWait.IsNone)
            return slot.Initial;
        return _mayNotHaveWaited && slot.Initial.TryUnion(slot.AfterWait, out var either) ? either : slot.AfterWait;
    }

    public void SetSlot(int slot, RefSet refs)
    {
        if (GetSlot(slot).Equals(refs))
            return;
        GrowSlots(slot + 1);
        _slots[slot] = refs;
        NoteHolder(slot, refs);
        Version++;
    }

    private void NoteHolder(int slot, RefSet refs)
    {
        for (var i = 0; i < refs.Count; i++)
            _objectTable[refs[i].ObjectId].NoteHolder(slot);
    }

    public ObjectState GetObject(int id) => id < _objectCount ? _objects[id] : InitialOf(id);

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

    /// <summary>The object is one of which this body knows nothing yet, as if it were met here for the first time.</summary>
    public void Reset(int id) => SetObject(id, InitialOf(id));

    /// <summary>Others have run: what is met from here on is not what was there at the entry.</summary>
    public void Wait() => SetWaited(hasWaited: true, mayNotHave: false);

    private void SetWaited(bool hasWaited, bool mayNotHave)
    {
        if (_hasWaited == hasWaited && _mayNotHaveWaited == mayNotHave)
            return;
        _hasWaited = hasWaited;
        _mayNotHaveWaited = mayNotHave;
        Version++;
    }

    /// <summary>Joins another path into this one; true when that changed anything.</summary>
    public bool Join(FlowState other, bool isException = false)
    {
        if (!other.IsReachable)
            return false;
        var before = Version;
        if (!IsReachable)
        {
            Become(other);
            if (isException)
                ForgetOperations();
            return true;
        }

        GrowSlots(other._slotCount);
        GrowObjects(other._objectCount);
        HashSet<int>? lost = null;
        var tasks = 0u;
        // Nearly everything is the same on both paths.
        for (var slot = 0; slot < _slotCount; slot++)
        {
            var theirs = other.GetSlot(slot);
            if (!_slots[slot].Equals(theirs))
                JoinSlot(slot, theirs, ref lost, ref tasks);
        }

        for (var id = TrackedObject.UnknownId + 1; id < _objectCount; id++)
        {
            var theirs = other.GetObject(id);
            if (isException)
                theirs = theirs.With(default(PendingOperations));
            if (lost is not null && lost.Contains(id))
                theirs = Escaped(theirs);
            if (!_objects[id].Equals(theirs))
                SetObject(id, _objects[id] | theirs);
        }

        SetWaited(_hasWaited || other._hasWaited, _mayNotHaveWaited || other._mayNotHaveWaited);
        SetFlags(Flags.Join(other.Flags));
        HandOutOperations(tasks);
        if (!isException)
            SetForgotten(_forgotten & other._forgotten);

        return Version != before;
    }

    /// <summary>Lets the object be touched by code that is not analysed; a task may be awaited there.</summary>
    public void Escape(Ref reference)
    {
        if (reference.Role == RefRole.Operation)
            HandOutOperations(MaskOf(RefSet.Of(reference)));
        else
            SetObject(reference.ObjectId, Escaped(GetObject(reference.ObjectId)));
    }

    private static ObjectState Escaped(ObjectState state) =>
        state.With(state.States.Apply(Transition.Anything)).WithPossible(SocketFacts.Escaped).With(state.Operations.HandOut());

    public void Escape(RefSet refs)
    {
        for (var i = 0; i < refs.Count; i++)
            Escape(refs[i]);
    }

    /// <summary>A value goes where it is not followed: connections and tasks escape, what a read gave does not.</summary>
    public void HandOut(RefSet refs)
    {
        for (var i = 0; i < refs.Count; i++)
        {
            if (!refs[i].IsNull && refs[i].Role is RefRole.Object or RefRole.Operation)
                Escape(refs[i]);
        }
    }

    /// <summary>Somebody waited for <paramref name="operations"/>, on whatever objects they are.</summary>
    public void EndOperations(uint operations)
    {
        for (var id = TrackedObject.UnknownId + 1; id < _objectCount; id++)
            SetObject(id, _objects[id].With(_objects[id].Operations.End(operations)));
    }

    public void HandOutOperations(uint operations)
    {
        for (var id = TrackedObject.UnknownId + 1; id < _objectCount && operations != 0; id++)
            SetObject(id, _objects[id].With(_objects[id].Operations.HandOut(operations)));
    }

    /// <summary>Nothing is claimed of <paramref name="operations"/> on this path.</summary>
    public void ForgetOperations(uint operations = uint.MaxValue)
    {
        for (var id = TrackedObject.UnknownId + 1; id < _objectCount && operations != 0; id++)
            SetObject(id, _objects[id].With(_objects[id].Operations.Forget(operations)));
        SetForgotten(_forgotten | operations);
    }

    /// <summary>The operations whose tasks are among <paramref name="refs"/>.</summary>
    public uint MaskOf(RefSet refs)
    {
        var mask = 0u;
        for (var i = 0; i < refs.Count; i++)
        {
            if (refs[i].Role == RefRole.Operation && _objectTable[refs[i].ObjectId].Started is { } started)
                mask |= PendingOperations.BitOf(started.Number);
        }

        return mask;
    }

    /// <summary>Replaces each reference to <paramref name="objectId"/> by the unknown object: its allocation site runs again.</summary>
    public void ForgetReferencesTo(int objectId)
    {
        // Most objects are in one place: then the others need not be looked through.
        var (first, end) = _objectTable[objectId] is { IsHeldByMany: false, Holder: var holder } ? (Math.Max(holder, 0), Math.Min(holder + 1, _slotCount)) : (0, _slotCount);
        for (var slot = first; slot < end; slot++)
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
    private void JoinSlot(int slot, RefSet other, ref HashSet<int>? lost, ref uint tasks)
    {
        var mine = _slots[slot];
        if (mine.TryUnion(other, out var union))
        {
            SetSlot(slot, union);
            return;
        }

        // A task's operation is on an object that need not be here: it is handed out of both paths at the end.
        tasks |= MaskOf(mine) | MaskOf(other);
        Escape(mine.WithoutOperations());
        lost ??= new HashSet<int>();
        for (var i = 0; i < other.Count; i++)
        {
            if (other[i].Role == RefRole.Operation)
                continue;
            lost.Add(other[i].ObjectId);
            GrowObjects(other[i].ObjectId + 1);
        }

        SetSlot(slot, RefSet.Any);
    }

    private static T[] Copy<T>(T[] from, int count, T[] into)
    {
        if (into.Length < count)
            into = new T[count];
        Array.Copy(from, into, count);
        return into;
    }

    private void GrowSlots(int count)
    {
        if (count <= _slotCount)
            return;
        if (count > _slots.Length)
            Array.Resize(ref _slots, Math.Max(count, Math.Min(_slots.Length * 2, _slotTable.Count)));
        for (var i = _slotCount; i < count; i++)
        {
            _slots[i] = InitialOf(_slotTable[i]);
            NoteHolder(i, _slots[i]);
        }

        _slotCount = count;
    }

    private void SetForgotten(uint operations)
    {
        if (_forgotten == operations)
            return;
        _forgotten = operations;
        Version++;
    }

    private ObjectState InitialOf(int id)
    {
        var initial = _objectTable[id].Initial;
        return _forgotten == 0 ? initial : initial.With(initial.Operations.Forget(_forgotten));
    }

    private void GrowObjects(int count)
    {
        if (count <= _objectCount)
            return;
        if (count > _objects.Length)
            Array.Resize(ref _objects, Math.Max(count, Math.Min(_objects.Length * 2, _objectTable.Count)));
        for (var i = _objectCount; i < count; i++)
            _objects[i] = InitialOf(i);
        _objectCount = count;
    }
}
