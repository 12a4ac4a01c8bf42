using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>Lambdas and delegates: what they may do to the body's variables from where they are made.</summary>
internal sealed partial class OperationEvaluator
{
    private void EvalLambda(IFlowAnonymousFunctionOperation lambda)
    {
        if (Recorder is not null)
            _body.Functions.MadeAt(lambda, _state);
        ApplyPossibly(_body.Functions.SummaryOf(lambda));
    }

    private RefSet EvalMethodReference(IMethodReferenceOperation reference)
    {
        var receiver = Eval(reference.Instance).Objects();
        if (!receiver.IsNone)
            ApplyPossibly(_context.Table.Of(reference.Method, reference.Instance!.Type), receiver);
        if (reference.Method.MethodKind == MethodKind.LocalFunction)
            ApplyPossibly(_body.Functions.SummaryOf(reference.Method));
        else if (reference.Instance is { } instance && instance is not IInstanceReferenceOperation)
            EscapeMembers(TryGetPath(instance));
        return RefSet.None;
    }

    /// <summary>A delegate was made of it: from now on it may run at any time, any number of times, or never.</summary>
    private void ApplyPossibly(MethodSummary summary)
    {
        if (summary == MethodSummary.Opaque)
        {
            // It may touch every variable that it can see.
            for (var id = TrackedObject.UnknownId + 1; id < _objects.Count; id++)
                _state.Escape(new Ref(id, owns: true));
            for (var id = 0; id < _slots.Count; id++)
            {
                if (_slots[id] is { Symbol: IFieldSymbol or IPropertySymbol, IsReadOnlyMember: false })
                    Renew(id);
            }

            return;
        }

        // Whoever runs it gets what it returns.
        for (var i = 0; i < summary.Returned?.Aliases.Count; i++)
            _state.Escape(Resolve(summary.Returned.Aliases[i].Path, SlotTable.This, RefSet.None, System.Array.Empty<ArgumentValue>(), out _));
        foreach (var effect in summary.Effects)
        {
            var refs = Resolve(effect.Path, SlotTable.This, RefSet.None, System.Array.Empty<ArgumentValue>(), out var slot);
            ApplyPossibly(effect, refs);
            if (slot >= 0)
                Capture(slot, effect);
            if (effect.Assigns && slot >= 0)
                AssignSlot(slot, UnknownRef);
        }
    }

    // "token.Register(socket.Dispose)"
    private void ApplyPossibly(MemberSemantics? semantics, RefSet refs)
    {
        if (semantics is not { Event: SocketEvent.Close })
        {
            _state.Escape(refs);
            return;
        }

        MayClose(refs);
    }

    private void MayClose(RefSet refs)
    {
        for (var i = 0; i < refs.Count; i++)
        {
            var before = _state.GetObject(refs[i].ObjectId);
            _state.SetObject(refs[i].ObjectId, before | before.With(before.States.Apply(Transition.Close)).WithPossible(SocketFacts.Closed));
        }
    }

    private void ApplyPossibly(ExternalEffect effect, RefSet refs)
    {
        for (var i = 0; i < refs.Count; i++)
        {
            var before = _state.GetObject(refs[i].ObjectId);
            _state.SetObject(refs[i].ObjectId, before | before.With(before.States.Then(effect.States)).WithPossible(effect.Some));
        }
    }
}
