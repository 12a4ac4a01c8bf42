using System;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
#if NET8_0_OR_GREATER
using System.Threading.Tasks.Sources;
#endif

namespace SocketAnalyzers.Closing;

/// <content>Used for one connection after the other, so that a close allocates nothing but the frame that waits.</content>
internal sealed partial class GracefulClose
{
    // More than wait at once in a server whose gate is sized sensibly; each holds a few hundred bytes.
    private const int MostKept = 1024;

    private static readonly ConcurrentQueue<GracefulClose> Kept = new();

    private readonly SocketTransport _plain = new();

    /// <exception cref="InvalidOperationException">The socket is no connection.</exception>
    public static ValueTask<CloseResult> RunAsync(Socket socket, CloseOptions options, CancellationToken cancellation)
    {
        var close = Take();
        close._plain.Socket = socket;
        return close.StartAsync(close._plain, options, cancellation);
    }

    /// <inheritdoc cref="RunAsync(Socket, CloseOptions, CancellationToken)"/>
    public static ValueTask<CloseResult> RunAsync(ClosingTransport transport, CloseOptions options, CancellationToken cancellation) =>
        Take().StartAsync(transport, options, cancellation);

    private static GracefulClose Take() => Kept.TryDequeue(out var kept) ? kept : new GracefulClose();

    private ValueTask<CloseResult> StartAsync(ClosingTransport transport, CloseOptions options, CancellationToken cancellation)
    {
        Begin(transport, options, cancellation);
        return Completion(WorkAsync(Enter()));
    }

    private void Keep()
    {
        _plain.Socket = null!;
        Clear();
        if (Kept.Count < MostKept)
            Kept.Enqueue(this);
    }

#if NET8_0_OR_GREATER
    private ValueTask<CloseResult> Completion(ValueTask work)
    {
        if (!work.IsCompleted)
            return Pending(work);
        // Throws what a sink threw.
        work.GetAwaiter().GetResult();
        var result = _result;
        Keep();
        return new ValueTask<CloseResult>(result);
    }
#else
    private async ValueTask<CloseResult> Completion(ValueTask work)
    {
        await work.ConfigureAwait(false);
        var result = _result;
        Keep();
        return result;
    }
#endif
}

#if NET8_0_OR_GREATER
/// <content>The result that is still to come, without an object of its own.</content>
internal sealed partial class GracefulClose : IValueTaskSource<CloseResult>
{
    private readonly Action _worked;
    private ManualResetValueTaskSourceCore<CloseResult> _completion;
    private ValueTask _work;

    public GracefulClose()
    {
        _worked = Complete;
    }

    CloseResult IValueTaskSource<CloseResult>.GetResult(short token)
    {
        // Whoever awaits a second time must not give the object back a second time.
        if (_completion.GetStatus(token) == ValueTaskSourceStatus.Pending)
            throw new InvalidOperationException("The close has not ended yet: await it.");
        try
        {
            return _completion.GetResult(token);
        }
        finally
        {
            _completion.Reset();
            Keep();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<CloseResult>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<CloseResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    private ValueTask<CloseResult> Pending(ValueTask work)
    {
        _work = work;
        _work.GetAwaiter().UnsafeOnCompleted(_worked);
        return new ValueTask<CloseResult>(this, _completion.Version);
    }

    private void Complete()
    {
        try
        {
            _work.GetAwaiter().GetResult();
            _completion.SetResult(_result);
        }
        catch (Exception e)
        {
            _completion.SetException(e);
        }
    }
}
#endif
