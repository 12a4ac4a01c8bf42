using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>
/// The blocks of loops that wait by asking: <c>while (!_ready) { }</c>, the same with <c>goto</c>, with a counter, with
/// <c>Volatile.Read</c>. They read a field or property, call nothing, and go back to where they began.
/// </summary>
internal static class SpinLoops
{
    // A longer loop does something.
    private const int MaxBlocks = 6;

    private static readonly HashSet<int> None = new();

    public static HashSet<int> Find(ControlFlowGraph graph)
    {
        HashSet<int>? found = null;
        foreach (var block in graph.Blocks)
        {
            AddLoop(graph, block, block.ConditionalSuccessor?.Destination, ref found);
            AddLoop(graph, block, block.FallThroughSuccessor?.Destination, ref found);
        }

        return found ?? None;
    }

    private static void AddLoop(ControlFlowGraph graph, BasicBlock last, BasicBlock? first, ref HashSet<int>? found)
    {
        if (first is null || first.Ordinal > last.Ordinal || last.Ordinal - first.Ordinal >= MaxBlocks)
            return;
        var asks = false;
        for (var i = first.Ordinal; i <= last.Ordinal; i++)
        {
            foreach (var operation in graph.Blocks[i].Operations)
            {
                if (!OnlyAsks(operation, ref asks))
                    return;
            }

            if (graph.Blocks[i].BranchValue is { } value && !OnlyAsks(value, ref asks))
                return;
        }

        if (!asks)
            return;
        found ??= new HashSet<int>();
        for (var i = first.Ordinal; i <= last.Ordinal; i++)
            found.Add(i);
    }

    private static bool OnlyAsks(IOperation operation, ref bool asks)
    {
        foreach (var part in MethodBodies.Walk(operation))
        {
            switch (part)
            {
                case IInvocationOperation { TargetMethod.ContainingType: { Name: "Volatile" or "Interlocked", ContainingNamespace.Name: "Threading" } }:
                case IFieldReferenceOperation { Field.IsConst: false }:
                case IPropertyReferenceOperation:
                    asks = true;
                    break;
                case IInvocationOperation or IObjectCreationOperation or IAwaitOperation:
                    return false;
            }
        }

        return true;
    }
}
