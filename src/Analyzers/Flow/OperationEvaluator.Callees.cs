using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>Callees in source, lambdas and local functions: their summaries, applied at the call or where the delegate is made.</summary>
internal sealed partial class OperationEvaluator
{
    // A callee that does something to more connections at once is followed, but the rules look at no more of it: each caller would have it all.
    private const int MaxRecorded = 16;

    private bool TryApplySummary(IMethodSymbol method, IOperation site, IOperation? instance, RefSet receiver, ArgumentValue[] arguments, out RefSet result)
    {
        result = RefSet.None;
        if (SummaryOf(method, site, arguments) is not { } summary || summary == MethodSummary.Opaque)
            return false;
        // Every place is looked up before any is changed: an effect must not see another's result.
        var basePath = BaseOf(method, instance, ref receiver);
        var targets = new RefSet[summary.Effects.Count];
        for (var i = 0; i < targets.Length; i++)
            targets[i] = Resolve(summary.Effects[i].Path, basePath, receiver, arguments, out _);
        var returned = summary.Returned is { } value ? ValueAtCall(value, site, 0, basePath, receiver, arguments) : RefSet.None;
        var assigned = new RefSet[targets.Length];
        for (var i = 0; i < targets.Length; i++)
            assigned[i] = summary.Effects[i].Assigned is { } exit ? ValueAtCall(exit, site, i + 1, basePath, receiver, arguments) : RefSet.None;

        for (var i = 0; Recorder is not null && i < summary.Relays.Count && i < MaxRecorded; i++)
            RecordRelay(summary.Relays[i], method, site, basePath, receiver, arguments);
        for (var i = 0; Recorder is not null && i < targets.Length && i < MaxRecorded; i++)
        {
            // What was read is given to a wrapper of the project that writes.
            if ((summary.Effects[i].Some & SocketFacts.Wrote) != 0)
                RecordRelay(site, targets[i], arguments);
        }

        var isCertain = !summary.IsAsync || IsAwaited(site);
        for (var i = 0; i < targets.Length; i++)
            ApplyEffect(summary.Effects[i], targets[i], site, isCertain, isRecorded: i < MaxRecorded);
        // Only now: what the callee itself ends at the end of what it read is judged there.
        for (var i = 0; isCertain && i < targets.Length; i++)
            MarkReadToEnd(summary.Effects[i], targets[i]);
        // An async method that nobody awaits comes back at its first await.
        if (isCertain && !summary.EndsNormally)
            _state.IsReachable = false;
        if (!_state.IsReachable)
            return true;
        EscapePlaceless(arguments);
        for (var i = 0; i < targets.Length; i++)
            AssignEffect(summary.Effects[i], assigned[i], basePath, receiver, arguments, isCertain);
        ForgetWhatIsAssignedBy(method, summary, basePath, receiver, arguments);
        if (isCertain)
            ApplyFlags(summary, basePath, receiver, arguments);
        Remember(site, returned);
        result = !returned.IsNone ? returned : ResultOf(site);
        for (var i = 0; i < targets.Length; i++)
            result = _state.Union(result, ApplyOperations(summary.Effects[i], targets[i], site, isCertain));
        return true;
    }

    // A local function's own "this" is the one of the body around it.
    private int BaseOf(IMethodSymbol method, IOperation? instance, ref RefSet receiver)
    {
        if (method.MethodKind != MethodKind.LocalFunction)
            return instance is null ? NoPath : TryGetPath(instance);
        receiver = _state.GetSlot(SlotTable.This);
        return SlotTable.This;
    }

    private void MarkReadToEnd(ExternalEffect effect, RefSet refs)
    {
        for (var i = 0; effect.IsReadToEnd && i < refs.Count; i++)
            _state.SetObject(refs[i].ObjectId, _state.GetObject(refs[i].ObjectId).WithPossible(SocketFacts.SawEndOfStream));
    }

    private void RecordRelay((ExternalPath From, ExternalPath To) relay, IMethodSymbol method, IOperation site, int basePath, RefSet receiver, ArgumentValue[] arguments)
    {
        if (IsOwnLocal(relay.From.Root, method) || IsOwnLocal(relay.To.Root, method))
            return;
        RecordRelay(site, Resolve(relay.To, basePath, receiver, arguments, out _), Resolve(relay.From, basePath, receiver, arguments, out _));
    }

    private static bool IsOwnLocal(ISymbol? root, IMethodSymbol method) =>
        root is ILocalSymbol && SymbolEqualityComparer.Default.Equals(root.ContainingSymbol, method.OriginalDefinition);

    private MethodSummary? SummaryOf(IMethodSymbol method, IOperation site, ArgumentValue[] arguments)
    {
        method = method.OriginalDefinition;
        if (method.MethodKind == MethodKind.LocalFunction)
            return _body.Functions.SummaryOf(method);
        if (!_context.Calls.IsCandidate(method) || !(IsWorthSummarising(method, arguments) || IsInExtensionBlock(method)))
            return null;
        if (_body.Scope is { } scope && !scope.Allows(method))
            return null;
        return _context.TakesOwnership(method, site.Syntax.SyntaxTree) ? null : _context.Summaries.Get(method, _cancellation);
    }

    // The block has no name; its parameter is the receiver.
    private static bool IsInExtensionBlock(IMethodSymbol method) => method.ContainingType.Name.Length == 0;

    private bool IsWorthSummarising(IMethodSymbol method, ArgumentValue[] arguments)
    {
        if (_context.Kinds.HoldsConnection(method.ContainingType) || _context.Kinds.CanHoldConnection(method.ReturnType))
            return true;
        foreach (var argument in arguments)
        {
            if (!argument.Refs.IsNone || _context.Kinds.CanHoldConnection(argument.Parameter?.Type))
                return true;
        }

        return false;
    }

    /// <summary>The objects that a place of the callee is here; <paramref name="slot"/> is its slot here, where it has one.</summary>
    private RefSet Resolve(ExternalPath path, int basePath, RefSet receiver, ArgumentValue[] arguments, out int slot)
    {
        slot = NoPath;
        var refs = RefSet.None;
        switch (path.Root)
        {
            case null:
                slot = basePath;
                refs = receiver.Objects();
                break;
            // "extension(Socket s) { ... }": the receiver of the block's members.
            case IParameterSymbol { ContainingSymbol: INamedTypeSymbol }:
                slot = basePath;
                refs = receiver.Objects();
                break;
            case IParameterSymbol parameter when FindArgument(arguments, parameter) is { Value: { } value } argument:
                slot = TryGetPath(value, create: path.Members.Length > 0);
                refs = argument.Refs.Objects();
                break;
            case IParameterSymbol captured when !IsCaptured(captured):
                break;
            case IParameterSymbol or IFieldSymbol or IPropertySymbol or ILocalSymbol:
                slot = RootOf(path.Root, TypeOf(path.Root), create: true);
                refs = slot >= 0 ? _state.GetSlot(slot).Objects() : RefSet.None;
                break;
        }

        foreach (var member in path.Members)
        {
            slot = slot >= 0 ? MemberSlot(slot, member, TypeOf(member)) : NoPath;
            refs = slot >= 0 ? _state.GetSlot(slot).Objects() : RefSet.None;
        }

        return refs;
    }

    private static ArgumentValue? FindArgument(ArgumentValue[] arguments, IParameterSymbol parameter)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { } mine && mine.Ordinal == parameter.Ordinal
                && SymbolEqualityComparer.Default.Equals(MethodOf(mine), MethodOf(parameter)))
                return argument;
        }

        return null;
    }

    // The parameters of a partial method's two parts are one.
    private static ISymbol MethodOf(IParameterSymbol parameter) => WholeOf(parameter.OriginalDefinition.ContainingSymbol);

    private static ISymbol WholeOf(ISymbol symbol) => (symbol as IMethodSymbol)?.PartialDefinitionPart ?? symbol;

    // A parameter of the method around the lambda, not the lambda's own.
    private bool IsCaptured(IParameterSymbol parameter)
    {
        for (var body = _body; body is not null; body = body.Enclosing)
        {
            if (SymbolEqualityComparer.Default.Equals(WholeOf(body.Owner), MethodOf(parameter)))
                return true;
        }

        return false;
    }

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };

    private void ApplyEffect(ExternalEffect effect, RefSet refs, IOperation site, bool isCertain, bool isRecorded)
    {
        if (refs.IsNone || !_state.IsReachable)
            return;
        if (isRecorded)
            RecordEffect(effect, refs, site, isCertain);
        var endsNormally = false;
        for (var i = 0; i < refs.Count; i++)
        {
            var before = _state.GetObject(refs[i].ObjectId);
            var after = before.With(Composed(before.States, effect.States, refs[i].Owns)).With(effect.Always).WithPossible(effect.Some);
            if (effect.States.From(ConnectionStates.SendOpen) == ConnectionStates.SendShut)
                after = after.WithWitness(_body.WitnessNumber(site));
            if ((before.Some & SocketFacts.AutoFlush) != 0)
                after = after.With(after.States.Apply((before.Always & SocketFacts.AutoFlush) != 0 ? Transition.Flushed : Transition.MayFlush));
            endsNormally |= !after.States.HasLostADimension(before.States);
            _state.SetObject(refs[i].ObjectId, isCertain && refs.Count == 1 ? after : before | after);
        }

        if (isCertain && !endsNormally)
            _state.IsReachable = false;
        else
            AfterEvent?.Invoke(_state);
    }

    // What the callee disposes through a wrapper that owns nothing stays open.
    private static StateRelation Composed(StateRelation before, StateRelation effect, bool owns)
    {
        var after = before.Then(effect);
        return owns ? after : after.Restrict(ConnectionStates.All & ~ConnectionStates.Life) | before.Restrict(ConnectionStates.Life);
    }

    private void RecordEffect(ExternalEffect effect, RefSet refs, IOperation site, bool isCertain)
    {
        if (Recorder is null)
            return;
        var before = JoinedState(refs);
        if (effect.FailingWrite is not null)
            Recorder.Record(site, SocketEvent.Write, effect.FailingWriteForm, refs, before, effect.FailingWrite);
        else if (effect.BufferedWrite is not null)
            Recorder.Record(site, (before.Always & SocketFacts.AutoFlush) != 0 ? SocketEvent.Write : SocketEvent.BufferedWrite, MemberForm.None, refs, before, effect.BufferedWrite);
        if (isCertain && effect.Operations.End is { } end)
            Recorder.Record(site, end.Event, MemberForm.None, refs, before, end.Inner ?? end.Operation).SetFacts |= end.SetFacts;
        var isOnField = effect.Path.Root is null or IFieldSymbol or IPropertySymbol
            && !IsGivenAway(site, refs);
        if (effect.Bind is not null)
            Recorder.Record(site, effect.BindEvent, MemberForm.None, refs, before, effect.Bind, effect.FactsBeforeBind).IsOnFieldOfHelper = isOnField;
        if (effect.End is not null)
            AddEnded(Recorder.Record(site, SocketEvent.EndInCallee, MemberForm.None, refs, before, effect.End));
        if (effect.Sharing is not null)
        {
            var sharing = Recorder.Record(site, SocketEvent.SetOption, MemberForm.None, refs, before, effect.Sharing);
            sharing.IsOnFieldOfHelper = isOnField;
            sharing.SetFacts |= effect.SharingFacts;
        }
    }

    // A socket that this body made and put into a wrapper of the project: the wrapper does not know where it comes from,
    // so what it does to its field is to be judged here.
    private bool IsGivenAway(IOperation site, RefSet refs)
    {
        if (site is IInvocationOperation { Instance: null or IInstanceReferenceOperation } or IPropertyReferenceOperation)
            return false;
        for (var i = 0; i < refs.Count; i++)
        {
            var tracked = _objects[refs[i].ObjectId];
            if (tracked.Origin != ObjectOrigin.Made || tracked.IsFromCallee)
                return false;
        }

        return true;
    }

    private void AssignEffect(ExternalEffect effect, RefSet value, int basePath, RefSet receiver, ArgumentValue[] arguments, bool isCertain)
    {
        if (effect.Assigned is null)
            return;
        var old = Resolve(effect.Path, basePath, receiver, arguments, out var slot);
        if (slot < 0)
            return;
        if (effect.Assigns)
            AssignSlot(slot, isCertain ? value : _state.Union(value, old));
        else
            AssignByOthers(slot, isCertain ? value : _state.Union(value, old));
    }

    // Not by this body's code, and not by its callee's: for its own summary it stays so.
    private void AssignByOthers(int id, RefSet value)
    {
        var slot = _slots[id];
        slot.IsForgotten = true;
        _state.SetSlot(id, value);
        for (var i = 0; i < value.Count; i++)
            slot.EverHeld.Add(value[i].ObjectId);
        RenewMembers(id);
    }

    private RefSet ValueAtCall(ExitValue exit, IOperation site, int ordinal, int basePath, RefSet receiver, ArgumentValue[] arguments)
    {
        var result = exit.MayBeNull ? RefSet.Null : RefSet.None;
        foreach (var (path, owns, isWriter) in exit.Aliases)
            result = _state.Union(result, Resolve(path, basePath, receiver, arguments, out _).As(RefRole.Object, owns ? null : false, isWriter));
        foreach (var (path, role) in exit.Flags)
            result = _state.Union(result, Resolve(path, basePath, receiver, arguments, out _).As(role));
        if (exit.MayBeMade)
        {
            var origin = (exit.Made.Some & (SocketFacts.FromOutside | SocketFacts.Escaped)) == 0 ? ObjectOrigin.Made : ObjectOrigin.Result;
            var made = MakeObject(site, ordinal, origin, exit.Made, null);
            _objects[made[0].ObjectId].IsFromCallee = true;
            result = _state.Union(result, made.As(RefRole.Object, null, exit.MadeIsWriter));
        }

        return exit.MayBeUnknown ? _state.Union(result, UnknownRef) : result;
    }

    private static bool IsAwaited(IOperation site) => TaskMembers.UseOf(site) is TaskUse.Awaited or TaskUse.Blocked;
}
