using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>What a nested function's captured variables hold when it is made.</summary>
internal interface IEntryStates
{
    /// <summary>The state of what <paramref name="slot"/> of the nested function holds at its entry; false where nothing is known.</summary>
    bool TryGet(BodyAnalysis nested, Slot slot, out ObjectState state, out TrackedObject? outer);
}

/// <summary>
/// The enclosing body's state at the point where a lambda is made. The lambda runs later and perhaps beside the body, so
/// each object may have moved on since; what was shut is shut for good. Where whoever gets it may ask first, nothing is known of the order.
/// </summary>
internal sealed class CapturedStates : IEntryStates
{
    private readonly BodyAnalysis _body;
    // Of what happened to it: what is made is made, whoever asks.
    private const Protocol.SocketFacts Made = Protocol.SocketFacts.Identity | Protocol.SocketFacts.ReusePolicy | Protocol.SocketFacts.Bound | Protocol.SocketFacts.AutoFlush | Protocol.SocketFacts.Escaped;

    private readonly FlowState _state;
    private readonly SyntaxNode _lambda;
    private bool? _isCertain;

    public CapturedStates(BodyAnalysis body, FlowState state, SyntaxNode lambda)
    {
        _body = body;
        _state = state;
        _lambda = lambda;
    }

    public bool TryGet(BodyAnalysis nested, Slot slot, out ObjectState state, out TrackedObject? outer)
    {
        state = default;
        outer = null;
        // Beyond the limit of slots there is none.
        if (!TryFind(nested.Slots, slot, out var mine) || mine < 0 || MayHoldAnother(nested, mine))
            return false;
        var refs = _state.GetSlot(mine).Objects();
        if (refs.Count != 1 || refs[0].ObjectId == TrackedObject.UnknownId)
            return false;

        outer = _body.Objects[refs[0].ObjectId];
        var now = _state.GetObject(outer.Id);
        // Its relation starts anew: the lambda's entry is another one than the body's.
        var states = Protocol.Transition.Anything.Apply(now.States.Current);
        var witness = _body.Witness(now.Witness) is { } operation ? nested.WitnessNumber(operation) : ObjectState.NoWitness;
        // Asked only where the answer matters.
        state = states == Protocol.ConnectionStates.All || (_isCertain ??= _body.Context.DelegateRuns.IsCertain(_lambda, nested.Cancellation))
            ? new ObjectState(StateRelation.IdentityOn(states), now.Some, now.Always, witness)
            : new ObjectState(StateRelation.IdentityOn(Protocol.ConnectionStates.All), now.Some, now.Always & Made);
        return true;
    }

    // The lambda runs later: the body may have given the variable another object by then, or somebody else the field.
    private bool MayHoldAnother(BodyAnalysis nested, int id)
    {
        for (var slot = _body.Slots[id]; ; slot = _body.Slots[slot.Parent])
        {
            if (slot.IsWeak || slot.IsAssignedAfterCapture
                || (slot.Symbol is IFieldSymbol or IPropertySymbol && _body.Context.Fields.IsAssignedElsewhere(slot.Symbol, nested.Enclosing?.Owner ?? nested.Owner, nested.Cancellation)))
                return true;
            if (slot.Parent == Slot.NoParent)
                return false;
        }
    }

    // The same path in the enclosing body's numbering.
    private bool TryFind(SlotTable slots, Slot slot, out int mine)
    {
        if (slot.Parent == Slot.NoParent)
        {
            mine = slot.Id;
            return slot.Id == SlotTable.This || (slot.Symbol is not null && _body.Slots.TryGetRoot(slot.Symbol, out mine));
        }

        return TryFind(slots, slots[slot.Parent], out mine) && _body.Slots.TryGetMember(mine, slot.Symbol!, out mine);
    }
}
