using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>A handler that gives its exception to somebody who waits for the result: what that one does then is not seen here.</summary>
internal static class HandsExceptionOn
{
    /// <summary>Through a TaskCompletionSource, or the completion of a channel or pipe.</summary>
    public static bool IsIn(ICatchClauseOperation handler)
    {
        foreach (var operation in MethodBodies.Walk(handler.Handler))
        {
            if (operation is not IInvocationOperation { TargetMethod: { } method, Arguments: { Length: > 0 } arguments })
                continue;
            var isCompletion = method.Name switch
            {
                "SetException" or "TrySetException" => true,
                "Complete" or "TryComplete" or "CompleteAsync" or "Fault" => true,
                _ => false,
            };
            if (isCompletion && method.RootNamespace() == "System" && IsException(ValueReader.Unwrap(arguments[0].Value).Type))
                return true;
        }

        return false;
    }

    private static bool IsException(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
                return true;
        }

        return false;
    }
}
