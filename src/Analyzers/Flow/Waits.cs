using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>
/// What goes on only when another part of the program has done something: a signal, a queue, a thread, a task of somebody else,
/// and whoever is asked through an interface or a delegate. What a file or another connection does is none of it.
/// </summary>
internal sealed class Waits
{
    // The methods that one call leads to; beyond it nothing is claimed.
    private const int MaxCallees = 64;
    private const int MaxDepth = 8;

    private readonly FlowContext _context;
    private readonly ConcurrentDictionary<ISymbol, bool> _methods = new(DefinitionComparer.Instance);

    public Waits(FlowContext context) => _context = context;

    /// <summary>Whether an await, a call or <c>Result</c> waits for others; <paramref name="isTimeEnough"/>: a fixed time too.</summary>
    public bool ForOthers(IOperation operation, bool isTimeEnough, CancellationToken cancellation)
    {
        var waits = Judge(operation, isTimeEnough, out var callee, cancellation);
        if (callee is null)
            return waits;
        if (!_methods.TryGetValue(callee, out var found))
            _methods[callee] = found = CalleeWaits(callee, cancellation);
        return found;
    }

    // From each method anew, so that the answer does not depend on what was asked before.
    private bool CalleeWaits(IMethodSymbol method, CancellationToken cancellation)
    {
        var pending = new Queue<IMethodSymbol>();
        var seen = new HashSet<ISymbol>(DefinitionComparer.Instance) { method };
        pending.Enqueue(method);
        while (pending.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var current = pending.Dequeue();
            if (seen.Count > MaxCallees || BodyOf(current, cancellation) is not { } body)
                return true;
            foreach (var operation in Run(body))
            {
                if (Judge(operation, isTimeEnough: false, out var callee, cancellation) || GivesTaskOfOthers(current, operation, ref callee, cancellation))
                    return true;
                if (callee is not null && seen.Add(callee))
                    pending.Enqueue(callee);
            }
        }

        return false;
    }

    // "Task<string> NextAsync() => _answers.Reader.ReadAsync().AsTask();": whoever waits for it waits for others.
    private bool GivesTaskOfOthers(IMethodSymbol method, IOperation operation, ref IMethodSymbol? callee, CancellationToken cancellation) =>
        operation is IReturnOperation { ReturnedValue: { } value } && !method.IsAsync && TaskMembers.IsTask(method.ReturnType)
        && IsOfOthers(value, isTimeEnough: false, depth: 0, out callee, cancellation);

    private IOperation? BodyOf(IMethodSymbol method, CancellationToken cancellation)
    {
        if (method.MethodKind != MethodKind.LocalFunction)
            return MethodBodies.Find(_context.Compilation, method, cancellation);
        return _context.Compilation.OperationOf(method.DeclaringSyntaxReferences[0].GetSyntax(cancellation), cancellation);
    }

    // What runs in the body itself, without the functions that it only makes.
    private static IEnumerable<IOperation> Run(IOperation body)
    {
        var operations = new Stack<IOperation>();
        operations.Push(body);
        while (operations.Count > 0)
        {
            var operation = operations.Pop();
            if (operation is IAnonymousFunctionOperation || (operation is ILocalFunctionOperation && operation != body))
                continue;
            yield return operation;
            foreach (var child in operation.ChildOperations)
                operations.Push(child);
        }
    }

    // False with a callee: that one knows.
    private bool Judge(IOperation operation, bool isTimeEnough, out IMethodSymbol? callee, CancellationToken cancellation)
    {
        callee = null;
        switch (operation)
        {
            case IAwaitOperation awaiting:
                return IsOfOthers(awaiting.Operation, isTimeEnough, depth: 0, out callee, cancellation);
            case IForEachLoopOperation { IsAsynchronous: true }:
                return true;
            case IPropertyReferenceOperation { Property: { Name: "Result", GetMethod: { } getter }, Instance: { } task } when TaskMembers.IsTaskMember(getter):
                return IsOfOthers(task, isTimeEnough, depth: 0, out callee, cancellation);
            case IInvocationOperation { Instance: { } task, TargetMethod: { Name: "Wait" or "GetResult" } method } when TaskMembers.IsTaskMember(method):
                return IsOfOthers(task, isTimeEnough, depth: 0, out callee, cancellation);
            case IInvocationOperation call:
                // An async method waits where its task is waited for.
                if (!TaskMembers.IsTask(call.TargetMethod.ReturnType))
                    callee = Followed(call.TargetMethod);
                return IsFixedTime(call.TargetMethod) ? isTimeEnough && !TaskMembers.IsTask(call.TargetMethod.ReturnType) : Blocks(call.TargetMethod) && !TaskMembers.IsTask(call.TargetMethod.ReturnType);
            default:
                return false;
        }
    }

    private bool IsOfOthers(IOperation task, bool isTimeEnough, int depth, out IMethodSymbol? callee, CancellationToken cancellation)
    {
        callee = null;
        var value = Unwrap(task);
        for (var i = 0; i < 3 && value is ILocalReferenceOperation local && InitialValue(local, cancellation) is { } initial; i++)
            value = Unwrap(initial);
        switch (value)
        {
            case IInvocationOperation call when TaskMembers.Combines(call.TargetMethod):
                return AnyIsOfOthers(call, isTimeEnough, depth, cancellation);
            case IInvocationOperation call:
                callee = Followed(call.TargetMethod);
                return callee is null && IsGivenByOthers(call.TargetMethod, isTimeEnough);
            case IPropertyReferenceOperation property:
                return property.Property.Name != "CompletedTask";
            case ILocalReferenceOperation or IFieldReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation
                or IConditionalOperation or ICoalesceOperation or ISwitchExpressionOperation or IFlowCaptureReferenceOperation:
                return true;
            default:
                return false;
        }
    }

    // Task.WhenAny(answer, limit), in whatever kind of list.
    private bool AnyIsOfOthers(IOperation list, bool isTimeEnough, int depth, CancellationToken cancellation)
    {
        if (depth > MaxDepth)
            return true;
        foreach (var child in list.ChildOperations)
        {
            var isTask = child is not (IArgumentOperation or IArrayCreationOperation or IArrayInitializerOperation) && child.Kind != OperationKinds.CollectionExpression;
            if (isTask ? IsOfOthers(child, isTimeEnough, depth + 1, out var callee, cancellation) || callee is not null : AnyIsOfOthers(child, isTimeEnough, depth + 1, cancellation))
                return true;
        }

        return false;
    }

    private bool IsGivenByOthers(IMethodSymbol method, bool isTimeEnough)
    {
        if (IsFixedTime(method))
            return isTimeEnough;
        // Work of the project on another thread, or several tasks in one.
        if (TaskMembers.IsTaskMember(method) && method.Name is "Run" or "StartNew" or "ContinueWith" or "ContinueWhenAll" or "Unwrap")
            return true;
        // Through an interface, a delegate, an override: nobody knows who answers. What is not of .NET at all answers nobody.
        return !method.IsExtern && (method.MethodKind == MethodKind.DelegateInvoke || method.Name == "MoveNextAsync" || !IsOfFramework(method) || Blocks(method));
    }

    private IMethodSymbol? Followed(IMethodSymbol method)
    {
        method = method.OriginalDefinition;
        return _context.Calls.IsCandidate(method) || (method.MethodKind == MethodKind.LocalFunction && method.DeclaringSyntaxReferences.Length == 1) ? method : null;
    }

    private static IOperation Unwrap(IOperation task)
    {
        var value = ValueReader.Unwrap(task);
        while (value is IInvocationOperation { Instance: { } inner } passed && TaskMembers.PassesItsValueOn(passed.TargetMethod))
            value = ValueReader.Unwrap(inner);
        return value;
    }

    private IOperation? InitialValue(ILocalReferenceOperation local, CancellationToken cancellation)
    {
        if (local.Local.DeclaringSyntaxReferences.Length != 1
            || local.Local.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is not VariableDeclaratorSyntax { Initializer.Value: { } value })
            return null;
        return _context.Compilation.OperationOf(value, cancellation);
    }

    private static bool IsOfFramework(ISymbol symbol) => symbol.RootNamespace() is "System" or "Microsoft";

    private static bool IsFixedTime(IMethodSymbol method) =>
        method.Name is "Sleep" or "Delay" && method.ContainingType?.ContainingNamespace is { Name: "Threading" or "Tasks" };

    // Members of the types with which threads speak to each other.
    private static bool Blocks(IMethodSymbol method)
    {
        var type = method.ContainingType;
        return type?.ContainingNamespace switch
        {
            { Name: "Threading", ContainingNamespace.Name: "System" } =>
                method.Name.StartsWith("Wait", StringComparison.Ordinal) || method.Name is "Join" or "SignalAndWait" or "SpinUntil" or "SpinOnce" or "SpinWait",
            { Name: "Tasks", ContainingNamespace.Name: "Threading" } => method.Name is "WaitAll" or "WaitAny" or "WhenEach",
            { Name: "Channels", ContainingNamespace.Name: "Threading" } => type.Name == "ChannelReader",
            { Name: "Concurrent", ContainingNamespace.Name: "Collections" } => type.Name == "BlockingCollection" && (method.Name.Contains("Take") || method.Name == "GetConsumingEnumerable"),
            { Name: "Dataflow", ContainingNamespace.Name: "Tasks" } => method.Name.Contains("Receive") || method.Name.StartsWith("OutputAvailable", StringComparison.Ordinal),
            _ => false,
        };
    }
}
