namespace SocketAnalyzers;

/// <summary>How the peer ended its direction of a TLS connection.</summary>
public enum TlsEnd
{
    /// <summary>There was no TLS, or the peer had not ended its direction when the close did.</summary>
    None,

    /// <summary>The peer ended, but how cannot be told: see the remarks of <see cref="CloseResult.PeerTlsEnd"/>.</summary>
    Unknown,

    /// <summary>close_notify came: what was read is all that the peer meant to send.</summary>
    CloseNotify,

    /// <summary>A bare FIN came, without close_notify: what was read may be cut short, by the peer or by an attacker.</summary>
    BareFin,
}
