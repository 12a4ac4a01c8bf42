using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Closing;

/// <summary>The graceful close that waits without a thread.</summary>
internal sealed partial class GracefulClose : CloseProcedure
{
    private readonly Waker _waker = new();
    private CloseResult _result;

    // One asynchronous frame for the drain, where nearly all closes wait: it is all that a waiting close allocates.
#if NET8_0_OR_GREATER
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
#endif
    private async ValueTask WorkAsync(bool goesOn)
    {
        try
        {
            if (goesOn && PendingSends is not null)
                goesOn = await SendsEndAsync(PendingSends).ConfigureAwait(false);
            if (goesOn && HasStreamToEnd)
                goesOn = await StreamEndsAsync().ConfigureAwait(false);
            goesOn = goesOn && QueueFin();
            if (goesOn && Options.Reader is not null)
                goesOn = await ReaderEndsAsync(Options.Reader).ConfigureAwait(false);
            while (goesOn && !PeerHasEnded)
            {
                var destination = Destination();
                int count;
                try
                {
                    var receiving = Transport.ReceiveAsync(destination, Wake());
                    // Nobody is disposed of with a receive of ours pending: it is canceled, and awaited.
                    if (!receiving.IsCompleted && !GoesOn())
                        _waker.Fire();
                    count = await receiving.ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    goesOn = GoesOn();
                    continue;
                }
                catch (Exception e) when (e is ObjectDisposedException || SocketErrors.Code(e) is not null)
                {
                    goesOn = Failed(e);
                    continue;
                }

                goesOn = Received(count);
            }

            if (goesOn)
                await AcknowledgedAsync().ConfigureAwait(false);
        }
        finally
        {
            _result = Finish();
            _waker.Reset();
        }
    }

    private CancellationToken Wake() => _waker.Set(Options, NextWait(), Cancellation, sooner: PeerHasEnded);

    private async ValueTask<bool> SendsEndAsync(Task sends)
    {
        return await EndsAsync(sends).ConfigureAwait(false) ? SentAll(sends) : CutOff();
    }

    private async ValueTask<bool> StreamEndsAsync()
    {
        var ending = Transport.EndStreamAsync();
        if (!await EndsAsync(ending).ConfigureAwait(false))
        {
            Waiting.Forget(ending);
            return CutOff();
        }

        // Without a code of a socket it was the stream's state: ended already, or no handshake. The FIN is due all the same.
        return ending.Exception?.InnerException is not { } e || SocketErrors.Code(e) is null || Failed(e);
    }

    /// <summary>The caller reads. When it has ended there is no second reader any more, and the drain makes sure of the end.</summary>
    private async ValueTask<bool> ReaderEndsAsync(Task reader)
    {
        return await EndsAsync(reader).ConfigureAwait(false) && ReaderSawNoReset(reader);
    }

    /// <summary>The peer has ended; what it has not acknowledged yet may still be answered with a reset.</summary>
    private async ValueTask AcknowledgedAsync()
    {
        do
            await Transport.WaitAsync(Task.Delay(Timeout.Infinite), Wake()).ConfigureAwait(false);
        while (GoesOn());
    }

    /// <summary>Waits for a task that is not ours, and looks after the limits meanwhile.</summary>
    private async ValueTask<bool> EndsAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            await Transport.WaitAsync(task, Wake()).ConfigureAwait(false);
            if (!task.IsCompleted && !GoesOn())
                return false;
        }

        return true;
    }
}
