using Microsoft.CodeAnalysis.FlowAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Why a finally block runs: on the way to one destination, or because of an exception. Keeping these apart keeps the
/// states of a normal end and of a failure apart.
/// </summary>
internal sealed class FinallyContext
{
    public FinallyContext(int id, ControlFlowRegion region, FinallyContext? outer, ControlFlowBranch? branch, int index)
    {
        Id = id;
        Region = region;
        Outer = outer;
        Branch = branch;
        Index = index;
    }

    public int Id { get; }

    public ControlFlowRegion Region { get; }

    /// <summary>The context of the code that was left.</summary>
    public FinallyContext? Outer { get; }

    /// <summary>The branch that runs through this finally; null when an exception does.</summary>
    public ControlFlowBranch? Branch { get; }

    /// <summary>Which of the branch's finally regions this is.</summary>
    public int Index { get; }

    public bool IsExceptional => Branch is null;
}

/// <summary>A basic block in one context, with the state at its start.</summary>
internal sealed class FlowNode
{
    public FlowNode(BasicBlock block, FinallyContext? context, FlowState entry)
    {
        Block = block;
        Context = context;
        Entry = entry;
    }

    public BasicBlock Block { get; }

    public FinallyContext? Context { get; }

    public FlowState Entry { get; }

    public bool IsQueued { get; set; }

    /// <summary>Reached only by way of an exception: a catch, a filter, a finally that an exception runs.</summary>
    public bool IsExceptional
    {
        get
        {
            for (var context = Context; context is not null; context = context.Outer)
            {
                if (context.IsExceptional)
                    return true;
            }

            for (var region = Block.EnclosingRegion; region is not null && region.Kind != ControlFlowRegionKind.Root; region = region.EnclosingRegion)
            {
                if (region.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.Filter)
                    return true;
            }

            return false;
        }
    }
}
