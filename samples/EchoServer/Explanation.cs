using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using SocketAnalyzers;

namespace Echo;

/// <summary>What went wrong, in words that tell what to do.</summary>
internal static class Explanation
{
    public static string OfListening(SocketException e, IPEndPoint endPoint) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => $"Port {endPoint.Port} on {endPoint.Address} is in use by another server. Stop it, or give another port.",
        SocketError.AccessDenied => $"Port {endPoint.Port} is not allowed for this user. Ports below 1024 are often reserved: give another port.",
        SocketError.AddressNotAvailable => $"This machine has no address {endPoint.Address}. Give one of its own, or 0.0.0.0 for all of them.",
        _ => $"Cannot listen on {endPoint}: {e.Message} ({e.SocketErrorCode})",
    };

    public static string OfConnection(Exception e, DnsEndPoint peer) => e switch
    {
        _ when SocketErrors.IsPeerReset(e) => $"{Name(peer)} cut the connection.",
        SocketException socket => OfConnecting(socket, peer),
        OperationCanceledException => "Stopped.",
        TimeoutException or EndOfStreamException => e.Message,
        AuthenticationException { InnerException: { } reason } => $"No TLS connection with {Name(peer)}: does it speak TLS? {reason.Message}",
        AuthenticationException => $"No TLS connection with {Name(peer)}. {e.Message}",
        _ => $"Talking to {Name(peer)} failed: {e.Message}",
    };

    private static string OfConnecting(SocketException e, DnsEndPoint peer) => e.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData => $"No such host: '{peer.Host}'.",
        SocketError.TryAgain => $"The name '{peer.Host}' cannot be looked up just now: the name server does not answer.",
        SocketError.ConnectionRefused => $"Nothing listens on {Name(peer)}. Start the server first, or give its port.",
        _ => $"Talking to {Name(peer)} failed: {e.Message} ({e.SocketErrorCode})",
    };

    private static string Name(DnsEndPoint peer) => $"{peer.Host} port {peer.Port}";
}
