using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>What the members of the protocol table do: an event changes states and facts, and is recorded.</summary>
internal sealed partial class OperationEvaluator
{
    private RefSet ApplyKnown(MemberSemantics semantics, IOperation site, IMethodSymbol method, RefSet refs, ArgumentValue[] arguments)
    {
        // It takes its time: a flag that another thread sets may be set now.
        if (semantics.Event is SocketEvent.Read or SocketEvent.ReadWrite or SocketEvent.Accept or SocketEvent.Connect or SocketEvent.CopyTo or SocketEvent.Write)
            ForgetFlagsOfOthers();
        switch (semantics.Event)
        {
            case SocketEvent.Create:
                return ApplyCreate(site, method, arguments);
            case SocketEvent.Wrap:
                return ApplyWrap(semantics, site, method, arguments);
            case SocketEvent.View:
                return refs.As(RefRole.Object, OwnershipOf(semantics, arguments));
            case SocketEvent.TestConnected:
                return refs.As(RefRole.ConnectedFlag);
            case SocketEvent.Accept:
                return ApplyAccept(semantics, site, method, refs);
            case SocketEvent.Read or SocketEvent.ReadWrite:
                ApplyRead(semantics, site, refs);
                var reading = StartOrComplete(semantics, PendingKind.Receive, site, refs, arguments);
                return (semantics.Form & MemberForm.Begin) == 0 ? _state.Union(refs.As(RefRole.ReadResult), reading) : reading;
            case SocketEvent.Write or SocketEvent.BufferedWrite or SocketEvent.Flush:
                RecordRelay(site, refs, arguments);
                return Sends(semantics, site, refs) ? StartOrComplete(semantics, PendingKind.Send, site, refs, arguments) : RefSet.None;
            case SocketEvent.CopyTo:
                return ApplyCopy(semantics, site, method, refs, arguments);
            default:
                ApplyAction(semantics, site, refs, arguments);
                return RefSet.None;
        }
    }

    // False when it only fills a buffer, or flushes an empty one.
    private bool Sends(MemberSemantics semantics, IOperation site, RefSet refs) => semantics.Event switch
    {
        SocketEvent.Write => ApplyWrite(semantics, site, refs),
        SocketEvent.BufferedWrite => ApplyBufferedWrite(semantics, site, refs),
        _ => ApplyFlush(semantics, site, refs),
    };

    private void ApplyAction(MemberSemantics semantics, IOperation site, RefSet refs, ArgumentValue[] arguments)
    {
        var argument = arguments.Length > 0 ? arguments[0].Value : null;
        switch (semantics.Event)
        {
            case SocketEvent.Bind:
                Record(site, semantics, refs);
                Apply(refs, Transition.Bind, SocketFacts.Bound | _body.Values.EndPointFacts(argument));
                break;
            case SocketEvent.Listen:
                Do(site, semantics, refs, Transition.Listen, SocketFacts.Listened);
                break;
            case SocketEvent.BindAndListen:
                Do(site, semantics, refs, Transition.Start, SocketFacts.Bound | SocketFacts.Listened);
                break;
            case SocketEvent.Connect:
                Do(site, semantics, refs, Transition.Connect, SocketFacts.Connected);
                break;
            case SocketEvent.Disconnect:
                Do(site, semantics, refs, Transition.Disconnect, SocketFacts.None);
                break;
            case SocketEvent.Shutdown:
                ApplyShutdown(site, semantics, refs, argument);
                break;
            case SocketEvent.Close:
                ApplyClose(semantics, site, refs);
                break;
            case SocketEvent.JoinGroup:
                Do(site, semantics, refs, Transition.Identity, SocketFacts.JoinedGroup);
                break;
            case SocketEvent.SetOption:
                SetOption(site, semantics, refs, _body.Values.OptionFacts(arguments));
                break;
            case SocketEvent.SetRawOption:
                SetOption(site, semantics, refs, SocketFacts.ReuseUnknown);
                break;
            case SocketEvent.Escape:
                _state.Escape(refs);
                break;
            case SocketEvent.Irrelevant when site is IInvocationOperation call:
                LetTimePass(call);
                break;
        }
    }

    private void ApplySetter(MemberSemantics semantics, IOperation site, RefSet receiver, IOperation? value)
    {
        var refs = receiver.Objects();
        switch (semantics.Event)
        {
            case SocketEvent.SetExclusiveAddressUse:
                SetOption(site, semantics, refs, _body.Values.ExclusiveFacts(value));
                break;
            case SocketEvent.SetAutoFlush:
                SetAutoFlush(semantics, site, refs, ValueReader.Constant(value));
                break;
            case SocketEvent.Escape:
                _state.Escape(refs);
                break;
        }
    }

    private void SetAutoFlush(MemberSemantics semantics, IOperation site, RefSet refs, object? value)
    {
        if (value is false)
            return;
        if (value is true)
        {
            // Turning it on flushes at once, the byte order mark included.
            ApplyFlush(semantics, site, refs);
            Apply(refs, Transition.Identity, SocketFacts.AutoFlush);
            return;
        }

        Apply(refs, Transition.MayFlush, SocketFacts.None);
        for (var i = 0; i < refs.Count; i++)
            _state.SetObject(refs[i].ObjectId, _state.GetObject(refs[i].ObjectId).WithPossible(SocketFacts.AutoFlush));
    }

    private void ApplyShutdown(IOperation site, MemberSemantics semantics, RefSet refs, IOperation? how)
    {
        const int receive = 1 << 0, send = 1 << 1, both = 1 << 2;
        var (transition, facts) = _body.Values.ChoicesOf(how) switch
        {
            receive => (Transition.ShutdownReceive, SocketFacts.ShutReceive),
            send => (Transition.ShutdownSend, SocketFacts.ShutSend),
            both => (Transition.ShutdownBoth, SocketFacts.ShutSend | SocketFacts.ShutReceive),
            send | both => (Transition.ShutdownSendOrBoth, SocketFacts.ShutSend),
            _ => (Transition.ShutdownUnknown, SocketFacts.None),
        };
        if (RecordEnd(site, semantics, refs) is { } recorded)
            recorded.SetFacts |= facts;
        Apply(refs, transition, facts, (facts & SocketFacts.ShutSend) != 0 ? _body.WitnessNumber(site) : ObjectState.NoWitness);
        // What was being sent is cut here, and only once.
        if ((facts & SocketFacts.ShutSend) != 0)
            ForgetOperations(refs, _body.Started.OfKind(PendingKind.Send));
    }

    private void ApplyRead(MemberSemantics semantics, IOperation site, RefSet refs) =>
        Do(site, semantics, refs, Transition.Identity, SocketFacts.Read | AsyncFact(semantics, SocketFacts.ReadAsync));

    private bool ApplyWrite(MemberSemantics semantics, IOperation site, RefSet refs)
    {
        // A BufferedStream that is known only as a Stream keeps what it is given until the flush.
        var isWriter = refs.Count == 1 && refs[0].IsWriter;
        if (isWriter && site.Type?.SpecialType == SpecialType.System_Void)
            return ApplyBufferedWrite(semantics, site, refs);

        // EndSend completes a write that began, perhaps, before the shutdown.
        if ((semantics.Form & MemberForm.End) != 0)
        {
            Apply(refs, Transition.Identity, SocketFacts.Wrote);
            return true;
        }

        Record(site, semantics, refs, SocketEvent.Write);
        var throws = (semantics.Form & (MemberForm.ErrorCode | MemberForm.EventArgs)) == 0;
        Apply(refs, throws ? Transition.Write : Transition.Identity, SocketFacts.Wrote | AsyncFact(semantics, SocketFacts.WroteAsync));
        return !isWriter || _context.Types.Of((site as IInvocationOperation)?.TargetMethod.ContainingType) != KnownType.Stream;
    }

    private static SocketFacts AsyncFact(MemberSemantics semantics, SocketFacts fact) =>
        (semantics.Form & MemberForm.Task) != 0 ? fact : SocketFacts.None;

    private bool ApplyBufferedWrite(MemberSemantics semantics, IOperation site, RefSet refs)
    {
        var before = JoinedState(refs);
        if ((before.Always & SocketFacts.AutoFlush) != 0)
        {
            Record(site, semantics, refs, SocketEvent.Write);
            Apply(refs, Transition.Write, SocketFacts.Wrote | AsyncFact(semantics, SocketFacts.WroteAsync));
            return true;
        }

        // For a summary: whether the writer flushes by itself, the caller knows.
        if (_body.Scope is not null)
            Record(site, semantics, refs, SocketEvent.BufferedWrite);
        Apply(refs, Transition.BufferedWrite, SocketFacts.None);
        if ((before.Some & SocketFacts.AutoFlush) != 0)
            Apply(refs, Transition.MayFlush, SocketFacts.None);
        return false;
    }

    private bool ApplyFlush(MemberSemantics semantics, IOperation site, RefSet refs)
    {
        // Text that was buffered in this body, if only by a loop that may not run: the flush is what sends it. What the
        // buffer held at the entry is not known and is no evidence.
        var before = JoinedState(refs);
        var isDirty = before.Must(ConnectionStates.BufferDirty, ConnectionStates.Buffer);
        var mayBeDirty = (before.States.From(ConnectionStates.BufferClean) & ConnectionStates.BufferDirty) != 0 && (before.Some & SocketFacts.AutoFlush) == 0;
        if (isDirty || mayBeDirty)
        {
            Record(site, semantics, refs, SocketEvent.Write);
            if (isDirty)
                Apply(refs, Transition.Write, SocketFacts.Wrote | AsyncFact(semantics, SocketFacts.WroteAsync));
        }

        Apply(refs, Transition.Flushed, SocketFacts.None);
        return isDirty;
    }

    private void ApplyClose(MemberSemantics semantics, IOperation site, RefSet refs)
    {
        if (refs.Count > 0 && refs[0].IsWriter)
            ApplyFlush(semantics, site, refs);
        var owned = RefSet.None;
        for (var i = 0; i < refs.Count; i++)
        {
            if (refs[i].Owns)
                owned.TryAdd(refs[i], out owned);
        }

        if (owned.Count == refs.Count)
        {
            RecordEnd(site, semantics, owned);
            Apply(owned, Transition.Close, SocketFacts.Closed);
            ForgetOperations(owned, uint.MaxValue);
            return;
        }

        // Some of them are only borrowed: each may be closed, none must be.
        for (var i = 0; i < owned.Count; i++)
        {
            var state = _state.GetObject(owned[i].ObjectId);
            _state.SetObject(owned[i].ObjectId, (state | state.With(state.States.Apply(Transition.Close))).WithPossible(SocketFacts.Closed));
        }
    }

    private void SetOption(IOperation site, MemberSemantics semantics, RefSet refs, SocketFacts facts)
    {
        if (Record(site, semantics, refs, semantics.Event) is { } recorded)
            recorded.SetFacts |= facts;
        Apply(refs, Transition.Identity, facts);
    }

    private void Do(IOperation site, MemberSemantics semantics, RefSet refs, Transition transition, SocketFacts facts)
    {
        Record(site, semantics, refs);
        Apply(refs, transition, facts);
    }

    /// <summary>Applies one event. Of several possible objects each may be the one it happens to, so each keeps its old state too.</summary>
    private void Apply(RefSet refs, Transition transition, SocketFacts facts, int witness = ObjectState.NoWitness)
    {
        if (refs.IsNone || !_state.IsReachable)
            return;
        var endsNormally = false;
        for (var i = 0; i < refs.Count; i++)
        {
            var id = refs[i].ObjectId;
            var before = _state.GetObject(id);
            var after = before.With(before.States.Apply(transition)).With(facts).WithWitness(witness);
            endsNormally |= !after.States.HasLostADimension(before.States);
            _state.SetObject(id, refs.Count == 1 ? after : before | after);
        }

        if (!endsNormally)
            _state.IsReachable = false;
        else
            AfterEvent?.Invoke(_state);
    }

    private void Record(IOperation site, MemberSemantics semantics, RefSet refs) => Record(site, semantics, refs, semantics.Event);

    private FlowEvent? Record(IOperation site, MemberSemantics semantics, RefSet refs, SocketEvent @event) =>
        Recorder is null || refs.IsNone || !_state.IsReachable
            ? null
            : Recorder.Record(site, @event, semantics.Form, refs, JoinedState(refs));

    private ObjectState JoinedState(RefSet refs)
    {
        var joined = ObjectState.NotYet;
        for (var i = 0; i < refs.Count; i++)
        {
            if (!refs[i].IsNull)
                joined |= _state.GetObject(refs[i].ObjectId);
        }

        return joined;
    }
}
