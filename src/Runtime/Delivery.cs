using System.Net.NetworkInformation;

namespace SocketAnalyzers;

/// <summary>What the kernel knows of one connection at one moment: how much of ours the peer's kernel has, not how much the peer's program has read.</summary>
/// <param name="State">The TCP state. A connection in TIME_WAIT shows as <see cref="TcpState.Closed"/> on Linux.</param>
/// <param name="AcknowledgedBytes">Bytes that the peer's kernel has acknowledged. On Linux a connection that this side opened counts its SYN, and a FIN counts as a byte.</param>
/// <param name="UnacknowledgedBytes">
/// Bytes that were sent, or wait to be sent, and are not acknowledged. May be one too low while data is in flight on a connection that this side opened
/// (the SYN above). On Windows only what is in flight: what waits in the send buffer is not told there. Null where the system does not tell.
/// </param>
/// <param name="ReceivedBytes">Bytes that this machine's kernel has received, read or not. On Linux the peer's FIN counts as a byte.</param>
/// <param name="FinAcknowledged">Whether our FIN is acknowledged; null where the connection is closed and the counters do not tell.</param>
public readonly record struct Delivery(TcpState State, long AcknowledgedBytes, long? UnacknowledgedBytes, long ReceivedBytes, bool? FinAcknowledged);
