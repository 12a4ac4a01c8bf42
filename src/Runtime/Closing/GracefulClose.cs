using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Closing;

/// <summary>The graceful close that waits without a thread.</summary>
internal sealed partial class GracefulClose : CloseProcedure
{
    private readonly Waker _waker = new();
    private readonly Action _drain;
    private CancellationTokenSource _stop = new();
    private ValueTask<int> _receiving;
    private bool _isReceiving;
    private bool _goesOn;

    // Serves the next connection too. Not when a task that has not ended may still wake it.
    private bool _isReusable;

    public GracefulClose()
    {
        _drain = Drain;
    }

    private void Start()
    {
        _goesOn = Enter();
        if (_goesOn && (PendingSends is not null || HasStreamToEnd || Options.Reader is not null))
        {
            // It catches all that can happen.
            _ = StartLaterAsync();
            return;
        }

        if (_goesOn && HasFinToSend)
        {
            var passing = PassSends();
            if (!passing.IsCompleted)
            {
                _ = StartLaterAsync(passing.AsTask());
                return;
            }

            _goesOn = Passed(passing.Result, hasWaited: false);
        }

        _goesOn = _goesOn && QueueFin();
        Drain();
    }

    /// <param name="passing">Sends that nobody has named, and that are waited for already.</param>
    private async Task StartLaterAsync(Task<SocketError>? passing = null)
    {
        try
        {
            if (passing is null)
            {
                _goesOn = PendingSends is not { } sends || await SendsEndAsync(sends).ConfigureAwait(false);
                if (_goesOn && HasStreamToEnd)
                    _goesOn = await StreamEndsAsync().ConfigureAwait(false);
            }

            if (_goesOn && HasFinToSend)
                _goesOn = await SendsPassAsync(passing ?? PassSends().AsTask()).ConfigureAwait(false);
            _goesOn = _goesOn && QueueFin();
            if (_goesOn && Options.Reader is { } reader)
                _goesOn = await ReaderEndsAsync(reader).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Complete(e);
            return;
        }

        Drain();
    }

    /// <summary>
    /// Until there is something to wait for, and again when it has come. Here nearly all closes wait, so this is no asynchronous method: with
    /// 300 at once each would allocate its frame, because the pool of the platform keeps one for each thread and each core.
    /// </summary>
    private void Drain()
    {
        try
        {
            while (IsWaiting())
            {
                var waking = WakeAsync().ConfigureAwait(false).GetAwaiter();
                if (!waking.IsCompleted)
                {
                    waking.UnsafeOnCompleted(_drain);
                    return;
                }

                waking.GetResult();
            }
        }
        catch (Exception e)
        {
            // Of the caller's sink.
            Complete(e);
            return;
        }

        Complete(null);
    }

    /// <summary>Goes as far as it can without waiting.</summary>
    private bool IsWaiting()
    {
        while (_goesOn && !PeerHasEnded)
        {
            if (!_isReceiving)
                StartReceive();
            // Nobody is disposed of with a receive of ours pending: it is canceled, and awaited.
            if (!_receiving.IsCompleted && !GoesOn())
                _stop.Cancel();
            if (!_receiving.IsCompleted)
                return true;
            _goesOn = EndReceive();
        }

        // The peer has ended; what it has not acknowledged yet may still be answered with a reset.
        return _goesOn && GoesOn();
    }

    private void StartReceive()
    {
        var destination = Destination();
        _isReceiving = true;
        try
        {
            _receiving = Transport.ReceiveAsync(destination, _stop.Token);
        }
        catch (Exception e) when (e is ObjectDisposedException || SocketErrors.Code(e) is not null)
        {
            _receiving = new ValueTask<int>(Task.FromException<int>(e));
        }

        if (!_receiving.IsCompleted)
            _receiving.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_waker.Wake);
    }

    private bool EndReceive()
    {
        _isReceiving = false;
        int count;
        try
        {
            count = _receiving.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return GoesOn();
        }
        catch (Exception e) when (e is ObjectDisposedException || SocketErrors.Code(e) is not null)
        {
            return Failed(e);
        }

        return Received(count);
    }

    private async ValueTask<bool> SendsEndAsync(Task sends)
    {
        return await EndsAsync(sends).ConfigureAwait(false) ? SentAll(sends) : CutOff();
    }

    private async ValueTask<bool> SendsPassAsync(Task<SocketError> passing)
    {
        var waits = !passing.IsCompleted;
        return await EndsAsync(passing).ConfigureAwait(false) ? Passed(await passing.ConfigureAwait(false), waits) : CutOff();
    }

    private async ValueTask<bool> StreamEndsAsync()
    {
        var ending = Transport.EndStreamAsync(Options.Reader, _stop.Token);
        if (!ending.IsCompleted && Options.TotalTimeout == TimeSpan.Zero)
            await Transport.ThreadsTurnAsync(ending).ConfigureAwait(false);
        if (!await EndsAsync(ending).ConfigureAwait(false))
        {
            _stop.Cancel();
            Waiting.Forget(ending);
            return CutOff();
        }

        if (ending.Status == TaskStatus.RanToCompletion)
            return true;
        // A flush that was canceled has written nothing.
        if (ending.Exception?.InnerException is not { } e)
            return CutOff();
        if (SocketErrors.Code(e) is { } code)
            return SocketErrors.IsPeerReset(code) || SocketErrors.IsLocalAbort(code) ? Failed(e) : CutOff(e);
        return Transport.HasSentAll(e) || CutOff(e);
    }

    /// <summary>The caller reads. When it has ended there is no second reader any more, and the drain makes sure of the end.</summary>
    private async ValueTask<bool> ReaderEndsAsync(Task reader)
    {
        return await EndsAsync(reader).ConfigureAwait(false) && ReaderSawNoReset(reader);
    }

    /// <summary>Waits for a task that is not ours, and looks after the limits meanwhile.</summary>
    private async ValueTask<bool> EndsAsync(Task task)
    {
        if (!task.IsCompleted)
            task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_waker.Wake);
        while (!task.IsCompleted)
        {
            await WakeAsync().ConfigureAwait(false);
            if (task.IsCompleted || GoesOn())
                continue;
            _isReusable = false;
            return false;
        }

        return true;
    }

    /// <summary>The next thing that happens, or the next look.</summary>
    private ValueTask WakeAsync()
    {
        // Once set it stays set until its time: progress only makes it come too early, and that costs one look.
        if (!_waker.IsSet || PeerHasEnded)
            _waker.Set(Options, NextWait(), Cancellation);
        return _waker.WaitAsync();
    }
}
