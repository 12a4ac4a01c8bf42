using System;
using System.Threading;
using System.Threading.Tasks;
using System.Threading.Tasks.Sources;

namespace SocketAnalyzers.Closing;

/// <summary>
/// Wakes the one that waits, or the next one to wait. Several signals count as one. Who is woken looks what there is, so that a signal
/// too many does no harm.
/// </summary>
/// <remarks>Used again and again, and allocates nothing: a close waits here in place of a task for each thing that can happen.</remarks>
internal sealed class Signal : IValueTaskSource
{
    private static readonly Action<object?> IsSet = static _ => { };

    // Null: neither set nor awaited.
    private Action<object?>? _continuation;
    private object? _state;

    public Signal()
    {
        SetAction = Set;
    }

    /// <summary><see cref="Set"/>, for those who want a delegate.</summary>
    public Action SetAction { get; }

    /// <summary>By one at a time.</summary>
    public ValueTask WaitAsync() => new(this, 0);

    public void Set()
    {
        var continuation = Interlocked.CompareExchange(ref _continuation, IsSet, null);
        if (continuation is not null && continuation != IsSet && Interlocked.CompareExchange(ref _continuation, null, continuation) == continuation)
            continuation(_state);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) =>
        Volatile.Read(ref _continuation) == IsSet ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;

    void IValueTaskSource.GetResult(short token) => Interlocked.CompareExchange(ref _continuation, null, IsSet);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _state = state;
        // Set since it was asked. Not called from here, because the caller is still on its way into the wait.
        if (Interlocked.CompareExchange(ref _continuation, continuation, null) is not null)
            ThreadPool.UnsafeQueueUserWorkItem(new WaitCallback(continuation), state);
    }
}
