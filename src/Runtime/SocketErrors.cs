using System;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SocketAnalyzers;

/// <summary>Says of an exception of a socket, or of a stream over one, whose doing it was. Thread-safe.</summary>
/// <remarks>
/// The table is that of Kestrel's socket transport. An exception that wraps another one (<see cref="IOException"/> of a stream,
/// <c>HttpRequestException</c>) is judged by the one inside it; an <see cref="AggregateException"/> only if the same is true of every one.
/// One case cannot be told: on Unix a <em>blocking</em> send that had sent a part when the reset came fails with
/// <see cref="SocketError.TimedOut"/> (a bug of .NET 8 to 10), exactly as after <see cref="Socket.SendTimeout"/>; both methods return false for it.
/// </remarks>
public static class SocketErrors
{
    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>
    /// Whether the peer, or something on the way to it, has reset or aborted the connection: <see cref="SocketError.ConnectionReset"/>;
    /// <see cref="SocketError.Shutdown"/> (a second write after the reset; also a write after our own <c>Shutdown(Send)</c>); on Windows
    /// <see cref="SocketError.ConnectionAborted"/>, which on Unix is our own dispose.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public static bool IsPeerReset(Exception exception) => All(exception, static e => e is SocketException socket && IsPeerReset(socket.SocketErrorCode));

    /// <summary>
    /// Whether this process ended the operation by closing or shutting down the socket: <see cref="ObjectDisposedException"/>,
    /// <see cref="SocketError.OperationAborted"/>, <see cref="SocketError.Interrupted"/>; on Unix also
    /// <see cref="SocketError.InvalidArgument"/> and <see cref="SocketError.ConnectionAborted"/>.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public static bool IsLocalAbort(Exception exception) =>
        All(exception, static e => e is ObjectDisposedException || (e is SocketException socket && IsLocalAbort(socket.SocketErrorCode)));

    internal static bool IsPeerReset(SocketError code) => code switch
    {
        SocketError.ConnectionReset or SocketError.Shutdown => true,
        SocketError.ConnectionAborted => IsWindows,
        _ => false,
    };

    internal static bool IsLocalAbort(SocketError code) => code switch
    {
        SocketError.OperationAborted or SocketError.Interrupted => true,
        SocketError.InvalidArgument or SocketError.ConnectionAborted => !IsWindows,
        _ => false,
    };

    /// <summary>The code of a socket's exception, also inside that of a stream; null for any other exception.</summary>
    internal static SocketError? Code(Exception exception) => exception switch
    {
        null => throw new ArgumentNullException(nameof(exception)),
        SocketException socket => socket.SocketErrorCode,
        IOException { InnerException: { } inner } => Code(inner),
        _ => null,
    };

    private static bool All(Exception exception, Func<Exception, bool> isSo)
    {
        for (var e = exception ?? throw new ArgumentNullException(nameof(exception)); e is not null; e = e.InnerException)
        {
            if (e is AggregateException several)
                return several.InnerExceptions.Count > 0 && several.InnerExceptions.All(inner => All(inner, isSo));
            if (isSo(e))
                return true;
        }

        return false;
    }
}
