using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>
/// Follows one operation in the world where everything that is started has succeeded already: callbacks run before <c>Begin</c> returns,
/// and <c>ReceiveAsync(e)</c> gives false. It <em>nests</em> when control certainly comes to the same call again, deeper in the stack.
/// </summary>
internal sealed class NestingWalk
{
    // Callbacks and helpers.
    private const int MaxDepth = 8;

    private const int MaxSteps = 20_000;

    // Of a helper that does not look as if it had to do with connections.
    private const int MaxStepsOfHelper = 400;

    // The place where the walk starts is no block of the graph.
    private const int Start = -1;

    private static readonly int[] s_none = Array.Empty<int>();

    private readonly EndContext _context;
    private readonly CancellationToken _cancellation;
    private readonly PostedOperation _start;
    private readonly SuccessConditions _conditions;
    private readonly Dictionary<(ControlFlowGraph Graph, CompletedOperation Operation), NestingOutcome> _known = new();
    private int _depth;
    private int _steps;
    private int _limit = MaxSteps;
    private bool _isGivenUp;

    public NestingWalk(EndContext context, PostedOperation start, CancellationToken cancellation)
    {
        _context = context;
        _start = start;
        _cancellation = cancellation;
        _conditions = new SuccessConditions(context, cancellation);
    }

    /// <summary>Where the operation comes to itself; null where that is not certain.</summary>
    public NestingOutcome? Run()
    {
        var outcome = _start.Callback is { } callback ? OfCallback(callback) : AfterCall();
        // Who keeps a note of where he is knows more than is seen here.
        return outcome is { PostsAgain: true } && !_isGivenUp && !outcome.Asked.Overlaps(outcome.Assigned) ? outcome : null;
    }

    private NestingOutcome? OfCallback(IOperation callback) =>
        CallbackFunction.GraphOf(callback, _context, _cancellation) is { } graph ? Enter(graph, _start.Completed) : null;

    // Behind the call, in the function in which it stands.
    private NestingOutcome? AfterCall()
    {
        if (_context.Graphs.Around(_start.Call, _cancellation) is not { } graph)
            return null;
        foreach (var block in graph.Blocks)
        {
            for (var i = 0; i <= block.Operations.Length; i++)
            {
                var operation = i < block.Operations.Length ? block.Operations[i] : block.BranchValue;
                if (operation is not null && operation.Syntax.Span.Contains(_start.Call.Syntax.Span) && HasStart(operation))
                    return Run(new NestingRun(graph, _start.Completed), block, i + 1, isOwn: true);
            }
        }

        return null;
    }

    private bool HasStart(IOperation operation)
    {
        foreach (var inner in MethodBodies.Walk(operation))
        {
            if (inner is IInvocationOperation && _start.Is(inner.Syntax))
                return true;
        }

        return false;
    }

    private NestingOutcome Enter(ControlFlowGraph graph, CompletedOperation operation)
    {
        if (_known.TryGetValue((graph, operation), out var known))
            return known;
        if (_depth == MaxDepth)
            return NestingOutcome.None;
        // One that is being looked at adds nothing.
        _known[(graph, operation)] = NestingOutcome.None;
        _depth++;
        var outcome = Run(new NestingRun(graph, operation), graph.Blocks[0], 0, isOwn: false);
        _depth--;
        return _known[(graph, operation)] = outcome;
    }

    private NestingOutcome Run(NestingRun run, BasicBlock first, int index, bool isOwn)
    {
        var start = run.Add(Start);
        var open = new Stack<BasicBlock>();
        Look(run, start, first, index, isOwn, open);
        while (open.Count > 0 && !_isGivenUp)
        {
            _cancellation.ThrowIfCancellationRequested();
            var block = open.Pop();
            if (!run.IsKnown(block.Ordinal))
                Look(run, run.Add(block.Ordinal), block, 0, isOwn, open);
        }

        var outcome = new NestingOutcome();
        if (_isGivenUp)
            return outcome;
        outcome.PostsAgain = run.Settle(start);
        run.Collect(start, outcome);
        return outcome;
    }

    private void Look(NestingRun run, NestingRun.Step step, BasicBlock block, int index, bool isOwn, Stack<BasicBlock> open)
    {
        step.Effect = block.Kind == BasicBlockKind.Exit ? BlockEffect.Leaves : EffectOf(run, step, block, index, isOwn);
        if (step.Effect != BlockEffect.GoesOn)
            return;
        if (block.ConditionKind == ControlFlowConditionKind.None || block.BranchValue is null)
        {
            AddWay(run, step, block.FallThroughSuccessor, open);
            return;
        }

        var value = _conditions.Of(block.BranchValue, run, step.Asked);
        var isJumpWhenTrue = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
        if (value is SuccessValue.True or SuccessValue.False)
        {
            AddWay(run, step, (value == SuccessValue.True) == isJumpWhenTrue ? block.ConditionalSuccessor : block.FallThroughSuccessor, open);
            return;
        }

        step.IsFree = value == SuccessValue.Free;
        AddWay(run, step, block.ConditionalSuccessor, open);
        AddWay(run, step, block.FallThroughSuccessor, open);
    }

    private static void AddWay(NestingRun run, NestingRun.Step step, ControlFlowBranch? branch, Stack<BasicBlock> open)
    {
        if (branch is null)
            return;
        var regions = s_none;
        if (!branch.FinallyRegions.IsEmpty)
        {
            regions = new int[branch.FinallyRegions.Length];
            for (var i = 0; i < regions.Length; i++)
            {
                regions[i] = branch.FinallyRegions[i].FirstBlockOrdinal;
                open.Push(run.Graph.Blocks[regions[i]]);
            }
        }

        if (branch.Destination is { } destination)
            open.Push(destination);
        step.Ways.Add(new NestingRun.Way(branch.Destination?.Ordinal ?? Start, regions, branch.Semantics is ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow));
    }

    private BlockEffect EffectOf(NestingRun run, NestingRun.Step step, BasicBlock block, int index, bool isOwn)
    {
        for (var i = index; i <= block.Operations.Length; i++)
        {
            if ((i < block.Operations.Length ? block.Operations[i] : block.BranchValue) is not { } operation)
                continue;
            foreach (var inner in MethodBodies.Walk(operation))
            {
                _isGivenUp |= ++_steps > MaxSteps;
                if (_isGivenUp || _steps > _limit)
                    return BlockEffect.Leaves;
                var effect = EffectOf(inner, run, step, isOwn);
                if (effect != BlockEffect.GoesOn)
                    return effect;
            }
        }

        return BlockEffect.GoesOn;
    }

    private BlockEffect EffectOf(IOperation operation, NestingRun run, NestingRun.Step step, bool isOwn)
    {
        switch (operation)
        {
            // What follows may run elsewhere.
            case IAwaitOperation:
                return BlockEffect.Leaves;
            case IPropertyReferenceOperation { Property.Name: "CompletedSynchronously" }:
                _isGivenUp = true;
                return BlockEffect.Leaves;
            case IAssignmentOperation { Target: IMemberReferenceOperation assigned }:
                step.Met.Assigned.Add(assigned.Member.OriginalDefinition);
                return BlockEffect.GoesOn;
            case IIncrementOrDecrementOperation { Target: IMemberReferenceOperation assigned }:
                step.Met.Assigned.Add(assigned.Member.OriginalDefinition);
                return BlockEffect.GoesOn;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: IMemberReferenceOperation given }:
                step.Met.Assigned.Add(given.Member.OriginalDefinition);
                return BlockEffect.GoesOn;
            case IInvocationOperation call when _start.Is(call.Syntax):
                return isOwn ? BlockEffect.Leaves : BlockEffect.PostsAgain;
            case IInvocationOperation call:
                return OfCall(call, run, step);
            default:
                return BlockEffect.GoesOn;
        }
    }

    private BlockEffect OfCall(IInvocationOperation call, NestingRun run, NestingRun.Step step)
    {
        if (PostedOperation.Of(call, _context, _cancellation) is { } posted)
            return OfPosted(posted, run, step);
        var method = call.TargetMethod;
        if (_context.NeverReturns(method, _cancellation))
            return BlockEffect.Throws;
        if (!_context.Compilation.Declares(method) || method.MethodKind == MethodKind.DelegateInvoke || method.IsAsync || (call.IsVirtual && Overriding.MayBeOverridden(method)) || _context.Graphs.Of(method, _cancellation) is not { } graph)
            return BlockEffect.GoesOn;
        var limit = _limit;
        if (!Transfers(method))
            _limit = Math.Min(limit, _steps + MaxStepsOfHelper);
        var outcome = Enter(graph, run.Operation);
        _limit = limit;
        return Through(outcome, step);
    }

    private bool Transfers(IMethodSymbol method) =>
        _context.Flow.Calls.NodeOf(method, _cancellation) is not { } node || (node.Traits & (BodyTraits.Transfers | BodyTraits.Accepts)) != 0;

    private BlockEffect OfPosted(PostedOperation posted, NestingRun run, NestingRun.Step step)
    {
        // A circle with a receive in it is the receive's.
        if (_start.Event == SocketEvent.Write && posted.Event != SocketEvent.Write)
            return BlockEffect.Leaves;
        if (posted.Event != SocketEvent.Write)
            step.Met.Others.Add(posted.Call.Syntax);
        if (posted.Callback is not { } callback)
        {
            run.Operation = posted.Completed;
            return BlockEffect.GoesOn;
        }

        return CallbackFunction.GraphOf(callback, _context, _cancellation) is { } graph ? Through(Enter(graph, posted.Completed), step) : BlockEffect.GoesOn;
    }

    private static BlockEffect Through(NestingOutcome outcome, NestingRun.Step step)
    {
        if (outcome.PostsAgain)
        {
            step.Met.Add(outcome);
            return BlockEffect.PostsAgain;
        }

        step.Met.Assigned.UnionWith(outcome.Assigned);
        return BlockEffect.GoesOn;
    }
}
