using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Which loops with an accept in them serve whoever comes. Not the loop of a session that accepts its data connection when its client
/// asks for one, nor the wait for one answer (the browser that comes back from a sign-in), nor for a known number of clients.
/// </summary>
internal static class ServingLoops
{
    /// <summary>The accept is made when something else says so that the loop read or took before.</summary>
    public static bool IsOnRequest(ScannedFunction function, IOperation accept, ILoopOperation loop)
    {
        var child = accept;
        for (var parent = accept.Parent; parent is not null && child != loop; parent = parent.Parent)
        {
            var condition = parent switch
            {
                IConditionalOperation branch when child != branch.Condition => branch.Condition,
                ISwitchOperation choice when child != choice.Value => choice.Value,
                ISwitchExpressionOperation choice when child != choice.Value => choice.Value,
                _ => null,
            };
            if (condition is not null && Depends(condition, loop, function.Context))
                return true;
            if (parent is IBlockOperation block && ReadsBefore(block, child, function.Context))
                return true;
            child = parent;
        }

        return loop is IWhileLoopOperation { ConditionIsTop: true, Condition: { } top } && Reads(top, function.Context);
    }

    // "var command = await reader.ReadLineAsync();" stands before the accept in every round.
    private static bool ReadsBefore(IBlockOperation block, IOperation child, FlowContext context)
    {
        foreach (var statement in block.Operations)
        {
            if (statement == child)
                return false;
            var isPlain = statement is IVariableDeclarationGroupOperation or IExpressionStatementOperation;
            if (isPlain && Reads(statement, context))
                return true;
            if (statement is IConditionalOperation { Condition: { } condition } && Reads(condition, context))
                return true;
        }

        return false;
    }

    private static bool Reads(IOperation statement, FlowContext context)
    {
        foreach (var operation in Own(statement))
        {
            if (operation is not IInvocationOperation { TargetMethod: { } method } call)
                continue;
            if (context.Table.Of(method, call.Instance?.Type) is { Event: SocketEvent.Read or SocketEvent.ReadWrite } || TaskMembers.AsksTheUser(method))
                return true;
        }

        return false;
    }

    // A text, a command, a byte of a buffer; not a flag, a count, or the listener itself.
    private static bool Depends(IOperation condition, ILoopOperation loop, FlowContext context)
    {
        if (Reads(condition, context))
            return true;
        var depends = false;
        foreach (var operation in Own(condition))
        {
            if (context.Kinds.IsSocketType(operation.Type))
                return false;
            depends |= operation switch
            {
                ILocalReferenceOperation { Local: { } local } => IsRequest(local.Type) && (local.IsDeclaredIn(loop) || IsAssignedIn(local, loop)),
                IArrayElementReferenceOperation { Type.SpecialType: SpecialType.System_Byte or SpecialType.System_Char } => true,
                _ => false,
            };
        }

        return depends;
    }

    private static bool IsRequest(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_Char or SpecialType.System_Byte
        || (type.TypeKind is TypeKind.Enum or TypeKind.Class or TypeKind.Interface && type.Name is not ("ValueTask" or "IAsyncResult") && !LoopChanges.IsConnectionOrFailure(type));

    // "while ((message = Take()) != null)"
    private static bool IsAssignedIn(ILocalSymbol local, ILoopOperation loop)
    {
        foreach (var operation in Own(loop))
        {
            if (operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } && SymbolEqualityComparer.Default.Equals(target.Local, local))
                return true;
        }

        return false;
    }

    /// <summary>The operations of a part of a function, those of functions nested in it left out.</summary>
    internal static IEnumerable<IOperation> Own(IOperation part)
    {
        var stack = new Stack<IOperation>();
        stack.Push(part);
        while (stack.Count > 0)
        {
            var operation = stack.Pop();
            yield return operation;
            foreach (var child in operation.ChildOperations)
            {
                if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
                    stack.Push(child);
            }
        }
    }
}
