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
            _cancellation.ThrowIfCancellationRequested();
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
            _cancellation.ThrowIfCancellationRequested();
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
    private bool FailsOnlyForTheDead(IOperation operation) => operation switch
    {
        IExpressionStatementOperation statement => FailsOnlyForTheDead(statement.Operation),
        IFlowCaptureOperation capture => IsPlainName(capture.Value),
        IIsNullOperation isNull => IsPlainName(isNull.Operand),
        IInvocationOperation { Instance: { } instance } call =>
            IsPlainName(instance) && Context.Table.Of(call.TargetMethod, instance.Type) is { Event: Protocol.SocketEvent.Shutdown },
        _ => IsPlainName(operation),
    };

    private bool IsPlainName(IOperation operation) => operation switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or IFlowCaptureReferenceOperation => true,
        IFieldReferenceOperation field => field.Instance is null || IsPlainName(field.Instance),
        IPropertyReferenceOperation { Instance: { } instance, Property.GetMethod: { } getter } =>
            IsPlainName(instance) && Context.Table.Of(getter, instance.Type) is { Event: Protocol.SocketEvent.View or Protocol.SocketEvent.TestConnected },
        IConversionOperation conversion => IsPlainName(conversion.Operand),
        _ => false,
    };

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
