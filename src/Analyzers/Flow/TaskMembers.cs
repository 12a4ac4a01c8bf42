using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>Members of the task types, which hand on the value that they stand for and do nothing to it.</summary>
internal static class TaskMembers
{
    /// <summary><c>t.Result</c>, <c>t.ConfigureAwait(false)</c>, <c>t.GetAwaiter().GetResult()</c>, <c>Task.FromResult(x)</c>: still the same object.</summary>
    public static bool PassesItsValueOn(IMethodSymbol method) =>
        IsTaskMember(method)
        && method.Name is "ConfigureAwait" or "GetAwaiter" or "GetResult" or "AsTask" or "Preserve" or "WaitAsync" or "FromResult" or "get_Result";

    /// <summary>It comes back only when every operation that it is given, or called on, is over.</summary>
    public static bool Waits(IMethodSymbol method) =>
        IsTaskMember(method) && method.Name is "GetResult" or "get_Result" or "WaitAll" || (method.Name is "Wait" or "WaitOne" && method.Parameters.IsEmpty);

    /// <summary>A task that stands for all tasks that it is given.</summary>
    public static bool Combines(IMethodSymbol method) =>
        IsTaskMember(method) && method.IsStatic && method.Name is "WhenAll" or "WhenAny" or "WaitAll" or "WaitAny";

    /// <summary>Code that lets time pass, or waits for another part of the program.</summary>
    public static bool PassesTime(IMethodSymbol method) => method.Name switch
    {
        "Sleep" or "Delay" or "Wait" or "WaitOne" or "WaitAll" or "WaitAny" or "WaitAsync" or "SpinUntil" or "SpinWait" or "Join" or "SignalAndWait" =>
            method.ContainingType?.ContainingNamespace is { Name: "Threading" or "Tasks" },
        "ReadLine" or "ReadKey" or "Read" => method.ContainingType is { Name: "Console", ContainingNamespace.Name: "System" },
        _ => false,
    };

    public static bool IsTaskMember(IMethodSymbol method) =>
        method.ContainingType?.ContainingNamespace is { } ns
        && (ns is { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } }
            || (ns is { Name: "CompilerServices", ContainingNamespace: { Name: "Runtime", ContainingNamespace.Name: "System" } }
                && method.ContainingType.Name.Contains("Await")));
}
