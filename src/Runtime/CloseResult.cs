using System;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SocketAnalyzers;

/// <summary>What a graceful close found and did.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Error">The error behind <see cref="CloseOutcome.PeerReset"/> and <see cref="CloseOutcome.Error"/>; else <see cref="SocketError.Success"/>.</param>
/// <param name="DrainedBytes">Bytes that came from the peer during the close: thrown away, or given to <see cref="CloseOptions.Sink"/>. For TLS, the plain text and what came after it.</param>
/// <param name="Elapsed">From the call to the end of the socket.</param>
/// <param name="FinQueued">Whether our FIN stands behind our data, sent by this call or before it.</param>
/// <param name="FinAcknowledged">Whether the peer's kernel has acknowledged our FIN, and so every byte before it; null where the system does not tell, and where its counters leave it open (after a reset, with a <see cref="CloseOptions.Reader"/>, on Linux before 4.19).</param>
/// <param name="UnacknowledgedBytes">
/// How many bytes of ours the peer's kernel had not acknowledged at the end; null where the system does not tell. What is unacknowledged
/// after a limit is not lost yet: the kernel goes on delivering it, unless the peer had sent what nobody read.
/// </param>
/// <param name="PeerTlsEnd">How the peer ended a TLS connection.</param>
/// <remarks>
/// <see cref="PeerTlsEnd"/>: <see cref="System.Net.Security.SslStream"/> returns 0 for close_notify and for a bare FIN alike. They are
/// told apart by counting the bytes that the kernel received (Linux). <see cref="TlsEnd.Unknown"/> remains on other systems, with
/// <see cref="CloseOptions.Reader"/>, and where the peer's FIN was there before the stream returned 0 without reading any more: close_notify
/// that came together with data, or an end that came before the close.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CloseResult(
    CloseOutcome Outcome,
    SocketError Error,
    long DrainedBytes,
    TimeSpan Elapsed,
    bool FinQueued,
    bool? FinAcknowledged,
    long? UnacknowledgedBytes,
    TlsEnd PeerTlsEnd)
{
    /// <summary>
    /// Whether close_notify went out before the FIN, so that the peer can tell our end from a cut. False without TLS, without a handshake, and
    /// where the stream over the socket does not show that there is TLS below it (a stream of your own). Where the <c>SslStream</c> of
    /// the runtime has no lock that lets both go on (see <see cref="SocketClosing"/>), also if a read of the caller's did not end in time.
    /// </summary>
    public bool CloseNotifySent { get; init; }
}
