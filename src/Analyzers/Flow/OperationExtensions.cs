using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>Where an operation stands.</summary>
internal static class OperationExtensions
{
    /// <summary>The outermost operation around it: that of the whole body or initializer.</summary>
    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent)
            operation = parent;
        return operation;
    }

    /// <summary>The method, lambda or local function that it is code of.</summary>
    public static IMethodSymbol? EnclosingMethod(this IOperation operation, CancellationToken cancellation) =>
        operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart, cancellation) is IMethodSymbol function ? function.OriginalDefinition : null;

    /// <summary>The lambda or local function around it, else the body that it stands in.</summary>
    public static IOperation FunctionAround(this IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
            if (operation is IAnonymousFunctionOperation or ILocalFunctionOperation)
                break;
        }

        return operation;
    }

    /// <summary>Whether a lambda or local function is around it, below <paramref name="boundary"/> where there is one.</summary>
    public static bool IsInNestedFunction(this IOperation operation, IOperation? boundary = null)
    {
        for (var parent = operation.Parent; parent is not null && parent != boundary; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return true;
        }

        return false;
    }
}
