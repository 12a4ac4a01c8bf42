using System;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Closing;

/// <summary>FIN behind every send that is pending on the socket. What its looks take away from the caller's next receive, it throws.</summary>
internal static class HalfClose
{
    public static async ValueTask RunAsync(SocketTransport transport, CancellationToken cancellation)
    {
        transport.ThrowIfNoConnection();
        await SendsPassAsync(transport, cancellation).ConfigureAwait(false);
        Fin(transport);
    }

    /// <summary>Waits for the sends that are pending. Nothing to do where our FIN is out already.</summary>
    public static async ValueTask SendsPassAsync(SocketTransport transport, CancellationToken cancellation)
    {
        if (IsDone(transport, afterSend: false))
            return;
        // First, because the send would take it away.
        ThrowIf(transport.TakePendingError());
        var passing = transport.PassSendsAsync();
        var waits = !passing.IsCompleted;
        var passed = passing.AsTask();
        await Waiting.UntilAsync(passed, cancellation).ConfigureAwait(false);
        if (!passed.IsCompleted)
            cancellation.ThrowIfCancellationRequested();
        var error = await passed.ConfigureAwait(false);
        if (error == SocketError.Shutdown && (IsDone(transport, afterSend: true) || IsUnknown(transport, waits)))
            error = SocketError.Success;
        ThrowIf(error);
    }

    /// <summary>Does nothing on a connection that the peer has reset.</summary>
    public static void Fin(SocketTransport transport)
    {
        try
        {
            transport.CompleteWrites();
        }
        catch (SocketException e) when (SocketErrors.IsPeerReset(e.SocketErrorCode) || (e.SocketErrorCode == SocketError.NotConnected && transport.HasRemoteEndPoint))
        {
            // Windows says so after a reset, Unix does not.
        }
    }

    /// <summary>Our FIN is out already.</summary>
    private static bool IsDone(SocketTransport transport, bool afterSend)
    {
        if (!transport.TryTakeSnapshot(out var snapshot))
            return false;
        if (snapshot.State != TcpState.Closed)
            return snapshot.OurFinIsOut;
        if (snapshot.WasNeverConnected)
            throw new SocketException((int)SocketError.NotConnected);
        ThrowIf(transport.TakePendingError());
        var evidence = default(DeliveryEvidence);
        evidence.Add(snapshot, out _, out _);
        // Undecided: an end, or a reset that an earlier operation was told of. A send of the caller's was told now.
        if (evidence.FinAcknowledged ?? !(afterSend || (evidence.ShowsSynOrFin && !transport.HasRemoteEndPoint)))
            return true;
        throw new SocketException((int)SocketError.ConnectionReset);
    }

    // Where the system tells nothing, a half-close of the caller's before looks the same. Not if a send was pending and has failed.
    private static bool IsUnknown(SocketTransport transport, bool waits) => !waits && !transport.TryTakeSnapshot(out _);

    private static void ThrowIf(SocketError error)
    {
        if (error != SocketError.Success)
            throw new SocketException((int)error);
    }
}
