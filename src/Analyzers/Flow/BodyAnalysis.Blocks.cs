using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

// The fixpoint over the blocks, the walk after it, and the run of one block in either.
internal sealed partial class BodyAnalysis
{
    private void Solve()
    {
        var budget = Context.VisitLimit ?? (VisitsPerBlock * _graph.Graph.Blocks.Length + VisitsPerBody);
        _graph.Feed(_graph.Graph.Blocks[0], null, new FlowState(Slots, Objects));
        while (_graph.Dequeue() is { } node)
        {
            Cancellation.ThrowIfCancellationRequested();
            if (++Visits > budget)
            {
                IsOverBudget = true;
                return;
            }

            Transfer(node, feed: true);
        }
    }

    private void Collect()
    {
        var recorder = new EventRecorder();
        _evaluator.Recorder = recorder;
        var nodes = new List<FlowNode>(_graph.Nodes);
        nodes.Sort(static (a, b) => a.Block.Ordinal != b.Block.Ordinal
            ? a.Block.Ordinal.CompareTo(b.Block.Ordinal)
            : (a.Context?.Id ?? 0).CompareTo(b.Context?.Id ?? 0));
        foreach (var node in nodes)
        {
            Cancellation.ThrowIfCancellationRequested();
            recorder.IsExceptional = node.IsExceptional;
            recorder.Region = node.Block.EnclosingRegion;
            Transfer(node, feed: false);
        }

        _evaluator.Recorder = null;
        Events = recorder.Events;
        foreach (var recorded in Events)
            recorded.Witness = Witness(recorded.Before.Witness);
        if (Scope is null)
            Functions.CollectEvents(Events);
        Events.Sort(static (a, b) => a.Operation.Syntax.SpanStart.CompareTo(b.Operation.Syntax.SpanStart));
    }

    // Runs one block from its entry state. The walk after the fixpoint feeds nothing: every state is final then.
    private void Transfer(FlowNode node, bool feed)
    {
        var state = _running;
        state.Become(node.Entry);
        _node = node;
        _fedVersion = -1;
        _evaluator.AfterEvent = feed ? _feedHandlers : null;
        foreach (var operation in node.Block.Operations)
        {
            if (feed && !FailsOnlyForTheDead(operation))
                _feedHandlers(state);
            _evaluator.Evaluate(operation, state);
            if (!state.IsReachable)
                return;
        }

        Leave(node, state, feed);
    }

    // "try { s.Shutdown(Send); } catch { }": Shutdown throws for a socket that is not connected any more, and then a write
    // fails too. So the handler sees the state after it, and a name that is only read does not throw either.
    private bool FailsOnlyForTheDead(IOperation operation) => ((operation as IExpressionStatementOperation)?.Operation ?? operation) switch
    {
        IFlowCaptureOperation capture => IsPlainName(capture.Value),
        IIsNullOperation isNull => IsPlainName(isNull.Operand),
        IInvocationOperation { Instance: { } instance } call =>
            IsPlainName(instance) && Context.Table.Of(call.TargetMethod, instance.Type) is { Event: Protocol.SocketEvent.Shutdown },
        var other => IsPlainName(other),
    };

    private bool IsPlainName(IOperation? name)
    {
        for (var operation = name; operation is not null;)
        {
            switch (operation)
            {
                case ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or IFlowCaptureReferenceOperation:
                    return true;
                case IFieldReferenceOperation field:
                    operation = field.Instance;
                    break;
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IPropertyReferenceOperation { Instance: { } instance, Property.GetMethod: { } getter }
                    when Context.Table.Of(getter, instance.Type) is { Event: Protocol.SocketEvent.View or Protocol.SocketEvent.TestConnected }:
                    operation = instance;
                    break;
                default:
                    return false;
            }
        }

        // A static field.
        return name is not null;
    }

    // Most operations change nothing.
    private void FeedHandlers(FlowState state)
    {
        if (state == _running && state.Version == _fedVersion)
            return;
        _fedVersion = state == _running ? state.Version : -1;
        _graph.FeedHandlers(_node.Block.EnclosingRegion, _node.Context, state);
    }

    private void Leave(FlowNode node, FlowState state, bool feed)
    {
        var block = node.Block;
        if (block.BranchValue is { } value)
        {
            if (feed && !FailsOnlyForTheDead(value))
                _feedHandlers(state);
            if (block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return)
                _evaluator.EvaluateReturn(value, state);
            else
                _evaluator.Evaluate(value, state);
            if (!state.IsReachable)
                return;
        }

        if (_graph.Spins(block))
            _evaluator.Spin(state);
        if (!feed)
            return;
        if (block.ConditionalSuccessor is { } conditional && block.BranchValue is { } condition)
        {
            var jumps = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
            var other = _branching;
            other.Become(state);
            _evaluator.Refine(condition, jumps, other);
            if (other.IsReachable)
                _graph.Follow(conditional, node.Context, other);
            _evaluator.Refine(condition, !jumps, state);
        }

        if (state.IsReachable && block.FallThroughSuccessor is { } next)
            _graph.Follow(next, node.Context, state);
    }
}
