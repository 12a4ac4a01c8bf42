using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>Loops that accept until they have what they wait for: a number of clients, or one answer that the code behind the loop uses.</summary>
internal static class LimitedLoops
{
    public static bool IsLimited(ScannedFunction function, ILoopOperation loop)
    {
        var condition = loop switch
        {
            IWhileLoopOperation repeated => repeated.Condition,
            IForLoopOperation counted => counted.Condition,
            _ => null,
        };
        if (condition is not null && (Counts(condition) || AsksForCount(function, condition)))
            return true;
        var changes = LoopChanges.Of(loop);
        return (condition is not null && WaitsForAnswer(condition, changes)) || LeavesWithAnswer(function, loop, changes) || LeavesAtCount(function, loop, changes);
    }

    // "clients.Count != 2", "&& n < max", "pending.TryDequeue(out var name)", "!players.All(p => p.IsReady)", "!countdown.IsSet"
    private static bool Counts(IOperation condition)
    {
        foreach (var operation in ServingLoops.Own(condition))
        {
            var counts = operation switch
            {
                IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual } => true,
                IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals, LeftOperand.Type: { SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64, TypeKind: TypeKind.Struct } } => true,
                IInvocationOperation { TargetMethod: { } method } => method.Name is "MoveNext" or "MoveNextAsync" || TakesOut(method) || IsQuantifier(method),
                IPropertyReferenceOperation { Property: { Name: "IsSet", ContainingType.Name: "CountdownEvent" } } => true,
                _ => false,
            };
            if (counts)
                return true;
        }

        return false;
    }

    // "while (!IsFull)" with "bool IsFull => _clients.Count >= 4"
    private static bool AsksForCount(ScannedFunction function, IOperation condition)
    {
        foreach (var operation in ServingLoops.Own(condition))
        {
            var asked = operation switch
            {
                IPropertyReferenceOperation { Property.GetMethod: { } getter } => getter,
                IInvocationOperation { TargetMethod: { } method } => method,
                _ => null,
            };
            if (asked is null || MethodBodies.Find(function.Context.Compilation, asked.OriginalDefinition, CancellationToken.None) is not { } body)
                continue;
            foreach (var inner in MethodBodies.Walk(body))
            {
                if (inner is IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual })
                    return true;
            }
        }

        return false;
    }

    private static bool TakesOut(IMethodSymbol method) => method.Name is "TryDequeue" or "TryTake" or "TryPop" or "TryRead";

    private static bool IsQuantifier(IMethodSymbol method) => method is { Name: "Any" or "All", ContainingType: { Name: "Enumerable", ContainingNamespace.Name: "Linq" } };

    // "while (code is null)": the loop gives it a value.
    private static bool WaitsForAnswer(IOperation condition, LoopChanges changes)
    {
        foreach (var operation in ServingLoops.Own(condition))
        {
            if (changes.IsAnswer(operation))
                return true;
        }

        return false;
    }

    private static bool LeavesWithAnswer(ScannedFunction function, ILoopOperation loop, LoopChanges changes)
    {
        if (changes.Completes)
            return true;
        foreach (var (call, block) in changes.Told)
        {
            if (block != loop.Body && IsLeftBehind(block, call.Syntax.SpanStart))
                return true;
        }

        foreach (var (answer, block) in changes.Answers)
        {
            if (IsLeftBehind(block, answer.Syntax.SpanStart) && (answer.Target is not ILocalReferenceOperation { Local: { } local } || IsUsedBehind(function, loop, local)))
                return true;
        }

        return false;
    }

    private static bool LeavesAtCount(ScannedFunction function, ILoopOperation loop, LoopChanges changes)
    {
        foreach (var accept in function.Accepts)
        {
            IOperation child = accept.Operation;
            for (var parent = child.Parent; parent is not null && child != loop; parent = parent.Parent)
            {
                if (parent is IBlockOperation block && HasCountedExit(block, changes))
                    return true;
                child = parent;
            }
        }

        return false;
    }

    private static bool HasCountedExit(IBlockOperation block, LoopChanges changes)
    {
        foreach (var statement in block.Operations)
        {
            if (statement is IConditionalOperation { WhenTrue: { } exit, Condition: { } condition }
                && (HandlerExit.Of(exit) & (Exits.GoesOn | Exits.Continues)) == 0 && changes.HasCounter(condition))
                return true;
        }

        return false;
    }

    private static bool IsLeftBehind(IBlockOperation block, int position)
    {
        foreach (var statement in block.Operations)
        {
            if (statement.Syntax.SpanStart > position && statement is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break })
                return true;
        }

        return false;
    }

    private static bool IsUsedBehind(ScannedFunction function, ILoopOperation loop, ILocalSymbol local)
    {
        foreach (var operation in ServingLoops.Own(function.Root))
        {
            if (operation is ILocalReferenceOperation reference && operation.Syntax.SpanStart > loop.Syntax.Span.End && SymbolEqualityComparer.Default.Equals(reference.Local, local))
                return true;
        }

        return false;
    }
}
