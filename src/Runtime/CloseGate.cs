using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Closing;

namespace SocketAnalyzers;

/// <summary>
/// For servers: at most so many lingering closes at once. Each one holds a socket for as long as its limits allow, and a peer that connects
/// and stays silent costs nothing: measured with a limit of 2 s, 1,245 such connections a second held 3,001 sockets.
/// Beyond the cap a connection is closed without waiting: <see cref="CloseOutcome.Shed"/>. Thread-safe.
/// </summary>
public sealed class CloseGate
{
    private readonly CloseOptions _options;
    private readonly CancellationTokenSource _deadline = new();
    private readonly CancellationTokenSource _draining = new();
    private readonly object _lock = new();

    // All below: under the lock.
    private TaskCompletionSource<int>? _drained;
    private bool _deadlineIsOver;
    private bool _momentIsOver;
    private int _active;
    private int _sessions;
    private int _cutOff;
    private long _shed;

    /// <summary>A gate for so many closes.</summary>
    /// <param name="maxConcurrentCloses">How many connections may linger at once. Zero: every one is shed.</param>
    /// <param name="options">The limits of each close; null: <see cref="CloseOptions.Server"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxConcurrentCloses"/> is negative.</exception>
    public CloseGate(int maxConcurrentCloses, CloseOptions? options = null)
    {
        if (maxConcurrentCloses < 0)
            throw new ArgumentOutOfRangeException(nameof(maxConcurrentCloses), maxConcurrentCloses, $"maxConcurrentCloses is {maxConcurrentCloses}; allowed is zero or more.");
        MaxConcurrentCloses = maxConcurrentCloses;
        _options = options ?? CloseOptions.Server;
    }

    /// <summary>How many connections may linger at once.</summary>
    public int MaxConcurrentCloses { get; }

    /// <summary>How long a session has to end, too, whose close was cut off by the deadline. Settable for the tests.</summary>
    internal TimeSpan MomentForSessions { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How many linger now.</summary>
    public int ActiveCloses
    {
        get
        {
            lock (_lock)
                return _active;
        }
    }

    /// <summary>How many sessions have been entered and have not ended.</summary>
    public int ActiveSessions
    {
        get
        {
            lock (_lock)
                return _sessions;
        }
    }

    /// <summary>
    /// Canceled when a drain begins: finish the request in hand, then close. Its callbacks run on a thread of the pool (.NET 8 and later: not
    /// inside of <c>DrainAllAsync</c>; what they throw ends nothing).
    /// </summary>
    public CancellationToken Draining => _draining.Token;

    /// <summary>How many were shed so far.</summary>
    public long ShedCloses
    {
        get
        {
            lock (_lock)
                return _shed;
        }
    }

    /// <summary>As <see cref="SocketClosing.CloseGracefullyAsync(Socket, CloseOptions?, CancellationToken)"/>, if there is a place; else the connection is shed.</summary>
    /// <param name="socket">A socket in any state.</param>
    /// <param name="options">The limits of this close; null: those of the gate.</param>
    /// <param name="cancellationToken">Ends the close, and the connection, at once.</param>
    /// <exception cref="ArgumentNullException"><paramref name="socket"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The socket listens, or is no Stream socket.</exception>
    public Task<CloseResult> CloseAsync(Socket socket, CloseOptions? options = null, CancellationToken cancellationToken = default) =>
        RunAsync(null, socket ?? throw new ArgumentNullException(nameof(socket)), options ?? _options, cancellationToken);

    /// <summary>As <see cref="SocketClosing.CloseGracefullyAsync(Stream, Socket, CloseOptions?, CancellationToken)"/>, if there is a place; else the connection is shed.</summary>
    /// <param name="outer">The outermost stream over the socket.</param>
    /// <param name="socket">The socket at the bottom.</param>
    /// <param name="options">The limits of this close; null: those of the gate.</param>
    /// <param name="cancellationToken">Ends the close, and the connection, at once.</param>
    /// <exception cref="ArgumentNullException"><paramref name="outer"/> or <paramref name="socket"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The socket listens, or is no Stream socket; or the stream has a trailer to write.</exception>
    public Task<CloseResult> CloseAsync(Stream outer, Socket socket, CloseOptions? options = null, CancellationToken cancellationToken = default) =>
        RunAsync(outer ?? throw new ArgumentNullException(nameof(outer)), socket ?? throw new ArgumentNullException(nameof(socket)), options ?? _options, cancellationToken);

    /// <summary>
    /// Counts a session that is still served: <c>DrainAllAsync</c> waits for it. Dispose what it returns after the session's close.
    /// Allowed while draining; never throws.
    /// </summary>
    /// <returns>Ends the session when it is disposed; only the first time counts.</returns>
    public IDisposable EnterSession()
    {
        lock (_lock)
            _sessions++;
        return new Session(this);
    }

    /// <summary>
    /// At the shutdown of a host: cancels <see cref="Draining"/>, waits until no session is served and no connection lingers, at most for the given
    /// time, and then ends the closes that are left (<see cref="CloseOutcome.Canceled"/>). A close that begins after the deadline, or after this
    /// had nothing left to wait for, is not cut off: at the deadline it ends without waiting any more (<see cref="CloseOutcome.Shed"/>).
    /// </summary>
    /// <param name="deadline">From now; <see cref="Timeout.InfiniteTimeSpan"/>: as long as their own limits allow. Of several deadlines the earliest counts.</param>
    /// <returns>
    /// How many closes and sessions had not ended at the deadline. The session of a close that was cut off has 250 ms to end too, and then
    /// counts once.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">Negative and not infinite, or more than <see cref="int.MaxValue"/> milliseconds.</exception>
    public Task<int> DrainAllAsync(TimeSpan deadline)
    {
        if (deadline != Timeout.InfiniteTimeSpan && (deadline < TimeSpan.Zero || deadline.TotalMilliseconds > int.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(deadline), deadline, $"deadline is {deadline}; allowed is from zero to {TimeSpan.FromMilliseconds(int.MaxValue)}, or Timeout.InfiniteTimeSpan.");
        var drained = BeginDraining();
        if (deadline != Timeout.InfiniteTimeSpan)
            _ = EndAtAsync(deadline);
        return drained;
    }

    /// <inheritdoc cref="DrainAllAsync(TimeSpan)"/>
    /// <param name="deadline">The deadline comes when it is canceled: the token of <c>IHostedService.StopAsync</c>. Of several deadlines the earliest counts.</param>
    /// <remarks>Does not throw <see cref="OperationCanceledException"/>.</remarks>
    public Task<int> DrainAllAsync(CancellationToken deadline)
    {
        var drained = BeginDraining();
        // Queued: the caller's code must not run inside of Cancel().
        if (deadline.IsCancellationRequested)
            EndNow();
        else if (deadline.CanBeCanceled)
            deadline.Register(static gate => ThreadPool.UnsafeQueueUserWorkItem(static state => ((CloseGate)state!).EndNow(), gate), this);
        return drained;
    }

    private Task<int> BeginDraining()
    {
        var begins = false;
        Task<int> drained;
        lock (_lock)
        {
            if (_drained is null)
            {
                begins = true;
                _drained = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            drained = _drained.Task;
            CompleteIfDrained();
        }

        if (begins)
            Waiting.Forget(CancelDrainingAsync());
        return drained;
    }

#if NET8_0_OR_GREATER
    private Task CancelDrainingAsync() => _draining.CancelAsync();
#else
    private Task CancelDrainingAsync() => Task.Run(_draining.Cancel);
#endif

    private async Task EndAtAsync(TimeSpan deadline)
    {
        // Also when all have ended before: what begins later is under the same deadline.
        await Task.Delay(deadline).ConfigureAwait(false);
        EndNow();
    }

    private void EndNow()
    {
        lock (_lock)
        {
            if (_deadlineIsOver)
                return;
            _deadlineIsOver = true;
            CompleteIfDrained();
        }

        _deadline.Cancel();
        lock (_lock)
        {
            if (_drained!.Task.IsCompleted)
                return;
        }

        _ = GiveSessionsAMomentAsync();
    }

    private async Task GiveSessionsAMomentAsync()
    {
        await Task.Delay(MomentForSessions).ConfigureAwait(false);
        lock (_lock)
        {
            _momentIsOver = true;
            CompleteIfDrained();
        }
    }

    private async Task<CloseResult> RunAsync(Stream? outer, Socket socket, CloseOptions options, CancellationToken cancellationToken)
    {
        var hasPlace = TryEnter(out var isLate, out var isAwaited);
        if (!hasPlace || isLate)
            options = options with { TotalTimeout = TimeSpan.Zero, AtTotalTimeout = CloseOutcome.Shed };
        try
        {
            using var either = cancellationToken.CanBeCanceled && !isLate ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _deadline.Token) : null;
            var token = either?.Token ?? (isLate ? cancellationToken : _deadline.Token);
            var closing = outer is not null ? SocketClosing.CloseGracefullyAsync(outer, socket, options, token) : socket.CloseGracefullyAsync(options, token);
            var result = await closing.ConfigureAwait(false);
            if (result.Outcome != CloseOutcome.Canceled || cancellationToken.IsCancellationRequested)
                return result;
            CutOff(isAwaited);
            return isAwaited ? result : result with { Outcome = CloseOutcome.Shed };
        }
        finally
        {
            if (hasPlace)
                Leave();
        }
    }

    /// <param name="isLate">The deadline is over.</param>
    /// <param name="isAwaited">A drain waits for it, if there is one.</param>
    private bool TryEnter(out bool isLate, out bool isAwaited)
    {
        lock (_lock)
        {
            isLate = _deadlineIsOver;
            isAwaited = _drained is not { Task.IsCompleted: true };
            if (_active < MaxConcurrentCloses && !isLate)
            {
                _active++;
                return true;
            }

            _shed++;
            return false;
        }
    }

    private void CutOff(bool isAwaited)
    {
        lock (_lock)
        {
            if (isAwaited)
                _cutOff++;
            else
                _shed++;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            _active--;
            CompleteIfDrained();
        }
    }

    private void LeaveSession()
    {
        lock (_lock)
        {
            _sessions--;
            CompleteIfDrained();
        }
    }

    /// <summary>Under the lock.</summary>
    private void CompleteIfDrained()
    {
        if (_active == 0 && (_sessions == 0 || _momentIsOver))
            _drained?.TrySetResult(_cutOff + _sessions);
    }

    private sealed class Session(CloseGate gate) : IDisposable
    {
        private int _hasEnded;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
                gate.LeaveSession();
        }
    }
}
