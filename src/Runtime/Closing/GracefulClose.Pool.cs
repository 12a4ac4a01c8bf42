using System;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
#if NET8_0_OR_GREATER
using System.Threading.Tasks.Sources;
#endif

namespace SocketAnalyzers.Closing;

/// <content>Used for one connection after the other, so that a close allocates nothing.</content>
internal sealed partial class GracefulClose
{
    // More than wait at once in a server whose gate is sized sensibly; each holds a few hundred bytes.
    private const int MostKept = 1024;

    private static readonly ConcurrentQueue<GracefulClose> Kept = new();

    private readonly SocketTransport _plain = new();

    /// <exception cref="InvalidOperationException">The socket is no connection.</exception>
    public static ValueTask<CloseResult> RunAsync(Socket socket, CloseOptions options, CancellationToken cancellation)
    {
        if (!Kept.TryDequeue(out var close))
        {
            close = new GracefulClose { _isReusable = true };
            close._waker.Prepare();
        }

        close._plain.Socket = socket;
        return close.StartAsync(close._plain, options, cancellation);
    }

    /// <inheritdoc cref="RunAsync(Socket, CloseOptions, CancellationToken)"/>
    public static ValueTask<CloseResult> RunAsync(ClosingTransport transport, CloseOptions options, CancellationToken cancellation) =>
        new GracefulClose().StartAsync(transport, options, cancellation);

    private void Keep()
    {
        if (_isReusable && Kept.Count < MostKept)
            Kept.Enqueue(this);
    }

    /// <summary>The end of the close.</summary>
    /// <param name="thrown">What the caller's sink threw.</param>
    private void Complete(Exception? thrown)
    {
        var result = Finish();
        try
        {
            _waker.Reset(Options);
        }
        catch (Exception)
        {
            // A timer of the caller's.
            _isReusable = false;
        }

        if (_stop.IsCancellationRequested)
        {
            _stop.Dispose();
            _stop = new CancellationTokenSource();
        }

        _receiving = default;
        _plain.Socket = null!;
        Clear();
        Complete(result, thrown);
    }

#if !NET8_0_OR_GREATER
    private TaskCompletionSource<CloseResult> _completion = null!;

    private ValueTask<CloseResult> StartAsync(ClosingTransport transport, CloseOptions options, CancellationToken cancellation)
    {
        Begin(transport, options, cancellation);
        var completion = _completion = new TaskCompletionSource<CloseResult>();
        Start();
        return new ValueTask<CloseResult>(completion.Task);
    }

    private void Complete(CloseResult result, Exception? thrown)
    {
        var completion = _completion;
        Keep();
        if (thrown is null)
            completion.SetResult(result);
        else
            completion.SetException(thrown);
    }
#endif
}

#if NET8_0_OR_GREATER
/// <content>The result that is still to come, without an object of its own.</content>
internal sealed partial class GracefulClose : IValueTaskSource<CloseResult>
{
    private ManualResetValueTaskSourceCore<CloseResult> _completion;

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

    private ValueTask<CloseResult> StartAsync(ClosingTransport transport, CloseOptions options, CancellationToken cancellation)
    {
        Begin(transport, options, cancellation);
        var closing = new ValueTask<CloseResult>(this, _completion.Version);
        Start();
        return closing;
    }

    private void Complete(CloseResult result, Exception? thrown)
    {
        if (thrown is null)
            _completion.SetResult(result);
        else
            _completion.SetException(thrown);
    }
}
#endif
