using Microsoft.CodeAnalysis;

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
}
