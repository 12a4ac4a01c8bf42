using System;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SocketAnalyzers.Closing;

/// <summary>The counters of one TCP connection: TCP_INFO on Linux, SIO_TCP_INFO on Windows (from its documentation, not run by us).</summary>
internal readonly struct TcpSnapshot
{
    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    public TcpState State { get; init; }

    /// <summary>Counts our FIN, and the SYN of an active open, as one byte each (Linux).</summary>
    public long Acknowledged { get; init; }

    /// <summary>Payload handed to the network once, without retransmissions; null in kernels before 4.19.</summary>
    public long? Sent { get; init; }

    public long NotSent { get; init; }

    public bool AnythingInFlight { get; init; }

    /// <summary>Counts the peer's FIN as one byte (Linux).</summary>
    public long Received { get; init; }

    /// <summary>Segments of both kinds, where they are counted: a side that accepted has got some before it sends any.</summary>
    public uint SegmentsOut { get; init; }

    public uint SegmentsIn { get; init; }

    /// <summary>Closed, as a connection that has ended is, too. But not even a SYN of ours was acknowledged, and nobody opened to us.</summary>
    public bool WasNeverConnected =>
        State == TcpState.Closed && Acknowledged == 0 && Received == 0 && Sent is 0 or null && NotSent == 0 && (SegmentsOut > 0 || SegmentsIn == 0);

    /// <summary>Whether <see cref="Acknowledged"/> counts our FIN.</summary>
    public bool CountsFin { get; init; }

    public bool OurFinIsOut => State is TcpState.FinWait1 or TcpState.FinWait2 or TcpState.Closing or TcpState.LastAck or TcpState.TimeWait;

    /// <summary>True of a connection that is gone, too.</summary>
    public bool PeerFinIsHere => State is TcpState.CloseWait or TcpState.LastAck or TcpState.Closing or TcpState.TimeWait or TcpState.Closed;

    public bool AllAcknowledged => !AnythingInFlight && NotSent == 0;

    /// <summary>May be one too low while data is in flight: see <see cref="Acknowledged"/>.</summary>
    public long? Unacknowledged => AllAcknowledged && State != TcpState.Closed ? 0 : Sent is { } sent ? Math.Max(0, sent + NotSent - UnsentFin - Acknowledged) : null;

    // Linux counts our FIN in what is not sent; it stands behind every byte, so it is the last to leave.
    private int UnsentFin => CountsFin && OurFinIsOut && NotSent > 0 ? 1 : 0;

    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    public static bool TryTake(Socket socket, out TcpSnapshot snapshot)
    {
        snapshot = default;
        if (socket.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6) || socket.SocketType != SocketType.Stream)
            return false;
        try
        {
            return IsWindows ? TryTakeWindows(socket, out snapshot) : TryTakeLinux(socket, out snapshot);
        }
        catch (SocketException)
        {
            // A kernel, or a sandbox, that does not have the option.
            return false;
        }
    }

#if NET8_0_OR_GREATER
    // struct tcp_info of linux/tcp.h; fields are only ever added at its end.
    private static bool TryTakeLinux(Socket socket, out TcpSnapshot snapshot)
    {
        const int Tcp = 6, TcpInfo = 11, LengthOfLinux46 = 160, LengthOfLinux419 = 216;
        snapshot = default;
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsAndroid())
            return false;
        Span<byte> info = stackalloc byte[256];
        var length = socket.GetRawSocketOption(Tcp, TcpInfo, info);
        if (length < LengthOfLinux46)
            return false;
        snapshot = new TcpSnapshot
        {
            State = OfLinux(info[0]),
            Acknowledged = MemoryMarshal.Read<long>(info[120..]),
            Received = MemoryMarshal.Read<long>(info[128..]),
            NotSent = MemoryMarshal.Read<uint>(info[144..]),
            AnythingInFlight = MemoryMarshal.Read<uint>(info[24..]) != 0,
            SegmentsOut = MemoryMarshal.Read<uint>(info[136..]),
            SegmentsIn = MemoryMarshal.Read<uint>(info[140..]),
            CountsFin = true,
            Sent = length < LengthOfLinux419 ? null : MemoryMarshal.Read<long>(info[200..]) - MemoryMarshal.Read<long>(info[208..]),
        };
        return true;
    }

    private static TcpState OfLinux(byte state) => state switch
    {
        1 => TcpState.Established,
        2 => TcpState.SynSent,
        3 or 12 => TcpState.SynReceived,
        4 => TcpState.FinWait1,
        5 => TcpState.FinWait2,
        6 => TcpState.TimeWait,
        7 => TcpState.Closed,
        8 => TcpState.CloseWait,
        9 => TcpState.LastAck,
        10 => TcpState.Listen,
        11 => TcpState.Closing,
        _ => TcpState.Unknown,
    };
#else
    // Socket.GetRawSocketOption came with .NET 5.
    private static bool TryTakeLinux(Socket socket, out TcpSnapshot snapshot)
    {
        snapshot = default;
        return false;
    }
#endif

    // TCP_INFO_v0 of mstcpip.h.
    private static bool TryTakeWindows(Socket socket, out TcpSnapshot snapshot)
    {
        const int SioTcpInfo = unchecked((int)0xD8000027), Length = 88;
        var info = new byte[Length];
        snapshot = default;
        if (socket.IOControl(SioTcpInfo, BitConverter.GetBytes(0), info) < Length)
            return false;
        var inFlight = BitConverter.ToUInt32(info, 28);
        var sent = BitConverter.ToInt64(info, 48);
        snapshot = new TcpSnapshot
        {
            State = OfWindows(BitConverter.ToInt32(info, 0)),
            Sent = sent,
            Acknowledged = sent - inFlight,
            Received = BitConverter.ToInt64(info, 56),
            AnythingInFlight = inFlight != 0,
        };
        return true;
    }

    private static TcpState OfWindows(int state) => state switch
    {
        0 => TcpState.Closed,
        1 => TcpState.Listen,
        2 => TcpState.SynSent,
        3 => TcpState.SynReceived,
        4 => TcpState.Established,
        5 => TcpState.FinWait1,
        6 => TcpState.FinWait2,
        7 => TcpState.CloseWait,
        8 => TcpState.Closing,
        9 => TcpState.LastAck,
        10 => TcpState.TimeWait,
        _ => TcpState.Unknown,
    };
}
