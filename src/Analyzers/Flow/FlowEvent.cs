using Microsoft.CodeAnalysis;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>
/// One thing that a body does to a connection, with what is known just before it. An operation that several ways lead
/// to (a finally) is one event; its states are the join of those ways, and exceptional ways count only where there are
/// no others.
/// </summary>
internal sealed class FlowEvent
{
    public FlowEvent(IOperation operation, SocketEvent @event, MemberForm form, RefSet refs, IOperation? inner, SocketFacts innerFacts)
    {
        Operation = operation;
        Event = @event;
        Form = form;
        Refs = refs;
        Inner = inner;
        InnerFacts = innerFacts;
    }

    /// <summary>The operation in this body: the call itself, or the call into the helper that does it.</summary>
    public IOperation Operation { get; }

    public SocketEvent Event { get; }

    public MemberForm Form { get; }

    /// <summary>The objects it may be done to.</summary>
    public RefSet Refs { get; private set; }

    /// <summary>The operation in the callee, when a helper does it.</summary>
    public IOperation? Inner { get; }

    /// <summary>The helper does it to a field of its type: it is an event of the helper's own body too, and not reported a second time at each call.</summary>
    public bool IsOnFieldOfHelper { get; set; }

    /// <summary>What the helper itself has set before, when a helper does it.</summary>
    public SocketFacts InnerFacts { get; }

    /// <summary>The joined state of the objects before it.</summary>
    public ObjectState Before { get; private set; } = ObjectState.NotYet;

    /// <summary>The joined state on the ways on which an exception leads here, where others do too (a finally).</summary>
    public ObjectState BeforeOnException { get; private set; } = ObjectState.NotYet;

    /// <summary>True when only exceptions lead here.</summary>
    public bool IsExceptional { get; private set; } = true;

    /// <summary>For an option or a shutdown: what it sets.</summary>
    public SocketFacts SetFacts { get; set; }

    /// <summary>For a relay: the connections that were read.</summary>
    public RefSet Sources { get; set; }

    /// <summary>For a close or shutdown: the connections whose end of stream was seen before, on some path.</summary>
    public RefSet Ended { get; set; }

    public bool IsShutdownOfBoth => Event == SocketEvent.Shutdown && (SetFacts & BothShut) == BothShut;

    /// <summary>Nothing comes or goes afterwards.</summary>
    public bool EndsBothDirections => Event is SocketEvent.Close or SocketEvent.EndInCallee || IsShutdownOfBoth;

    private const SocketFacts BothShut = SocketFacts.ShutSend | SocketFacts.ShutReceive;

    /// <summary>The operation that shut the send direction, when one did.</summary>
    public IOperation? Witness { get; set; }

    /// <summary>The region of the control-flow graph that it stands in.</summary>
    public Microsoft.CodeAnalysis.FlowAnalysis.ControlFlowRegion? Region { get; set; }

    /// <summary>The nested function that it stands in, or null for the body itself.</summary>
    public BodyAnalysis? Body { get; set; }

    /// <summary>Joins one more way into the event.</summary>
    public void Add(RefSet refs, in ObjectState before, bool isExceptional)
    {
        if (isExceptional)
            BeforeOnException |= before;
        if (isExceptional && !IsExceptional)
            return;
        if (!isExceptional && IsExceptional)
        {
            IsExceptional = false;
            Before = before;
            Refs = refs;
            return;
        }

        Before |= before;
        if (Refs.TryUnion(refs, out var union))
            Refs = union;
    }
}
