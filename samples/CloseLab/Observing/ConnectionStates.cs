using System.Net;
using System.Net.NetworkInformation;

namespace CloseLab.Observing;

/// <summary>The states of connections as the kernel lists them (on Linux this reads /proc/net/tcp), also after the socket is closed.</summary>
internal static class ConnectionStates
{
    public const string Gone = "closed";

    public static string Of(IPEndPoint local, IPEndPoint remote)
    {
        // First for the exact pair: TIME_WAIT and a new connection never share one.
        var found = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
            .FirstOrDefault(connection => connection.LocalEndPoint.Equals(local) && connection.RemoteEndPoint.Equals(remote));
        return found is null ? Gone : NameOf(found.State);
    }

    /// <summary>The names of RFC 9293, which ss and netstat print too.</summary>
    public static string NameOf(TcpState state) => state switch
    {
        TcpState.FinWait1 => "FIN_WAIT_1",
        TcpState.FinWait2 => "FIN_WAIT_2",
        TcpState.CloseWait => "CLOSE_WAIT",
        TcpState.LastAck => "LAST_ACK",
        TcpState.TimeWait => "TIME_WAIT",
        TcpState.SynSent => "SYN_SENT",
        TcpState.SynReceived => "SYN_RECEIVED",
        TcpState.Closed => Gone,
        _ => state.ToString().ToUpperInvariant(),
    };
}
