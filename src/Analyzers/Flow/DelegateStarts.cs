using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>What a member of the platform does with a delegate that it is given.</summary>
internal enum DelegateStart
{
    Unknown,

    /// <summary>Runs it once and gives a task for it.</summary>
    Task,

    /// <summary>Runs it once, and nobody waits: a thread, a work item, a registration.</summary>
    Once,

    /// <summary>Runs it again and again.</summary>
    Timer,

    /// <summary>Runs it for each element of a collection.</summary>
    ForEach,
}

/// <summary>The members of the platform that run a delegate, known by their type.</summary>
internal static class DelegateStarts
{
    public static DelegateStart Of(IMethodSymbol method)
    {
        var type = method.ContainingType;
        if (type?.ContainingNamespace is not { } space)
            return DelegateStart.Unknown;
        if (space is { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
        {
            return type.Name switch
            {
                "Thread" or "ThreadPool" or "CancellationToken" => DelegateStart.Once,
                "Timer" => DelegateStart.Timer,
                _ => DelegateStart.Unknown,
            };
        }

        if (TaskMembers.IsTaskMember(method))
            return type.Name is "Task" or "TaskFactory" ? DelegateStart.Task : DelegateStart.Unknown;
        var isCollection = (space is { Name: "Linq", ContainingNamespace.Name: "System" } && type.Name == "Enumerable")
            || (method.Name == "ForEach" && type is { Name: "List" or "Array", ContainingNamespace: { Name: "Generic" or "System" } });
        return isCollection ? DelegateStart.ForEach : DelegateStart.Unknown;
    }

    /// <summary>A timer that is told to come once: its period is Timeout.Infinite.</summary>
    public static bool IsOnce(IOperation timer)
    {
        if (timer is not IObjectCreationOperation creation)
            return false;
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter?.Name != "period")
                continue;
            return ValueReader.Constant(argument.Value) is -1 or -1L
                || ValueReader.Unwrap(argument.Value) is IFieldReferenceOperation { Field.Name: "InfiniteTimeSpan" };
        }

        return false;
    }
}
