using System;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Closing;

/// <summary>
/// A send of no byte, which is served behind the sends that are pending on its socket: when it is through, the FIN overtakes none of them.
/// It does not see a blocking send of a socket that was never used asynchronously.
/// </summary>
/// <remarks>Pooled, because the event arguments that a socket makes for its first <c>SendAsync</c> would be made for this one send.</remarks>
internal sealed class SendBarrier : SocketAsyncEventArgs
{
    private const int MostKept = 32;

    private static readonly ConcurrentQueue<SendBarrier> Kept = new();
    private static readonly object Served = new();

    // Null, Served, or the TaskCompletionSource<SocketError> of the one that waits.
    private object? _state;

    private SendBarrier()
#if NET8_0_OR_GREATER
        : base(true)
#endif
    {
        SetBuffer(Array.Empty<byte>(), 0, 0);
    }

    /// <summary>Completed at once where no send is pending. The code of the socket; an error that it takes away has to be told.</summary>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    public static ValueTask<SocketError> PassAsync(Socket socket)
    {
        if (!Kept.TryDequeue(out var barrier))
            barrier = new SendBarrier();
        if (!socket.SendAsync(barrier))
            return new ValueTask<SocketError>(barrier.Keep());
        var waiting = new TaskCompletionSource<SocketError>(TaskCreationOptions.RunContinuationsAsynchronously);
        return Interlocked.CompareExchange(ref barrier._state, waiting, null) is null
            ? new ValueTask<SocketError>(waiting.Task)
            : new ValueTask<SocketError>(barrier.Keep());
    }

    protected override void OnCompleted(SocketAsyncEventArgs e)
    {
        if (Interlocked.CompareExchange(ref _state, Served, null) is TaskCompletionSource<SocketError> waiting)
            waiting.TrySetResult(Keep());
    }

    private SocketError Keep()
    {
        var error = SocketError;
        _state = null;
        if (Kept.Count < MostKept)
            Kept.Enqueue(this);
        else
            Dispose();
        return error;
    }
}
