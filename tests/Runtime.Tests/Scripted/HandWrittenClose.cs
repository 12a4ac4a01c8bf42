using System;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Threading.Tasks;
using SocketAnalyzers.Closing;

namespace SocketAnalyzers.Tests.Scripted;

internal enum Fault
{
    None,
    NoDrain,
    DisposeBeforeFin,
    FinBeforeSends,
    FinBeforeUndeclaredSends,
    EndIsEnough,
    OnlyReadsAreProgress,
    ReadsBesideReader,
    FinTwice,
    NoTotalLimit,
    DropsFromSink,
}

/// <summary>A close as one writes it by hand, that looks each 10 ms; and wrong in one way, to show that the properties find that.</summary>
internal sealed class HandWrittenClose(Fault fault, ScriptedWorld world, ScriptedTransport transport, CloseOptions options)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(10);
    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly byte[] _buffer = new byte[4096];
    private DeliveryEvidence _evidence;
    private CloseOutcome? _outcome;
    private SocketError _error;
    private TimeSpan _lastProgress;
    private TimeSpan? _quietSince;
    private long _drained;
    private bool _finQueued;
    private bool _peerHasEnded;

    private TimeSpan Tick => options.TotalTimeout - world.Clock.Now is var left && left > TimeSpan.Zero && left < Longest ? left : Longest;

    public CloseResult Run()
    {
        Task<SocketError>? passing = null;
        Look();
        if (options.PendingSends is { } sends && fault != Fault.FinBeforeSends)
            Await(sends);
        var cutsOff = _outcome is not null || options.PendingSends is { IsCompletedSuccessfully: false };
        if (_outcome is null && options.PendingSends?.Exception is not null && fault != Fault.FinBeforeSends)
            End(CloseOutcome.Error, SocketError.OperationAborted);
        if (_outcome is null && fault != Fault.FinBeforeUndeclaredSends)
            Await(passing = transport.PassSendsAsync().AsTask());
        if (_outcome is null && passing is { IsCompletedSuccessfully: true, Result: not SocketError.Success })
            End(CloseOutcome.PeerReset, passing.Result);
        cutsOff |= passing is { IsCompleted: false };
        if (_outcome is null && fault != Fault.DisposeBeforeFin)
            Fin();
        if (options.Reader is { } reader && fault != Fault.ReadsBesideReader)
            Await(reader);
        if (_outcome is null && options.Reader?.Exception?.InnerException is SocketException reset)
            End(CloseOutcome.PeerReset, reset.SocketErrorCode);
        while (_outcome is null)
            Drain();
        Look();
        if (cutsOff && fault != Fault.FinBeforeSends)
            transport.Abort();
        else
            transport.Dispose();
        return new CloseResult(_outcome!.Value, _error, _drained, world.Clock.Now, _finQueued, _evidence.FinAcknowledged, _evidence.UnacknowledgedBytes, TlsEnd.None);
    }

    private void Await(Task task)
    {
        while (_outcome is null && !task.IsCompleted)
        {
            transport.Wait(task, Tick);
            Look();
        }
    }

    private void Fin()
    {
        transport.CompleteWrites();
        if (fault == Fault.FinTwice)
            transport.CompleteWrites();
        _finQueued = true;
    }

    private void Drain()
    {
        try
        {
            if (_peerHasEnded || fault == Fault.NoDrain)
                transport.Wait(Never, Tick);
            else if (transport.Receive(_buffer, Tick) is { } count)
                Received(count);
        }
        catch (SocketException e)
        {
            End(CloseOutcome.PeerReset, e.SocketErrorCode);
        }

        Look();
    }

    private void Received(int count)
    {
        _peerHasEnded = count == 0;
        if (_peerHasEnded)
            return;
        _drained += count;
        _lastProgress = world.Clock.Now;
        var span = options.Sink!.GetSpan(count);
        if (fault != Fault.DropsFromSink)
            _buffer.AsSpan(0, count).CopyTo(span);
        options.Sink!.Advance(count);
    }

    private void Look()
    {
        var now = world.Clock.Now;
        transport.TryTakeSnapshot(out var snapshot);
        _evidence.Add(snapshot, out var acknowledged, out var received);
        if (received || (acknowledged && fault != Fault.OnlyReadsAreProgress))
            _lastProgress = now;
        if (received || (_quietSince is null && IsDelivered(snapshot)))
            _quietSince = now;
        if (_outcome is not null)
            return;
        if (_evidence.IsUndecided)
            _evidence.Decide(_finQueued && transport.TakePendingError() == SocketError.Success);
        if (_evidence.IsBroken)
            End(CloseOutcome.PeerReset, SocketError.ConnectionReset);
        else if (_peerHasEnded && (fault == Fault.EndIsEnough || IsDelivered(snapshot)))
            End(CloseOutcome.PeerClosed);
        else if (IsDelivered(snapshot) && now - _quietSince >= options.QuietAfterDelivery && (fault == Fault.NoDrain || transport.Available == 0))
            End(CloseOutcome.Delivered);
        else if (now - _lastProgress >= options.IdleTimeout)
            End(CloseOutcome.IdleTimeout);
        else if (now >= options.TotalTimeout && fault != Fault.NoTotalLimit)
            End(CloseOutcome.TotalTimeout);
    }

    private bool IsDelivered(TcpSnapshot snapshot) =>
        _finQueued ? _evidence.FinAcknowledged == true : fault == Fault.DisposeBeforeFin && snapshot is { State: not TcpState.Closed, AllAcknowledged: true };

    private void End(CloseOutcome outcome, SocketError error = SocketError.Success)
    {
        _outcome = outcome;
        _error = error;
    }
}
