using System;
using System.Net.NetworkInformation;
using System.Net.Sockets;
#if NET8_0_OR_GREATER
using System.Runtime.CompilerServices;
#endif
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Closing;

namespace SocketAnalyzers.Relaying;

/// <summary>A socket that is read and written without a stream.</summary>
internal class SocketPort : RelayPort
{
    private static readonly TimeSpan TimeToProbe = TimeSpan.FromMilliseconds(50);

    private const int MostDiscarded = 4 * 1024 * 1024;

    // Nobody reads it, so all may write into the same one at once.
    private static readonly byte[] Nowhere = new byte[64 * 1024];

    private readonly object _evidenceLock = new();
    private DeliveryEvidence _evidence;
    private long? _receivedBefore;
    private long _read;
    private bool _lastReadWasFull;
    private volatile bool _finIsOut;

    public SocketPort(SocketTransport transport)
    {
        Transport = transport;
    }

    public sealed override Socket Socket => Transport.Socket;

    protected SocketTransport Transport { get; }

    public override void Start()
    {
        try
        {
            Transport.ThrowIfNoConnection();
            // In this order, what arrives in between makes it too high, and an end is doubted rather than believed.
            var available = Transport.Available;
            if (TryLook(out var snapshot) != true)
                return;
            // The caller had half-closed before.
            _finIsOut = snapshot.OurFinIsOut;
            if (snapshot.CountsFin && snapshot.State is TcpState.Established or TcpState.CloseWait)
                _receivedBefore = snapshot.Received - available - (snapshot.State == TcpState.CloseWait ? 1 : 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The first read says so too.
        }
    }

#if NET8_0_OR_GREATER
    public override bool CanWait => true;

    // To ask for the number of bytes is cheaper than to wait for them, and in a long transfer they are there.
    public override ValueTask<int> WaitAsync() => _lastReadWasFull && Socket.Available > 0 ? default : Socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None);
#endif

#if NET8_0_OR_GREATER
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    public override async ValueTask<int> ReadAsync(ArraySegment<byte> buffer, CancellationToken cancellation)
    {
#if NET8_0_OR_GREATER
        var count = await Socket.ReceiveAsync((Memory<byte>)buffer, SocketFlags.None).ConfigureAwait(false);
#else
        var count = await Socket.ReceiveAsync(buffer, SocketFlags.None).ConfigureAwait(false);
#endif
        _read += count;
        _lastReadWasFull = count == buffer.Count;
        return count;
    }

    /// <summary>
    /// An error is told once. If a write of the other direction was told of the reset, the read returns 0, and an end passed on for it would
    /// make a part look whole.
    /// </summary>
    public override async ValueTask<RelayOutcome> HowEndedAsync()
    {
        // All our writes had succeeded by then, so none has eaten anything.
        if (_finIsOut)
            return RelayOutcome.Completed;
        bool isWhole;
        try
        {
            isWhole = Transport.TryTakeSnapshot(out var snapshot)
                ? snapshot.State != TcpState.Closed || FinIsCounted(snapshot)
                : await IsAliveAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            isWhole = false;
        }

        // Again: our FIN may have gone out meanwhile, and then it is what the probe has met.
        return isWhole || _finIsOut ? RelayOutcome.Completed : RelayOutcome.SourceError;
    }

#if NET8_0_OR_GREATER
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
#endif
    public override async ValueTask WriteAsync(ArraySegment<byte> bytes, CancellationToken cancellation)
    {
        for (var sent = 0; sent < bytes.Count;)
        {
#if NET8_0_OR_GREATER
            sent += await Socket.SendAsync((ReadOnlyMemory<byte>)bytes.Slice(sent), SocketFlags.None).ConfigureAwait(false);
#else
            sent += await Socket.SendAsync(new ArraySegment<byte>(bytes.Array!, bytes.Offset + sent, bytes.Count - sent), SocketFlags.None).ConfigureAwait(false);
#endif
        }
    }

    public override async ValueTask CompleteWritesAsync(CancellationToken cancellation)
    {
        // Behind what the caller had still to send when the relay began.
        await HalfClose.SendsPassAsync(Transport, cancellation).ConfigureAwait(false);
        // First the flag: from here on the state Closed may be that of an ordinary end.
        _finIsOut = true;
        Socket.CompleteWrites();
    }

    public override SocketError? TakeReset()
    {
        try
        {
            // An urgent byte of the peer's shows here too, and is none.
            var error = Socket.Poll(0, SelectMode.SelectError) ? Transport.TakePendingError() : SocketError.Success;
            if (error != SocketError.Success)
                return error;
            return !_finIsOut && Transport.TryTakeSnapshot(out var snapshot) && snapshot.State == TcpState.Closed && !FinIsCounted(snapshot) ? SocketError.ConnectionReset : null;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed by somebody: the operations say so.
            return null;
        }
    }

    public override long? Acknowledged() => TryLook(out var snapshot) == true ? snapshot.Acknowledged : null;

    public override bool IsEnded => _finIsOut;

    public override bool HasAll() => TryLook(out var snapshot) != true || snapshot.AllAcknowledged || snapshot.State == TcpState.Closed;

    public override bool? HasAcknowledgedAll()
    {
        var isKnown = TryLook(out _);
        lock (_evidenceLock)
            return isKnown == true ? _evidence.FinAcknowledged == true : isKnown;
    }

    public override async ValueTask<CloseResult?> CloseAsync(CloseOptions options, CancellationToken cancellation)
    {
        var result = await Socket.CloseGracefullyAsync(options, cancellation).ConfigureAwait(false);
        Ignoring(Transport.Dispose);
        return result;
    }

    public override void Abort() => Ignoring(Transport.Abort);

    public override void Shed()
    {
        Ignoring(Discard);
        Ignoring(Transport.ForgetLinger);
        Ignoring(Transport.Dispose);
    }

    /// <summary>The peer ended, and reset afterwards: all that it had sent is here.</summary>
    protected virtual bool FinIsCounted(in TcpSnapshot snapshot) => _receivedBefore is { } before && snapshot.Received - before > _read + Transport.Available;

    private void Discard()
    {
        // Where a read of the pump's is pending, there is nothing to read.
        for (var discarded = 0; discarded < MostDiscarded && Socket.Available > 0;)
        {
            var receiving = Socket.ReceiveAsync(new ArraySegment<byte>(Nowhere), SocketFlags.None);
            if (!receiving.IsCompleted)
            {
                Waiting.Forget(receiving);
                return;
            }

            discarded += receiving.GetAwaiter().GetResult();
        }
    }

    /// <summary>Null where the system does not tell; false: the socket is disposed.</summary>
    private bool? TryLook(out TcpSnapshot snapshot)
    {
        snapshot = default;
        try
        {
            lock (_evidenceLock)
            {
                if (!Transport.TryTakeSnapshot(out snapshot))
                    return null;
                _evidence.Add(snapshot, out _, out _);
                return true;
            }
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Where there is no snapshot: a send of no byte fails after a reset. Behind a blocked write it waits, and that write is alive.</summary>
    private async ValueTask<bool> IsAliveAsync()
    {
        var probe = Socket.SendAsync(new ArraySegment<byte>(Array.Empty<byte>()), SocketFlags.None);
        await Task.WhenAny(probe, Task.Delay(TimeToProbe)).ConfigureAwait(false);
        if (!probe.IsCompleted)
            Waiting.Forget(probe);
        return probe.Exception is null;
    }
}
