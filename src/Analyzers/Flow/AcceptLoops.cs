using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>The loop in which a server waits for one client after the other.</summary>
internal static class AcceptLoops
{
    /// <summary>The outermost loop without a count around <paramref name="operation"/> in which the function accepts; null where it is in none.</summary>
    public static ILoopOperation? LoopAround(IOperation operation, ScannedFunction function)
    {
        ILoopOperation? found = null;
        for (var parent = operation.Parent; parent is not null && parent != function.Root; parent = parent.Parent)
        {
            if (parent is ILoopOperation loop && IsEndless(loop) && Accepts(function, loop))
                found = loop;
        }

        return found;
    }

    // Goes round until somebody stops it: no counter, no collection.
    private static bool IsEndless(ILoopOperation loop) =>
        loop is IWhileLoopOperation or IForLoopOperation { Condition: null or { ConstantValue.HasValue: true } };

    private static bool Accepts(ScannedFunction function, ILoopOperation loop)
    {
        foreach (var call in function.Calls)
        {
            // A helper with an accept loop of its own comes back when that ends.
            if (!call.IsAccept || call.Callee?.IsFromAcceptLoop == true)
                continue;
            for (var parent = call.Operation.Parent; parent is not null && parent != function.Root; parent = parent.Parent)
            {
                if (parent == loop)
                    return true;
            }
        }

        return false;
    }
}
