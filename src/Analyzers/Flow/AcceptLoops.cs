using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>The loop in which a server waits for one client after the other.</summary>
internal static class AcceptLoops
{
    private const int WouldBlock = 10035;

    /// <summary>The outermost loop without a count around <paramref name="operation"/> in which the function accepts; null where it is in none.</summary>
    public static ILoopOperation? LoopAround(IOperation operation, ScannedFunction function)
    {
        if (function.Accepts.Count == 0)
            return null;
        ILoopOperation? found = null;
        for (var parent = operation.Parent; parent is not null && parent != function.Root; parent = parent.Parent)
        {
            if (parent is ILoopOperation loop && IsAcceptLoop(function, loop))
                found = loop;
        }

        return found;
    }

    /// <summary>A try around the loop asks for WouldBlock: the loop takes what is queued on a listener that does not block, and is run again for the next.</summary>
    public static bool TakesWhatIsQueued(ILoopOperation loop)
    {
        for (IOperation? parent = loop.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is not ITryOperation guarded)
                continue;
            foreach (var handler in guarded.Catches)
            {
                foreach (var operation in MethodBodies.Walk(handler))
                {
                    if (ValueReader.Constant(operation) is WouldBlock)
                        return true;
                }
            }
        }

        return false;
    }

    private static bool IsAcceptLoop(ScannedFunction function, ILoopOperation loop)
    {
        if (!function.Loops.TryGetValue(loop, out var accepts))
            function.Loops[loop] = accepts = IsEndless(loop) && Accepts(function, loop) && !LimitedLoops.IsLimited(function, loop);
        return accepts;
    }

    /// <summary>Goes round until somebody stops it: no counter, no collection, and not only as long as clients are queued.</summary>
    public static bool IsEndless(ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation { Condition: IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual } } => false,
        IWhileLoopOperation { Condition: IInvocationOperation { TargetMethod.Name: "Pending" or "Poll" } } => false,
        IWhileLoopOperation => true,
        IForLoopOperation { Condition: null or { ConstantValue.HasValue: true } } => true,
        _ => false,
    };

    private static bool Accepts(ScannedFunction function, ILoopOperation loop)
    {
        foreach (var call in function.Accepts)
        {
            // A helper with an accept loop of its own comes back when that ends.
            if (call.Callee?.IsFromAcceptLoop != true && GoesRound(call.Operation, loop, function.Root) && !ServingLoops.IsOnRequest(function, call.Operation, loop))
                return true;
        }

        return false;
    }

    /// <summary>Whether the loop comes back to the accept: "c = Accept(); break;" waits for one client only, and so does one that gives the client back.</summary>
    public static bool GoesRound(IOperation accept, ILoopOperation loop, IOperation root)
    {
        var child = accept;
        for (var parent = accept.Parent; parent is not null && child != loop; parent = parent.Parent)
        {
            if (parent is IReturnOperation || (parent is IBlockOperation block && Leaves(block, child)))
                return false;
            if (parent == loop)
                return !GivesBack(loop, accept);
            if (parent == root)
                return false;
            child = parent;
        }

        return false;
    }

    private static bool Leaves(IBlockOperation block, IOperation after)
    {
        var isBehind = false;
        foreach (var statement in block.Operations)
        {
            if (isBehind && statement is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break } or IThrowOperation)
                return true;
            isBehind |= statement == after;
        }

        return false;
    }

    private static bool GivesBack(ILoopOperation loop, IOperation accept)
    {
        foreach (var operation in MethodBodies.Walk(loop.Body))
        {
            if (operation is IReturnOperation { ReturnedValue: { ConstantValue.HasValue: false }, Kind: OperationKind.Return }
                && operation.Syntax.SpanStart > accept.Syntax.SpanStart && !operation.IsInNestedFunction(loop))
                return true;
        }

        return false;
    }
}
