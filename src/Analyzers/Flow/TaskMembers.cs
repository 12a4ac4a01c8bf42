using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>What the caller does with the task of a call: only who waits for it gets its exception.</summary>
internal enum TaskUse
{
    /// <summary>No task: the call itself throws.</summary>
    None,
    Awaited,

    /// <summary>Wait() or Result: an AggregateException.</summary>
    Blocked,

    /// <summary>Awaited with <c>ConfigureAwaitOptions.SuppressThrowing</c>: its exception is not thrown.</summary>
    Suppressed,

    /// <summary>Given to the caller: no catch of this method sees its exception.</summary>
    Returned,

    /// <summary>Dropped, kept, or handed to somebody else.</summary>
    NotHere,
}

/// <summary>Members of the task types, which hand on the value that they stand for and do nothing to it.</summary>
internal static class TaskMembers
{
    /// <summary><c>t.Result</c>, <c>t.ConfigureAwait(false)</c>, <c>t.GetAwaiter().GetResult()</c>, <c>Task.FromResult(x)</c>: still the same object.</summary>
    public static bool PassesItsValueOn(IMethodSymbol method) =>
        IsTaskMember(method)
        && method.Name is "ConfigureAwait" or "GetAwaiter" or "GetResult" or "AsTask" or "Preserve" or "WaitAsync" or "FromResult" or "get_Result";

    /// <summary>By its signature a method of somebody that gives the task on, or one that ends with it: <c>read.WithCancellation(token)</c>.</summary>
    public static bool HandsItsTaskOn(IMethodSymbol method) =>
        method is { IsStatic: true, IsExtensionMethod: true, Parameters.Length: > 0, ReturnType: INamedTypeSymbol { Arity: 1 } } && IsTask(method.ReturnType)
        && SymbolEqualityComparer.Default.Equals(method.Parameters[0].Type, method.ReturnType);

    /// <summary>It comes back only when every operation that it is given, or called on, is over.</summary>
    public static bool Waits(IMethodSymbol method) =>
        IsTaskMember(method) && method.Name is "GetResult" or "get_Result" or "WaitAll" || (method.Name is "Wait" or "WaitOne" && method.Parameters.IsEmpty);

    /// <summary>A task that stands for all tasks that it is given.</summary>
    public static bool Combines(IMethodSymbol method) =>
        IsTaskMember(method) && method.IsStatic && method.Name is "WhenAll" or "WhenAny" or "WhenEach" or "WaitAll" or "WaitAny";

    /// <summary>What follows goes on when the first of the tasks is over: of <c>WhenEach</c> the body of its loop.</summary>
    public static bool IsRace(IMethodSymbol method) => method.Name is "WhenAny" or "WhenEach" or "WaitAny" && Combines(method);

    /// <summary>It cancels what was given a token of its source; not after a time.</summary>
    public static bool IsCancel(IMethodSymbol method) =>
        method.Name is "Cancel" or "CancelAsync" && method.ContainingType is { Name: "CancellationTokenSource", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } };

    /// <summary>Code that lets time pass, or waits for another part of the program.</summary>
    public static bool PassesTime(IMethodSymbol method) => method.Name switch
    {
        "Sleep" or "Delay" or "Wait" or "WaitOne" or "WaitAll" or "WaitAny" or "WaitAsync" or "SpinUntil" or "SpinWait" or "Join" or "SignalAndWait" =>
            method.ContainingType?.ContainingNamespace is { Name: "Threading" or "Tasks" },
        // Whether there is something to read: it comes back when there is.
        "Poll" or "Select" => method.ContainingType is { Name: "Socket", ContainingNamespace.Name: "Sockets" },
        _ => AsksTheUser(method),
    };

    /// <summary>Waits for what is typed.</summary>
    public static bool AsksTheUser(IMethodSymbol method) =>
        method.Name is "ReadLine" or "ReadKey" or "Read" && method.ContainingType is { Name: "Console", ContainingNamespace.Name: "System" };

    public static bool IsTask(ITypeSymbol? type) => type is { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" };

    public static bool IsTaskMember(IMethodSymbol method) =>
        method.ContainingType?.ContainingNamespace is { } ns
        && (ns is { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } }
            || (ns is { Name: "CompilerServices", ContainingNamespace: { Name: "Runtime", ContainingNamespace.Name: "System" } }
                && method.ContainingType.Name.Contains("Await")));

    /// <summary>What the code around <paramref name="call"/> does with the task that it gives: up through ConfigureAwait and conversions.</summary>
    public static TaskUse UseOf(IOperation call)
    {
        for (var operation = call.Parent; operation is not null; operation = operation.Parent)
        {
            switch (operation)
            {
                case IAwaitOperation:
                case IInvocationOperation { TargetMethod.Name: "GetResult" }:
                    return TaskUse.Awaited;
                case IInvocationOperation { TargetMethod.Name: "Wait" }:
                case IPropertyReferenceOperation { Property.Name: "Result" }:
                    return TaskUse.Blocked;
                case IReturnOperation { Kind: OperationKind.Return }:
                    return TaskUse.Returned;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured when MaySuppressThrowing(configured):
                    return TaskUse.Suppressed;
                case IConversionOperation:
                case IInvocationOperation passed when PassesItsValueOn(passed.TargetMethod):
                    break;
                default:
                    return TaskUse.NotHere;
            }
        }

        return TaskUse.NotHere;
    }

    // ConfigureAwait(bool) never does; of ConfigureAwaitOptions a value that is not known may.
    private static bool MaySuppressThrowing(IInvocationOperation configured)
    {
        const int suppressThrowing = 2;
        foreach (var argument in configured.Arguments)
        {
            if (argument.Parameter?.Type.Name == "ConfigureAwaitOptions")
                return ValueReader.Constant(argument.Value) is not int options || (options & suppressThrowing) != 0;
        }

        return false;
    }
}
