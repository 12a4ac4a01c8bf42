using System;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Relaying;

/// <summary>Reads of ours that stand aside once, for an end that must not run beside one, and go on afterwards. A canceled read of TLS loses nothing.</summary>
internal sealed class InterruptibleReads
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _interrupt = new();
    private volatile bool _wasInterrupted;

    public async ValueTask<int> ReadAsync(Func<ArraySegment<byte>, CancellationToken, ValueTask<int>> read, ArraySegment<byte> buffer, CancellationToken cancellation)
    {
        while (true)
        {
            // Without the token: with one that is canceled already a read gives what the stream has in its buffer.
            await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            var mayBeInterrupted = !_wasInterrupted;
            try
            {
                if (!mayBeInterrupted)
                    return await read(buffer, cancellation).ConfigureAwait(false);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _interrupt.Token);
                return await read(buffer, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (mayBeInterrupted && _wasInterrupted && !cancellation.IsCancellationRequested)
            {
                // Whoever interrupted has the turn now.
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    public async ValueTask BesideNoneAsync(Func<CancellationToken, ValueTask> action, CancellationToken cancellation)
    {
        // First in the queue, so that the interrupted read does not begin again before.
        var turn = _turn.WaitAsync(CancellationToken.None);
        _wasInterrupted = true;
        _interrupt.Cancel();
        await turn.ConfigureAwait(false);
        try
        {
            await action(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }
}
