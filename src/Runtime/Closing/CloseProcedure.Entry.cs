using System;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace SocketAnalyzers.Closing;

/// <content>Where a close starts from.</content>
internal abstract partial class CloseProcedure
{
    /// <summary>What is at hand: a connection, or what is left of one?</summary>
    /// <exception cref="InvalidOperationException">The socket is no connection.</exception>
    protected bool Enter()
    {
        try
        {
            if (Transport.IsStream && Transport.TryTakeSnapshot(out var snapshot))
                return EnterBySnapshot(snapshot);
            Transport.ThrowIfNoConnection();
            return EnterBySending();
        }
        catch (ObjectDisposedException)
        {
            return End(CloseOutcome.AlreadyClosed);
        }
        catch (SocketException e)
        {
            return Failed(e.SocketErrorCode);
        }
    }

    private bool EnterBySnapshot(in TcpSnapshot snapshot)
    {
        _evidence.Add(snapshot, out _, out _);
        _isFresh = true;
        _finQueued = snapshot.OurFinIsOut;
        if (snapshot.State == TcpState.Listen)
            throw ClosingTransport.Listening();
        if (snapshot.WasNeverConnected || snapshot.State == TcpState.SynSent)
            return Failed(SocketError.NotConnected);
        if (snapshot.State == TcpState.Closed)
            EnterAfterTheEnd();
        return true;
    }

    /// <summary>Both directions have ended, or it was reset, and perhaps an earlier operation was told and took the error away.</summary>
    private void EnterAfterTheEnd()
    {
        var error = Transport.TakePendingError();
        // The side that opened forgets the peer's address with the connection, unless it has asked for it before.
        if (_evidence.ShowsSynOrFin && !Transport.HasRemoteEndPoint)
            _evidence.Decide(finAcknowledged: false);
        var isReset = error != SocketError.Success || _evidence.IsBroken;
        _atEnd = isReset ? CloseOutcome.PeerReset : CloseOutcome.AlreadyClosed;
        _error = isReset && error == SocketError.Success ? SocketError.ConnectionReset : error;
        _finQueued = _evidence.FinAcknowledged ?? !isReset;
    }

    /// <summary>Where the system tells nothing: a send of no byte fails on a connection that is reset.</summary>
    private bool EnterBySending()
    {
        // It would have to wait for them, and they tell as much.
        if (Options.PendingSends is { IsCompleted: false })
            return true;
        // First, because the send would take it away; and after the peer's FIN its code is that of a half-close.
        var error = Transport.TakePendingError();
        try
        {
            Transport.SendNothing();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.Shutdown)
        {
            if (error != SocketError.Success)
                return Failed(error);
            // We have half-closed before, or the peer has gone and somebody was told already: which, shows when we have to wait for it.
            _atEnd = CloseOutcome.AlreadyClosed;
        }

        return true;
    }
}
