using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>Reads a method's summary off the finished analysis of its body.</summary>
internal sealed class SummaryBuilder
{
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
            var effect = EffectOn(slot, exit);
            effects.Add(effect);
            if (IsAssignment(slot))
                assigned.Add((effect, slot));
        }

        // Only now: a value can be what any of the places held at the entry, whichever was met first.
        if (exit is not null)
        {
            foreach (var (effect, slot) in assigned)
                effect.Assigned = ValueOf(exit.GetSlot(slot.Id), exit);
        }

        AddEvents();
        var isAsync = _analysis.Owner is IMethodSymbol { IsAsync: true };
        var summary = new MethodSummary(
            effects,
            exit is null ? null : ValueOf(exit.GetSlot(SlotTable.Return), exit),
            endsNormally: exit is not null,
            isAsync);
        AddRelays(summary);
        return summary;
    }

    private void AddRelays(MethodSummary summary)
    {
        foreach (var found in _analysis.Events)
        {
            if (found.Event != SocketEvent.Relay || found.Sources.IsAny || found.Refs.IsAny)
                continue;
            foreach (var from in PlacesOf(found.Sources))
            {
                foreach (var to in PlacesOf(found.Refs))
                    summary.Relays.Add((from, to));
            }
        }
    }

    // What a local is the root of says something to other methods too: "state.Client", whoever has the state in hand.
    private IEnumerable<ExternalPath> PlacesOf(RefSet refs)
    {
        for (var id = 0; id < _analysis.Slots.Count; id++)
        {
            var slot = _analysis.Slots[id];
            if (slot.Symbol is not null && (slot.Depth > 0 || slot.Symbol is not ILocalSymbol) && HeldAny(slot, refs))
                yield return PathOf(slot);
        }
    }

    private static bool HeldAny(Slot slot, RefSet refs)
    {
        for (var i = 0; i < refs.Count; i++)
        {
            if (refs[i].ObjectId > TrackedObject.UnknownId && slot.EverHeld.Contains(refs[i].ObjectId))
                return true;
        }

        return false;
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

        return effect;
    }

    // A parameter of its own is a copy; one by reference, or one of the method around it, is the caller's variable.
    private bool IsAssignment(Slot slot) =>
        slot.IsAssigned
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

    private void AddEvents()
    {
        foreach (var found in _analysis.Events)
        {
            if (found.Refs.Count != 1 || found.IsExceptional || !_byEntryObject.TryGetValue(found.Refs[0].ObjectId, out var effect))
                continue;
            effect.Operations.AddEnd(found, effect.Always);
            if (found.Event is SocketEvent.Bind or SocketEvent.BindAndListen)
            {
                effect.Bind ??= found.Operation;
                effect.BindEvent = found.Event;
                effect.FactsBeforeBind |= (found.Before.Some & ~SocketFacts.FromOutside) | found.InnerFacts;
            }
            else if (found.EndsBothDirections)
            {
                if (!EndGuards.WaitsForTheOther(_analysis.Context.Compilation, found.Operation.Syntax, null))
                    effect.End ??= found.Operation;
            }
            else if ((found.SetFacts & SocketFacts.SharingOn) != 0)
            {
                effect.Sharing ??= found.Inner ?? found.Operation;
                effect.SharingFacts |= found.SetFacts;
            }
            else if (found.Event is SocketEvent.Write or SocketEvent.BufferedWrite)
            {
                AddWrite(effect, found);
            }
        }
    }

    private void AddWrite(ExternalEffect effect, FlowEvent found)
    {
        if ((found.Event == SocketEvent.Write ? effect.FailingWrite : effect.BufferedWrite) is not null
            || (found.Before.States.From(ConnectionStates.SendShut) & ConnectionStates.SendShut) == 0
            || (!WritesOnEveryPath(effect) && FlagGuards.IsGuarded(_analysis.Context, found.Operation.Syntax)))
            return;
        if (found.Event == SocketEvent.BufferedWrite)
        {
            effect.BufferedWrite = found.Inner ?? found.Operation;
            return;
        }

        effect.FailingWrite = found.Operation;
        effect.FailingWriteForm = found.Form;
    }

    // With the direction shut, no path gets past the write to the end.
    private bool WritesOnEveryPath(ExternalEffect effect) =>
        _analysis.Exit is not null && effect.States.From(ConnectionStates.SendShut) == ConnectionStates.None;

    private ExitValue? ValueOf(RefSet refs, FlowState exit)
    {
        refs = refs.WithoutOperations();
        if (refs.IsNone)
            return null;
        var value = new ExitValue();
        for (var i = 0; i < refs.Count; i++)
        {
            var reference = refs[i];
            if (reference.Role != RefRole.Object)
                return null;
            if (reference.IsNull)
                value.MayBeNull = true;
            else if (_byEntryObject.TryGetValue(reference.ObjectId, out var effect))
                value.Aliases.Add((effect.Path, reference.Owns, reference.IsWriter));
            else if (reference.ObjectId == TrackedObject.UnknownId)
                value.MayBeUnknown = true;
            else
                AddMade(value, exit.GetObject(reference.ObjectId), reference);
        }

        return value;
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
