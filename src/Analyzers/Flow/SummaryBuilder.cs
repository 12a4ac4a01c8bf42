using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>Reads a method's summary off the finished analysis of its body.</summary>
internal sealed partial class SummaryBuilder
{
    // A connection in more places than this is not followed from method to method.
    private const int MaxPlaces = 16;

    // Each caller does all of it: a method that touches more places is opaque.
    private const int MaxEffects = 64;

    private readonly BodyAnalysis _analysis;
    private readonly Dictionary<int, ExternalEffect> _byEntryObject = new();

    private SummaryBuilder(BodyAnalysis analysis) => _analysis = analysis;

    public static MethodSummary Build(BodyAnalysis analysis) =>
        analysis.IsOverBudget ? MethodSummary.Opaque : new SummaryBuilder(analysis).Build();

    private MethodSummary Build()
    {
        var exit = _analysis.Exit;
        var effects = new List<ExternalEffect>();
        var assigned = new List<(ExternalEffect Effect, Slot Slot)>();
        for (var id = 0; id < _analysis.Slots.Count; id++)
        {
            var slot = _analysis.Slots[id];
            if (!IsExternal(slot))
                continue;
            if (effects.Count == MaxEffects)
                return MethodSummary.Opaque;
            var effect = EffectOn(slot, exit);
            effects.Add(effect);
            if (IsAssignment(slot))
                assigned.Add((effect, slot));
        }

        // Only now: a value can be what any of the places held at the entry, whichever was met first.
        if (exit is not null)
        {
            foreach (var (effect, slot) in assigned)
                effect.Assigned = AssignedTo(slot, exit);
        }

        AddEvents();
        var isAsync = _analysis.Owner is IMethodSymbol { IsAsync: true };
        var summary = new MethodSummary(
            effects,
            exit is null ? null : ValueOf(exit.GetSlot(SlotTable.Return), exit),
            endsNormally: exit is not null,
            isAsync);
        AddRelays(summary);
        if (exit is not null)
            AddFlags(summary, exit.Flags);
        return summary;
    }

    private void AddFlags(MethodSummary summary, FlagValues flags)
    {
        foreach (var id in flags.Slots)
        {
            var slot = _analysis.Slots[id];
            var root = _analysis.Slots[_analysis.Slots.RootOf(id)];
            if (slot.Symbol is IFieldSymbol or IPropertySymbol && (root.Id == SlotTable.This || (root.Symbol is not null && !_analysis.Declares(root.Symbol))))
                summary.Flags.Add((PathOf(slot), flags[id]!));
        }
    }

    private ExitValue? AssignedTo(Slot slot, FlowState exit)
    {
        var value = ValueOf(exit.GetSlot(slot.Id), exit);
        if (value is null || slot.IsAssigned)
            return value;
        // Forgotten on the way, not at the end.
        if (exit.GetSlot(slot.Id).Equals(slot.Initial))
            return null;
        value.IsOfOthers = true;
        return value;
    }

    private void AddRelays(MethodSummary summary)
    {
        HashSet<(RefSet Sources, RefSet Targets)>? seen = null;
        foreach (var found in _analysis.Events)
        {
            if (found.Event != SocketEvent.Relay || found.Sources.IsAny || found.Refs.IsAny || !(seen ??= new HashSet<(RefSet, RefSet)>()).Add((found.Sources, found.Refs)))
                continue;
            var targets = PlacesOf(found.Refs);
            foreach (var from in PlacesOf(found.Sources))
            {
                foreach (var to in targets)
                    summary.Relays.Add((from, to));
            }

            MarkReadToEnd(found.Sources);
        }
    }

    private void MarkReadToEnd(RefSet sources)
    {
        for (var i = 0; i < sources.Count && _analysis.Exit is { } exit; i++)
        {
            if (_byEntryObject.TryGetValue(sources[i].ObjectId, out var effect))
                effect.IsReadToEnd |= (exit.GetObject(sources[i].ObjectId).Some & SocketFacts.SawEndOfStream) != 0;
        }
    }

    // What a local is the root of says something to other methods too: "state.Client", whoever has the state in hand.
    private List<ExternalPath> PlacesOf(RefSet refs)
    {
        var slots = new SortedSet<int>();
        for (var i = 0; i < refs.Count; i++)
        {
            if (refs[i].ObjectId > TrackedObject.UnknownId)
                AddPlaces(refs[i].ObjectId, slots);
        }

        var places = new List<ExternalPath>();
        foreach (var id in slots)
        {
            if (places.Count < MaxPlaces)
                places.Add(PathOf(_analysis.Slots[id]));
        }

        return places;
    }

    private void AddPlaces(int objectId, SortedSet<int> slots)
    {
        foreach (var slot in _analysis.Places.Of(objectId))
        {
            if (slot.Symbol is not null && (slot.Depth > 0 || slot.Symbol is not ILocalSymbol))
                slots.Add(slot.Id);
        }
    }

    // Not what the body declares itself, and not what only its expressions hold.
    private bool IsExternal(Slot slot)
    {
        if (slot.Id == SlotTable.Return || (!slot.HasEntryObject && !slot.IsAssigned))
            return false;
        var root = _analysis.Slots[_analysis.Slots.RootOf(slot.Id)];
        return root.Id == SlotTable.This || (root.Symbol is not null && !_analysis.Declares(root.Symbol));
    }

    private ExternalEffect EffectOn(Slot slot, FlowState? exit)
    {
        var effect = new ExternalEffect(PathOf(slot)) { States = StateRelation.IdentityOn(ConnectionStates.All) };
        foreach (var held in slot.EverHeld)
            effect.AllFacts |= _analysis.Objects[held].AllFacts;
        if (slot.Initial.Count == 1 && slot.Initial[0].ObjectId > TrackedObject.UnknownId)
        {
            var entry = slot.Initial[0].ObjectId;
            _byEntryObject[entry] = effect;
            CopyState(effect, exit?.GetObject(entry), _analysis.Objects[entry]);
            effect.Operations.AddExit(_analysis, exit, entry);
        }
        else if (slot.HasEntryObject)
        {
            // It had no object of its own left: nothing is known of what happened to it.
            effect.States = effect.States.Apply(Transition.Anything);
            effect.Some = SocketFacts.Escaped;
        }

        if (slot.Renewed is { } renewed && renewed.Id > TrackedObject.UnknownId)
            _byRenewedObject[renewed.Id] = _byRenewedObject.ContainsKey(renewed.Id) ? null : effect;
        return effect;
    }

    // A parameter of its own is a copy; one by reference, or one of the method around it, is the caller's variable.
    private bool IsAssignment(Slot slot) =>
        (slot.IsAssigned || slot.IsForgotten)
        && (slot.Depth > 0
            || slot.Symbol is ILocalSymbol or IFieldSymbol or IPropertySymbol
            || (slot.Symbol is IParameterSymbol parameter
                && (parameter.RefKind != RefKind.None || !SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, _analysis.Owner))));

    // What happens on some path happens also where no path comes back: a loop that accepts for ever has bound and listens.
    private static void CopyState(ExternalEffect effect, ObjectState? atExit, TrackedObject entry)
    {
        // Whose end a method has seen is its own business: the caller may have started it beside others.
        effect.Some = entry.AllFacts & ~entry.Initial.Some & ~SocketFacts.SawEndOfStream;
        if (atExit is not { } state || state.Always == SocketFacts.All)
            return;
        effect.States = state.States;
        effect.Always = state.Always & ~entry.Initial.Always & ~SocketFacts.SawEndOfStream;
    }

    private ExternalPath PathOf(Slot slot)
    {
        var members = new ISymbol[slot.Depth];
        var current = slot;
        while (current.Parent != Slot.NoParent)
        {
            members[current.Depth - 1] = current.Symbol!;
            current = _analysis.Slots[current.Parent];
        }

        return new ExternalPath(current.Symbol, members);
    }

    private ExitValue? ValueOf(RefSet refs, FlowState exit)
    {
        refs = refs.WithoutOperations();
        if (refs.IsNone)
            return null;
        var value = new ExitValue();
        for (var i = 0; i < refs.Count; i++)
        {
            var reference = refs[i];
            if (reference.Role is RefRole.ConnectedFlag or RefRole.NotConnectedFlag or RefRole.ReadResult && _byEntryObject.TryGetValue(reference.ObjectId, out var asked))
            {
                value.Flags.Add((asked.Path, reference.Role));
                continue;
            }

            if (reference.Role != RefRole.Object)
                return null;
            if (reference.IsNull)
                value.MayBeNull = true;
            else if (_byEntryObject.TryGetValue(reference.ObjectId, out var effect))
                value.Aliases.Add((effect.Path, reference.Owns, reference.IsWriter));
            else if (reference.ObjectId == TrackedObject.UnknownId)
                value.MayBeUnknown = true;
            else if (_analysis.Objects[reference.ObjectId].Origin == ObjectOrigin.Entry)
                AddFound(value, exit.GetObject(reference.ObjectId), reference);
            else
                AddMade(value, exit.GetObject(reference.ObjectId), reference);
        }

        return value;
    }

    // What others put there while the method ran: known is only what the method did to it since.
    private static void AddFound(ExitValue value, ObjectState state, Ref reference)
    {
        AddMade(value, state.WithPossible(SocketFacts.Escaped), reference);
        value.MadeId = -1;
    }

    // The caller's object is a new one: its relation starts at its states now.
    private static void AddMade(ExitValue value, ObjectState state, Ref reference)
    {
        value.MadeId = value.MayBeMade ? -1 : reference.ObjectId;
        value.MadeOwns = reference.Owns;
        value.MayBeMade = true;
        value.MadeIsWriter |= reference.IsWriter;
        value.Made |= new ObjectState(StateRelation.IdentityOn(state.States.Current), state.Some, state.Always);
    }
}
