using System.Collections.Generic;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>One walk through one function's graph: the states at its blocks, and the work that is left.</summary>
internal sealed class EndRun
{
    private readonly Dictionary<int, EndState> _entries = new();
    private readonly SortedSet<int> _queue = new();
    private readonly IReadOnlyList<BasicBlock> _goals;
    private bool[]? _comesBack;

    /// <param name="graph">The function.</param>
    /// <param name="goals">The blocks that the code must get to for another receive.</param>
    public EndRun(ControlFlowGraph graph, IReadOnlyList<BasicBlock> goals)
    {
        Graph = graph;
        _goals = goals;
    }

    public ControlFlowGraph Graph { get; }

    /// <summary>The state at the normal end.</summary>
    public EndState? Exit { get; private set; }

    public EndValue ExitValue { get; private set; }

    public void Feed(BasicBlock block, EndState state)
    {
        if (!_entries.TryGetValue(block.Ordinal, out var entry))
            _entries[block.Ordinal] = state.Clone();
        else if (!entry.Join(state))
            return;
        _queue.Add(block.Ordinal);
    }

    /// <summary>The block in the queue that comes first in the source.</summary>
    public (BasicBlock Block, EndState State)? Dequeue()
    {
        if (_queue.Count == 0)
            return null;
        var ordinal = _queue.Min;
        _queue.Remove(ordinal);
        return (Graph.Blocks[ordinal], _entries[ordinal]);
    }

    public void AddExit(EndState state, EndValue value)
    {
        if (state.IsDecided && value.IsKnown)
            value = value.Received();
        if (Exit is null)
        {
            (Exit, ExitValue) = (state.Clone(), value);
            return;
        }

        Exit.Join(state);
        ExitValue = EndState.Join(ExitValue, value, Exit.IsUncertain);
    }

    /// <summary>Whether there is a way from the block to a goal.</summary>
    public bool MayComeBack(BasicBlock? block) => block is not null && (_comesBack ??= FindWays())[block.Ordinal];

    private bool[] FindWays()
    {
        var ways = new bool[Graph.Blocks.Length];
        var open = new Stack<BasicBlock>();
        foreach (var goal in _goals)
            open.Push(goal);
        while (open.Count > 0)
        {
            var block = open.Pop();
            if (ways[block.Ordinal])
                continue;
            ways[block.Ordinal] = true;
            foreach (var predecessor in block.Predecessors)
                open.Push(predecessor.Source);
        }

        return ways;
    }
}
