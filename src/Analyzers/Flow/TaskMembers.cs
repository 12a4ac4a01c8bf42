using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>Members of the task types, which hand on the value that they stand for and do nothing to it.</summary>
internal static class TaskMembers
{
    /// <summary><c>t.Result</c>, <c>t.ConfigureAwait(false)</c>, <c>t.GetAwaiter().GetResult()</c>, <c>Task.FromResult(x)</c>: still the same object.</summary>
    public static bool PassesItsValueOn(IMethodSymbol method) =>
        IsTaskMember(method)
        && method.Name is "ConfigureAwait" or "GetAwaiter" or "GetResult" or "AsTask" or "Preserve" or "WaitAsync" or "FromResult" or "get_Result";

    public static bool IsTaskMember(IMethodSymbol method) =>
        method.ContainingType?.ContainingNamespace is { } ns
        && (ns is { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } }
            || (ns is { Name: "CompilerServices", ContainingNamespace: { Name: "Runtime", ContainingNamespace.Name: "System" } }
                && method.ContainingType.Name.Contains("Await")));
}
