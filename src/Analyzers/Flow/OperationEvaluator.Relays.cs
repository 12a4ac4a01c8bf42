using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>What passes from one connection to another: the data that a relay carries, and whose end a close follows.</summary>
internal sealed partial class OperationEvaluator
{
    private RefSet ApplyCopy(MemberSemantics semantics, IOperation site, IMethodSymbol method, RefSet source, ArgumentValue[] arguments)
    {
        ApplyRead(semantics, site, source);
        // A copy that is done has read to the end.
        if ((semantics.Form & MemberForm.Task) == 0 || IsAwaited(site))
            Apply(source, Transition.EndOfStream, SocketFacts.SawEndOfStream);
        var copying = StartOrComplete(semantics, PendingKind.Receive, site, source, arguments);
        if (arguments.Length == 0 || !_state.IsReachable)
            return copying;
        var target = arguments[method.IsExtensionMethod && arguments.Length > 1 ? 1 : 0].Refs.Objects();
        RecordRelay(site, target, source);
        return ApplyWrite(semantics, site, target) ? _state.Union(copying, StartOrComplete(semantics, PendingKind.Send, site, target, arguments)) : copying;
    }

    private void RecordRelay(IOperation site, RefSet target, ArgumentValue[] arguments)
    {
        if (Recorder is null || target.IsNone || !_state.IsReachable)
            return;
        var sources = RefSet.None;
        foreach (var argument in arguments)
            AddSources(argument.Value, ref sources);
        RecordRelay(site, target, sources);
    }

    private void RecordRelay(IOperation site, RefSet target, RefSet sources)
    {
        if (Recorder is null || target.IsNone || sources.IsNone || !_state.IsReachable)
            return;
        var relay = Recorder.Record(site, SocketEvent.Relay, MemberForm.None, target, JoinedState(target));
        relay.Sources = relay.Sources.TryUnion(sources, out var union) ? union : RefSet.Any;
    }

    // The count or the line that a read gave stands somewhere in what is written: "b.Write(buffer, 0, count)".
    private void AddSources(IOperation? value, ref RefSet sources, int depth = 0)
    {
        if (value is null or IFlowAnonymousFunctionOperation)
            return;
        if (depth > EvaluationDepth.Limit)
        {
            foreach (var inner in MethodBodies.Walk(value))
                AddSource(inner, ref sources);
            return;
        }

        AddSource(value, ref sources);
        foreach (var child in value.ChildOperations)
            AddSources(child, ref sources, depth + 1);
    }

    private void AddSource(IOperation value, ref RefSet sources)
    {
        var refs = PeekRefs(value);
        for (var i = 0; i < refs.Count; i++)
        {
            if (refs[i].Role == RefRole.ReadResult)
                sources.TryAdd(new Ref(refs[i].ObjectId, owns: false), out sources);
        }
    }

    private FlowEvent? RecordEnd(IOperation site, MemberSemantics semantics, RefSet refs)
    {
        var end = Record(site, semantics, refs, semantics.Event);
        if (end is not null)
            AddEnded(end);
        return end;
    }

    private void AddEnded(FlowEvent end) => end.Ended = end.Ended.TryUnion(EndedConnections(), out var union) ? union : RefSet.Any;

    private RefSet EndedConnections()
    {
        var ended = RefSet.None;
        for (var id = TrackedObject.UnknownId + 1; id < _objects.Count; id++)
        {
            if ((_state.GetObject(id).Some & SocketFacts.SawEndOfStream) != 0)
                ended.TryAdd(new Ref(id, owns: false), out ended);
        }

        return ended;
    }
}
