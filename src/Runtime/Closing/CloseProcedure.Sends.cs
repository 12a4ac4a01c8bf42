using System;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace SocketAnalyzers.Closing;

/// <content>What has to be out before the FIN, because the FIN would overtake it.</content>
internal abstract partial class CloseProcedure
{
    /// <summary>Sends of the caller that are waited for; not if the connection was gone before, because none of them can arrive.</summary>
    protected Task? PendingSends => _atEnd == CloseOutcome.PeerClosed ? Options.PendingSends : null;

    /// <summary>Flush and close_notify belong before the FIN, and nowhere else.</summary>
    protected bool HasStreamToEnd => Transport.HasStream && HasFinToSend;

    /// <summary>Nobody has sent our FIN yet, and there is a connection to send it on.</summary>
    protected bool HasFinToSend => !_finQueued && _atEnd == CloseOutcome.PeerClosed;

    protected bool SentAll(Task sends) => sends.Status == TaskStatus.RanToCompletion || CutOff(sends.Exception?.InnerException);

    /// <summary>Begins to wait for the sends that nobody has named. Never throws.</summary>
    protected ValueTask<SocketError> PassSends()
    {
        try
        {
            // The look at the entry, just now, has shown no reset: what comes since then the send is told.
            if (_isFresh)
                return Transport.PassSendsAsync();
            // First, because the send would take it away.
            return Transport.TakePendingError() is var error and not SocketError.Success ? new ValueTask<SocketError>(error) : Transport.PassSendsAsync();
        }
        catch (ObjectDisposedException)
        {
            return new ValueTask<SocketError>(SocketError.OperationAborted);
        }
    }

    /// <summary>The sends before ours are through. What this one was told nobody will be told again: it is the evidence.</summary>
    protected bool Passed(SocketError code, bool hasWaited)
    {
        if (code == SocketError.Success)
            return true;
        if (!SocketErrors.IsPeerReset(code))
            return Failed(code);
        try
        {
            if (code == SocketError.Shutdown && IsByAnotherThread(hasWaited))
                return _outcome is null;
        }
        catch (ObjectDisposedException)
        {
            return End(CloseOutcome.AlreadyClosed);
        }

        (_atEnd, _error) = (CloseOutcome.PeerReset, code);
        return _outcome is null;
    }

    /// <summary>The send was refused because somebody else has half-closed since the entry.</summary>
    private bool IsByAnotherThread(bool hasWaited)
    {
        LookAtCounters(_clock.Elapsed);
        if (_evidence.OurFinIsOut || _evidence.FinAcknowledged == true)
            return _finQueued = true;
        // As at the entry: what has ended meanwhile, and what a system that tells nothing says of a half-close, may also be a peer that has gone.
        // But a send that was pending has failed.
        if (hasWaited || (_evidence.IsKnown && !_evidence.IsUndecided))
            return false;
        _finQueued = _evidence.IsKnown;
        _atEnd = CloseOutcome.AlreadyClosed;
        return true;
    }

    /// <summary>A send has failed, or a limit came before its end. A FIN now would make the part look whole: it becomes a reset.</summary>
    protected bool CutOff(Exception? reason = null)
    {
        _cutsOff = true;
        if (_outcome is not null)
            return false;
        var code = (reason is null ? null : SocketErrors.Code(reason)) ?? SocketError.OperationAborted;
        // After a FIN that the caller has sent, a send fails with the code that it has after a reset: the counters know, if there are any.
        return code == SocketError.Shutdown && (_finQueued || !_evidence.IsKnown) ? GoesOn() && End(CloseOutcome.Error, code) : Failed(code);
    }
}
