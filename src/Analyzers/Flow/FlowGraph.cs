using System.Collections.Generic;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>
/// The nodes of one body's analysis: Roslyn's basic blocks, each finally once per way through it, and a work list in
/// source order. Roslyn's graph has no exceptional edges; <see cref="NodesThatCatch"/> supplies them.
/// </summary>
internal sealed class FlowGraph
{
    private readonly SlotTable _slots;
    private readonly ObjectTable _objects;
    private readonly Dictionary<(int Block, int Context), FlowNode> _nodes = new();
    private readonly Dictionary<(int Region, int Destination, int Outer), FinallyContext> _contexts = new();
    private readonly SortedSet<(int Block, int Context)> _queue = new();

    private HashSet<int>? _spinning;

    public FlowGraph(ControlFlowGraph graph, SlotTable slots, ObjectTable objects)
    {
        Graph = graph;
        _slots = slots;
        _objects = objects;
    }

    public ControlFlowGraph Graph { get; }

    public IEnumerable<FlowNode> Nodes => _nodes.Values;

    /// <summary>The state at the normal end of the body; unreachable when it never ends normally.</summary>
    public FlowState? ExitState =>
        _nodes.TryGetValue((Graph.Blocks.Length - 1, 0), out var exit) && exit.Entry.IsReachable ? exit.Entry : null;

    /// <summary>Joins <paramref name="state"/> into the node's entry and queues it when that is news.</summary>
    public void Feed(BasicBlock block, FinallyContext? context, FlowState state, bool isException = false)
    {
        if (!state.IsReachable)
            return;
        var key = (block.Ordinal, context?.Id ?? 0);
        if (!_nodes.TryGetValue(key, out var node))
        {
            _nodes[key] = node = new FlowNode(block, context, state.Clone());
            // What failed may be the operation itself.
            if (isException)
                node.Entry.ForgetOperations();
        }
        else if (!node.Entry.Join(state, isException))
        {
            return;
        }

        if (!node.IsQueued)
        {
            node.IsQueued = true;
            _queue.Add(key);
        }
    }

    /// <summary>Whether the block is of a loop that does nothing but ask a field again and again.</summary>
    public bool Spins(BasicBlock block) => (_spinning ??= SpinLoops.Find(Graph)).Contains(block.Ordinal);

    /// <summary>The queued node that comes first in the source, so that a loop settles before what follows it.</summary>
    public FlowNode? Dequeue()
    {
        if (_queue.Count == 0)
            return null;
        var key = _queue.Min;
        _queue.Remove(key);
        var node = _nodes[key];
        node.IsQueued = false;
        return node;
    }

    /// <summary>Takes <paramref name="branch"/> with <paramref name="state"/>: through its finally blocks to its destination.</summary>
    public void Follow(ControlFlowBranch branch, FinallyContext? context, FlowState state)
    {
        if (branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
        {
            LeaveFinally(context, state);
            return;
        }

        if (branch.Destination is null)
            return;
        if (branch.FinallyRegions.Length > 0)
            EnterFinally(branch, 0, context, state);
        else
            Feed(branch.Destination, context, state);
    }

    /// <summary>Feeds every handler that an exception in <paramref name="region"/> can reach.</summary>
    public void FeedHandlers(ControlFlowRegion region, FinallyContext? context, FlowState state)
    {
        // The root of a lambda's graph lies in a region of the enclosing graph: an exception does not go there.
        for (var r = region; r.Kind != ControlFlowRegionKind.Root && r.EnclosingRegion is not null; r = r.EnclosingRegion)
        {
            // What leaves a finally goes on in the context of the code that the finally ends.
            if (r.Kind == ControlFlowRegionKind.Finally && context is not null && context.Region == r)
                context = context.Outer;
            if (r.Kind != ControlFlowRegionKind.Try)
                continue;

            var parent = r.EnclosingRegion;
            if (parent.Kind == ControlFlowRegionKind.TryAndFinally)
            {
                var handler = parent.NestedRegions[1];
                Feed(Graph.Blocks[handler.FirstBlockOrdinal], ContextFor(handler, context, null, 0), state, isException: true);
                return;
            }

            if (FeedCatches(parent, context, state))
                return;
        }
    }

    // True when one of the handlers takes every exception.
    private bool FeedCatches(ControlFlowRegion tryAndCatch, FinallyContext? context, FlowState state)
    {
        for (var i = 1; i < tryAndCatch.NestedRegions.Length; i++)
        {
            var handler = tryAndCatch.NestedRegions[i];
            Feed(Graph.Blocks[handler.FirstBlockOrdinal], context, state, isException: true);
            if (handler.Kind == ControlFlowRegionKind.Catch && CatchesEverything(handler))
                return true;
        }

        return false;
    }

    internal static bool CatchesEverything(ControlFlowRegion handler) =>
        handler.ExceptionType is not { } type
        || type.SpecialType == Microsoft.CodeAnalysis.SpecialType.System_Object
        || (type.Name == "Exception" && type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true });

    private void EnterFinally(ControlFlowBranch branch, int index, FinallyContext? outer, FlowState state)
    {
        var region = branch.FinallyRegions[index];
        Feed(Graph.Blocks[region.FirstBlockOrdinal], ContextFor(region, outer, branch, index), state);
    }

    private void LeaveFinally(FinallyContext? context, FlowState state)
    {
        if (context is null)
            return;
        if (context.Branch is not { } branch)
        {
            // The exception goes on outward from the try that this finally belongs to.
            FeedHandlers(context.Region.EnclosingRegion!, context.Outer, state);
        }
        else if (context.Index + 1 < branch.FinallyRegions.Length)
        {
            EnterFinally(branch, context.Index + 1, context.Outer, state);
        }
        else if (branch.Destination is not null)
        {
            Feed(branch.Destination, context.Outer, state);
        }
    }

    private FinallyContext ContextFor(ControlFlowRegion region, FinallyContext? outer, ControlFlowBranch? branch, int index)
    {
        var key = (region.FirstBlockOrdinal, branch?.Destination?.Ordinal ?? -1, outer?.Id ?? 0);
        if (!_contexts.TryGetValue(key, out var context))
            _contexts[key] = context = new FinallyContext(_contexts.Count + 1, region, outer, branch, index);
        return context;
    }
}
