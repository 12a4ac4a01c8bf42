namespace SocketAnalyzers;

/// <summary>How one direction of a relay ended.</summary>
public enum RelayOutcome
{
    /// <summary>
    /// The source ended, every byte was written to the destination, and the end was passed on behind the last one (FIN; over TLS
    /// close_notify and FIN). Where the kernel tells (Linux), the destination's kernel has acknowledged all of it, also if the relay was
    /// stopped afterwards.
    /// </summary>
    Completed,

    /// <summary>Reading from the source failed, mostly because it reset the connection; or its reset was noticed while a write was blocked. The destination was reset behind what had come from it.</summary>
    SourceError,

    /// <summary>Writing to the destination failed, or it reset the connection before it had acknowledged everything.</summary>
    DestinationError,

    /// <summary>The source's TLS connection ended with a bare FIN: what came may be cut short, so it was not passed on as an end. Both ends were reset.</summary>
    TlsTruncated,

    /// <summary><see cref="RelayOptions.IdleTimeout"/>. Both ends were reset.</summary>
    IdleTimeout,

    /// <summary>
    /// <see cref="RelayOptions.HalfClosedIdleTimeout"/>: one direction had ended, and nothing moved any more. A side that had its end already was
    /// disposed, and its kernel goes on being served; the other was reset.
    /// </summary>
    HalfClosedIdleTimeout,

    /// <summary><see cref="RelayOptions.WriteStallTimeout"/>: the destination took nothing. Both ends were reset, or, if all was written, disposed.</summary>
    WriteStalled,

    /// <summary><see cref="RelayOptions.TotalTimeout"/>. Both ends were reset, or, where all was written, disposed.</summary>
    TotalTimeout,

    /// <summary>The caller's token was canceled. Both ends were reset, or, where all was written, disposed.</summary>
    Canceled,

    /// <summary>This direction was still running when the other one failed, and was reset with it; or it had ended, and its destination had not acknowledged everything yet.</summary>
    OtherDirectionFailed,
}
