namespace SocketAnalyzers;

/// <summary>How a graceful close ended. In every case the socket is disposed.</summary>
public enum CloseOutcome
{
    /// <summary>
    /// The peer ended its direction too, and the connection was not reset. Where the kernel tells (Linux), every byte of ours and our
    /// FIN are acknowledged; elsewhere <see cref="CloseResult.FinAcknowledged"/> is null and the peer's FIN is all that is known.
    /// </summary>
    PeerClosed,

    /// <summary>
    /// The peer's kernel has acknowledged every byte and our FIN, and nothing came from the peer for
    /// <see cref="CloseOptions.QuietAfterDelivery"/>. The peer has not ended its direction. If it sends again afterwards, it is answered with
    /// a reset: a peer on Linux can still read what it has received; on a system that drops its receive queue then, what its program had not read is lost.
    /// </summary>
    Delivered,

    /// <summary>The peer, or something on the way, reset the connection: what was not acknowledged is lost. Also a reset that an earlier operation had already reported.</summary>
    PeerReset,

    /// <summary>For <see cref="CloseOptions.IdleTimeout"/> no byte was read and none was acknowledged.</summary>
    IdleTimeout,

    /// <summary><see cref="CloseOptions.TotalTimeout"/> has passed.</summary>
    TotalTimeout,

    /// <summary>The peer sent more than <see cref="CloseOptions.MaxDrainedBytes"/>.</summary>
    ByteLimit,

    /// <summary>A <see cref="CloseGate"/> had no place for a lingering close: FIN was sent, what was there was read, nothing was awaited.</summary>
    Shed,

    /// <summary>The caller's token was canceled.</summary>
    Canceled,

    /// <summary>
    /// There was nothing to end: the socket was disposed (before the call, or by somebody else during it), or both directions had
    /// ended before the call; in the second case <see cref="CloseResult.FinAcknowledged"/> tells whether ours arrived.
    /// </summary>
    AlreadyClosed,

    /// <summary>
    /// Something else failed, see <see cref="CloseResult.Error"/>: the socket was never connected, a declared pending send failed, the
    /// network timed out. If bytes of ours were cut short, the connection was reset, because a FIN would make a part look whole.
    /// </summary>
    Error,
}
