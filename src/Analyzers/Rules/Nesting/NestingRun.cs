using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>What control does when it has come to a block.</summary>
internal enum BlockEffect : byte
{
    /// <summary>It goes on.</summary>
    GoesOn,

    /// <summary>It posts the operation again.</summary>
    PostsAgain,

    /// <summary>It never gets to the end of the block.</summary>
    Throws,

    /// <summary>Another stack goes on, or it is the same round of a loop.</summary>
    Leaves,
}

/// <summary>One function: what its blocks do, and where control goes from them.</summary>
internal sealed class NestingRun
{
    private readonly Dictionary<int, Step> _steps = new();

    // In the order in which they were found.
    private readonly List<Step> _order = new();

    public NestingRun(ControlFlowGraph graph, CompletedOperation operation)
    {
        Graph = graph;
        Operation = operation;
    }

    public ControlFlowGraph Graph { get; }

    public CompletedOperation Operation { get; set; }

    public bool IsKnown(int ordinal) => _steps.ContainsKey(ordinal);

    public Step Add(int ordinal)
    {
        var step = new Step();
        _steps[ordinal] = step;
        _order.Add(step);
        return step;
    }

    /// <summary>Whether every way that ends normally posts again, and one does. A branch that <see cref="Step.IsFree"/> needs one way only.</summary>
    public bool Settle(Step start)
    {
        var posts = false;
        foreach (var step in _order)
            posts |= step.Effect == BlockEffect.PostsAgain;
        if (!posts)
            return false;
        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = _order.Count - 1; i >= 0; i--)
            {
                var step = _order[i];
                if (!step.IsCertain || Holds(step))
                    continue;
                step.IsCertain = false;
                changed = true;
            }
        }

        return start.IsCertain;
    }

    private bool Holds(Step step)
    {
        if (step.Effect != BlockEffect.GoesOn)
            return step.Effect != BlockEffect.Leaves;
        var any = false;
        var all = true;
        foreach (var way in step.Ways)
        {
            var holds = Holds(way);
            any |= holds;
            all &= holds;
        }

        return step.IsFree ? any : all;
    }

    private bool Holds(Way way)
    {
        foreach (var region in way.Finally)
        {
            if (_steps[region].IsCertain)
                return true;
        }

        return way.Throws || (way.Destination >= 0 && _steps[way.Destination].IsCertain);
    }

    /// <summary>What is met on the ways that post again.</summary>
    public void Collect(Step start, NestingOutcome outcome)
    {
        var seen = new HashSet<Step>();
        var open = new Stack<Step>();
        open.Push(start);
        while (open.Count > 0)
        {
            var step = open.Pop();
            if (!seen.Add(step))
                continue;
            outcome.Add(step.Met);
            if (step.Effect != BlockEffect.GoesOn)
                continue;
            foreach (var way in step.Ways)
            {
                if (!start.IsCertain || Holds(way))
                    Push(way, open);
                else
                    outcome.Asked.UnionWith(step.Asked);
            }
        }
    }

    private void Push(Way way, Stack<Step> open)
    {
        foreach (var region in way.Finally)
        {
            open.Push(_steps[region]);
            if (_steps[region].IsCertain)
                return;
        }

        if (way.Destination >= 0 && _steps.TryGetValue(way.Destination, out var destination))
            open.Push(destination);
    }

    /// <summary>One block, as far as control gets in it.</summary>
    internal sealed class Step
    {
        public BlockEffect Effect { get; set; }

        /// <summary>Its condition only asks whether to go on at all.</summary>
        public bool IsFree { get; set; }

        public List<Way> Ways { get; } = new();

        /// <summary>What its condition asks.</summary>
        public HashSet<ISymbol> Asked { get; } = new(SymbolEqualityComparer.Default);

        public NestingOutcome Met { get; } = new();

        public bool IsCertain { get; set; } = true;
    }

    /// <summary>From one block to the next.</summary>
    internal readonly struct Way
    {
        public Way(int destination, IReadOnlyList<int> @finally, bool throws)
        {
            Destination = destination;
            Finally = @finally;
            Throws = throws;
        }

        /// <summary>Negative where there is none.</summary>
        public int Destination { get; }

        public IReadOnlyList<int> Finally { get; }

        public bool Throws { get; }
    }
}
