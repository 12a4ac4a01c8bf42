using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>Collects the events of the one walk after the fixpoint; during the fixpoint there is none, so nothing is reported from a state that is not final.</summary>
internal sealed class EventRecorder
{
    private readonly Dictionary<(IOperation Operation, SocketEvent Event, IOperation? Inner), FlowEvent> _byOperation = new();

    public List<FlowEvent> Events { get; } = new();

    public bool IsExceptional { get; set; }

    /// <summary>The region of the block that is being walked.</summary>
    public ControlFlowRegion? Region { get; set; }

    public FlowEvent Record(IOperation operation, SocketEvent @event, MemberForm form, RefSet refs, in ObjectState before, IOperation? inner = null, SocketFacts innerFacts = SocketFacts.None)
    {
        if (!_byOperation.TryGetValue((operation, @event, inner), out var recorded))
        {
            recorded = new FlowEvent(operation, @event, form, refs, inner, innerFacts) { Region = Region };
            _byOperation.Add((operation, @event, inner), recorded);
            Events.Add(recorded);
        }

        recorded.Add(refs, before, IsExceptional);
        return recorded;
    }
}
