using System.Net.NetworkInformation;

namespace SocketAnalyzers.Closing;

/// <summary>What a row of snapshots proves: is our FIN acknowledged, is the connection broken, was there progress?</summary>
internal struct DeliveryEvidence
{
    private TcpSnapshot _last;

    // Acknowledged minus written, at a moment when everything was acknowledged and our FIN not out: 1 on the side that opened, else 0.
    private long? _surplus;

    /// <summary>False where the system tells nothing.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Null where the system, or its counters, do not tell.</summary>
    public bool? FinAcknowledged { get; private set; }

    /// <summary>The connection is gone, and the counters do not tell whether by both FINs or by a reset.</summary>
    public readonly bool IsUndecided => IsKnown && _last.State == TcpState.Closed && FinAcknowledged is null;

    /// <summary>The connection is gone, and our FIN was never acknowledged: it was reset, or given up.</summary>
    public readonly bool IsBroken => IsKnown && _last.State == TcpState.Closed && FinAcknowledged == false;

    /// <summary>False: a receive that returns 0 does so because of our own Shutdown(Receive).</summary>
    public readonly bool PeerMayHaveEnded => !IsKnown || _last.PeerFinIsHere;

    /// <summary>Our FIN was out at the last look, and the connection not over.</summary>
    public readonly bool OurFinIsOut => IsKnown && _last.OurFinIsOut;

    public readonly long? UnacknowledgedBytes => FinAcknowledged == true ? 0 : IsKnown ? _last.Unacknowledged : null;

    /// <summary>Takes a snapshot in, and says what came since the last one.</summary>
    public void Add(in TcpSnapshot now, out bool acknowledged, out bool received)
    {
        acknowledged = IsKnown && now.Acknowledged > _last.Acknowledged;
        received = IsKnown && now.Received > _last.Received;
        if (now.State is TcpState.Established or TcpState.CloseWait && now.AllAcknowledged)
            _surplus = now.Acknowledged - now.Sent;
        FinAcknowledged = now.State switch
        {
            // For good, whatever comes afterwards.
            _ when FinAcknowledged == true => true,
            TcpState.FinWait2 or TcpState.TimeWait => true,
            // Where the counters do not tell, what was decided on the connection's end stays: the error that told is taken away.
            TcpState.Closed => FinIsCounted(now) ?? (_last.State == TcpState.Closed ? FinAcknowledged : null),
            _ => false,
        };
        _last = now;
        IsKnown = true;
    }

    /// <summary>Undecided because one byte more is acknowledged than was written: the SYN of the side that opened, or the FIN of the other.</summary>
    public readonly bool ShowsSynOrFin => IsUndecided && _last.CountsFin && _last.Sent is not null;

    /// <summary>The answer to <see cref="IsUndecided"/>, from elsewhere.</summary>
    public void Decide(bool finAcknowledged) => FinAcknowledged = finAcknowledged;

    private readonly bool? FinIsCounted(in TcpSnapshot now)
    {
        if (!now.CountsFin || now.Acknowledged - now.Sent - now.NotSent is not { } surplus)
            return null;
        if (_surplus is { } before)
            return surplus > before;
        // Between these two: an active open without its FIN, or a passive one with it. No byte is missing in either.
        return surplus >= 2 ? true : surplus <= 0 ? false : null;
    }
}
