using System;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Flow;

/// <summary>
/// What fails in one body stays there: nothing is said of that body, and it is counted. Roslyn's graph builder throws where an
/// expression is too deep for the stack, and a mistake of ours must not end a build either. Thread-safe.
/// </summary>
internal sealed class BodyFailures
{
    private int _count;

    /// <summary>Lets a mistake of ours through, for tests; that the stack is too small is nobody's mistake.</summary>
    public static bool AreThrown { get; set; }

    /// <summary>Bodies of which nothing is said because something threw.</summary>
    public int Count => _count;

    /// <summary>Called with every body that failed, for tools.</summary>
    public Action<ISymbol, Exception>? Failed { get; set; }

    /// <summary>Whether an exception is no cancellation, and no mistake that a test wants to see.</summary>
    public static bool StaysInside(Exception exception) =>
        exception is not OperationCanceledException && (!AreThrown || exception is InsufficientExecutionStackException);

    /// <summary>For an exception filter: counts the failure, unless it is a cancellation.</summary>
    public bool Contain(Exception exception, ISymbol body)
    {
        if (!StaysInside(exception))
            return false;
        Interlocked.Increment(ref _count);
        Failed?.Invoke(body, exception);
        return true;
    }
}
