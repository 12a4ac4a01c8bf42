using System.Collections.Generic;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>What a callee's events are to its callers: a bind, an end, an option, a write that can fail.</summary>
internal sealed partial class SummaryBuilder
{
    // Ends behind conditions of which each is read; a method with more has no end that is certain.
    private const int MaxEnds = 16;

    // What a place holds where others may have assigned it meanwhile; null where several places do.
    private readonly Dictionary<int, ExternalEffect?> _byRenewedObject = new();

    private int _endsAsked;

    private void AddEvents()
    {
        foreach (var found in _analysis.Events)
        {
            if (found.Refs.Count != 1 || found.IsExceptional)
                continue;
            if (!_byEntryObject.TryGetValue(found.Refs[0].ObjectId, out var effect))
            {
                if (_byRenewedObject.TryGetValue(found.Refs[0].ObjectId, out var place) && place is not null)
                    AddEndOfPlace(place, found);
                continue;
            }

            effect.Operations.AddEnd(found, effect.Always);
            if (found.Event is SocketEvent.Bind or SocketEvent.BindAndListen)
            {
                effect.Bind ??= found.Operation;
                effect.BindEvent = found.Event;
                effect.FactsBeforeBind |= (found.Before.Some & ~SocketFacts.FromOutside) | found.InnerFacts;
            }
            else if (found.EndsBothDirections)
            {
                AddEnd(effect, found);
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

    private void AddEnd(ExternalEffect effect, FlowEvent found)
    {
        if (effect.End is null && ++_endsAsked <= MaxEnds && !EndGuards.WaitsForTheOther(_analysis.Context, found.Operation.Syntax, null, _analysis.Cancellation))
            effect.End = found.Operation;
    }

    // "lock (_gate) { ... } _remote.Close();": whatever the field holds by then, the connection of that place ends. Who has shut one
    // direction of what it held before has thought of the other.
    private void AddEndOfPlace(ExternalEffect place, FlowEvent found)
    {
        const SocketFacts half = SocketFacts.ShutSend | SocketFacts.ShutReceive;
        if (found.EndsBothDirections && (place.Some & half) != SocketFacts.ShutSend && (found.Before.Some & half) != SocketFacts.ShutSend)
            AddEnd(place, found);
    }

    private void AddWrite(ExternalEffect effect, FlowEvent found)
    {
        if ((found.Event == SocketEvent.Write ? effect.FailingWrite : effect.BufferedWrite) is not null
            || (found.Before.States.From(ConnectionStates.SendShut) & ConnectionStates.SendShut) == 0
            || (!WritesOnEveryPath(effect) && FlagGuards.IsGuarded(_analysis.Context, found.Operation.Syntax))
            || FlagGuards.ThrowsBefore(_analysis.Context, found.Operation.Syntax, _analysis.Cancellation))
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
}
