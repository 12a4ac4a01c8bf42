using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>What one round of a loop leaves behind: counted numbers, and values that are kept for later.</summary>
internal sealed class LoopChanges
{
    private readonly HashSet<ISymbol> _counters = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _answers = new(SymbolEqualityComparer.Default);

    /// <summary>Values that the loop computes and gives to a variable from outside of it, with the block of the assignment.</summary>
    public List<(ISimpleAssignmentOperation Assignment, IBlockOperation Block)> Answers { get; } = new();

    /// <summary>Blocks in which the loop gives a value to a delegate or event.</summary>
    public List<(IInvocationOperation Call, IBlockOperation Block)> Told { get; } = new();

    /// <summary>It gives a TaskCompletionSource its result.</summary>
    public bool Completes { get; private set; }

    public static LoopChanges Of(ILoopOperation loop)
    {
        var changes = new LoopChanges();
        foreach (var operation in ServingLoops.Own(loop))
        {
            switch (operation)
            {
                case IIncrementOrDecrementOperation { Target: { } counter } when SymbolOf(counter) is { } counted:
                    changes._counters.Add(counted);
                    break;
                case ICompoundAssignmentOperation { Target: { } counter } when SymbolOf(counter) is { } counted:
                    changes._counters.Add(counted);
                    break;
                case ISimpleAssignmentOperation { Parent: IExpressionStatementOperation { Parent: IBlockOperation block } } assignment when KeepsAnswer(assignment, loop):
                    changes._answers.Add(SymbolOf(assignment.Target)!);
                    changes.Answers.Add((assignment, block));
                    break;
                case IInvocationOperation { TargetMethod: { Name: "SetResult" or "TrySetResult", ContainingType.Name: "TaskCompletionSource" } }:
                    changes.Completes = true;
                    break;
                case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call when BlockOf(call) is { } block && !IsInHandler(call, loop) && TellsValue(call):
                    changes.Told.Add((call, block));
                    break;
            }
        }

        return changes;
    }

    /// <summary>A variable that the loop gives a value, or a task that it completes.</summary>
    public bool IsAnswer(IOperation operation) => SymbolOf(operation) is { } symbol && _answers.Contains(symbol);

    /// <summary>It asks for a number that each round changes, or how many there are already.</summary>
    public bool HasCounter(IOperation condition)
    {
        foreach (var operation in ServingLoops.Own(condition))
        {
            if (operation is IPropertyReferenceOperation { Property: { Name: "Count", Type.SpecialType: SpecialType.System_Int32 } }
                || (SymbolOf(operation) is { } symbol && _counters.Contains(symbol)))
                return true;
        }

        return false;
    }

    // Not the client itself, a flag, a failure, or what the loop declares for each round.
    private static bool KeepsAnswer(ISimpleAssignmentOperation assignment, ILoopOperation loop)
    {
        if (assignment.Value.ConstantValue.HasValue || SymbolOf(assignment.Target) is not { } symbol || assignment.Target.Type is not { } type)
            return false;
        var isValue = type.SpecialType == SpecialType.System_String
            || (type.TypeKind is TypeKind.Class or TypeKind.Array or TypeKind.Struct && type.SpecialType != SpecialType.System_Boolean && !IsConnectionOrFailure(type));
        return isValue && !(symbol is ILocalSymbol && symbol.IsDeclaredIn(loop)) && !IsInHandler(assignment, loop);
    }

    private static IBlockOperation? BlockOf(IInvocationOperation call)
    {
        var statement = call.Parent is IConditionalAccessOperation access ? access.Parent : call.Parent;
        return statement is IExpressionStatementOperation { Parent: IBlockOperation block } ? block : null;
    }

    private static bool TellsValue(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (!argument.Value.ConstantValue.HasValue && ValueReader.Unwrap(argument.Value) is not IInstanceReferenceOperation && !IsConnectionOrFailure(ValueReader.Unwrap(argument.Value).Type))
                return true;
        }

        return false;
    }

    private static bool IsInHandler(IOperation operation, ILoopOperation loop)
    {
        for (var parent = operation.Parent; parent is not null && parent != loop; parent = parent.Parent)
        {
            if (parent is ICatchClauseOperation)
                return true;
        }

        return false;
    }

    /// <summary>A socket, a stream, a task or an exception: what a loop has in hand, not what it was asked for.</summary>
    public static bool IsConnectionOrFailure(ITypeSymbol? type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.Name is "Exception" or "Stream" or "Task" || t.ContainingNamespace is { Name: "Sockets", ContainingNamespace.Name: "Net" })
                return true;
        }

        return false;
    }

    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };
}
