using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>
/// Runs the code after one receive in the world where the peer has closed its side: this receive and all that follow give nothing.
/// Conditions that depend on nothing that was received are followed both ways; one that does, and is not understood, is taken for the
/// test for the end. The code <em>comes back</em> when it gets to the same receive of the same connection twice in a row.
/// </summary>
internal sealed class EndWalk
{
    // What a value of one round hides from the first, the second shows: "if (wasEmpty) break; wasEmpty = true;"
    private const int Rounds = 2;

    private readonly EndContext _context;
    private readonly CancellationToken _cancellation;
    private readonly EndEvaluator _evaluator;
    private readonly ReceiveStart _start;

    public EndWalk(EndContext context, ReceiveStart start, int steps, CancellationToken cancellation)
    {
        _context = context;
        _start = start;
        _cancellation = cancellation;
        _evaluator = new EndEvaluator(context, start, this, steps, cancellation);
    }

    /// <summary>How the function ends normally after the receive; null where it never does, or comes back first.</summary>
    public EndState? Exit { get; private set; }

    /// <summary>What it returns then.</summary>
    public EndValue ExitValue { get; private set; }

    public bool IsGivenUp => _evaluator.IsGivenUp;

    /// <summary>The code has come back to the receive.</summary>
    public bool HasComeBack { get; private set; }

    /// <summary>Walks through <paramref name="graph"/>, in which the receive stands.</summary>
    public void Run(ControlFlowGraph graph) => HasComeBack = ComesBack(graph, _start.EntryState());

    private bool ComesBack(ControlFlowGraph graph, EndState state)
    {
        var (block, index) = PlaceIn(graph);
        if (block is null)
            return false;
        for (var round = 0; round < Rounds; round++)
        {
            _evaluator.BeginRound(round);
            var run = new EndRun(graph, GoalsOf(graph, block));
            Step(run, block, index, state);
            Finish(run);
            (Exit, ExitValue) = (run.Exit, run.ExitValue);
            if (_evaluator.IsGivenUp || _evaluator.IsCut || _evaluator.Reached is not { } reached || (_start.IsHelper && round > 0 && !_evaluator.HasPassedReceive))
                return false;
            state = reached;
            if (_start.Callback is not null)
                _start.PutConnection(state);
        }

        return true;
    }

    /// <summary>Runs a called function to its end; null where it has no normal end.</summary>
    public EndRun? RunFunction(ControlFlowGraph graph, EndState state)
    {
        var run = new EndRun(graph, new[] { graph.Blocks[graph.Blocks.Length - 1] });
        run.Feed(graph.Blocks[0], state);
        Finish(run);
        return run.Exit is null ? null : run;
    }

    private void Finish(EndRun run)
    {
        while (!_evaluator.IsGivenUp && !_evaluator.IsCut && run.Dequeue() is { } next)
        {
            _cancellation.ThrowIfCancellationRequested();
            Step(run, next.Block, 0, next.State.Clone());
        }
    }

    private void Step(EndRun run, BasicBlock block, int index, EndState state)
    {
        for (var i = index; i < block.Operations.Length; i++)
        {
            if (!_evaluator.Run(block.Operations[i], state))
                return;
        }

        var value = EndValue.Unknown;
        if (block.BranchValue is { } branchValue && !_evaluator.Run(branchValue, state, out value))
            return;
        // "if (count < 0) return Message.None;" is a sign of the helper's own: who asks for it may be asking for the end.
        if (state.IsDecided && value.Kind == EndKind.Unknown && block is { BranchValue: not null, FallThroughSuccessor.Semantics: ControlFlowBranchSemantics.Return })
            value = EndValue.Tainted;
        if (block.ConditionKind == ControlFlowConditionKind.None)
            Follow(run, block.FallThroughSuccessor, state, value);
        else
            Branch(run, block, state, value);
    }

    private void Branch(EndRun run, BasicBlock block, EndState state, EndValue condition)
    {
        var (whenTrue, whenFalse) = block.ConditionKind == ControlFlowConditionKind.WhenTrue
            ? (block.ConditionalSuccessor, block.FallThroughSuccessor)
            : (block.FallThroughSuccessor, block.ConditionalSuccessor);
        if (condition.Kind == EndKind.Bool)
        {
            // That no data is there tells nothing of the end.
            state.IsDecided |= condition.IsReceived && !ReceivePlaces.AsksWhetherSomethingIsThere(block.BranchValue);
            Follow(run, condition.IsTrue ? whenTrue : whenFalse, state, default);
            return;
        }

        if (condition.Kind != EndKind.Unknown)
        {
            // It may be the test for the end, if one of its ways leaves.
            if (!LeadsBack(run, whenTrue?.Destination) || !LeadsBack(run, whenFalse?.Destination))
            {
                _evaluator.GiveUp();
                return;
            }

            state.IsUncertain = true;
        }

        var other = state.Clone();
        _evaluator.Assume(block.BranchValue, state, true);
        _evaluator.Assume(block.BranchValue, other, false);
        Follow(run, whenTrue, state, default);
        Follow(run, whenFalse, other, default);
    }

    private void Follow(EndRun run, ControlFlowBranch? branch, EndState state, EndValue value)
    {
        if (branch is null)
            return;
        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                _evaluator.End(state);
                return;
            case ControlFlowBranchSemantics.StructuredExceptionHandling:
                run.AddExit(state, default);
                return;
        }

        // Where there is no way back nothing is to be found.
        if (branch.Destination is not { } destination || !LeadsBack(run, destination))
            return;
        foreach (var region in branch.FinallyRegions)
        {
            var ending = new EndRun(run.Graph, new[] { run.Graph.Blocks[region.LastBlockOrdinal] });
            ending.Feed(run.Graph.Blocks[region.FirstBlockOrdinal], state);
            Finish(ending);
            if (ending.Exit is null)
                return;
            state = ending.Exit;
        }

        if (destination.Kind == BasicBlockKind.Exit)
            run.AddExit(state, value);
        else
            run.Feed(destination, state);
    }

    private bool LeadsBack(EndRun run, BasicBlock? block) => block is not null && run.MayComeBack(block) && IsInScope(block);

    // By what stands in it; a block without code only joins ways.
    private bool IsInScope(BasicBlock block)
    {
        if (_start.Scope is not { } scope || _evaluator.IsInCall)
            return true;
        var code = block.Operations.IsEmpty ? block.BranchValue : block.Operations[0];
        return code is null ? block.Kind == BasicBlockKind.Block : scope.Span.Contains(code.Syntax.Span);
    }

    private (BasicBlock? Block, int Index) PlaceIn(ControlFlowGraph graph)
    {
        if (_start.IsFunction)
            return (graph.Blocks[0], 0);
        foreach (var block in graph.Blocks)
        {
            // Where it cannot be is not searched.
            if (!_start.MayBeIn(block))
                continue;
            for (var i = 0; i < block.Operations.Length; i++)
            {
                if (_start.IsIn(block.Operations[i]))
                    return (block, i);
            }

            if (block.BranchValue is { } value && _start.IsIn(value))
                return (block, block.Operations.Length);
        }

        return default;
    }

    // Where the code must get to for another receive: the same block, of a callback a call that may start it, of a helper its end.
    private List<BasicBlock> GoalsOf(ControlFlowGraph graph, BasicBlock start)
    {
        var goals = new List<BasicBlock> { start };
        if (!_start.IsInLoop)
            goals.Add(graph.Blocks[graph.Blocks.Length - 1]);
        return goals;
    }
}
