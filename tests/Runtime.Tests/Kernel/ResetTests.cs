using System;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>A reset at each stage, told or eaten, on both sides: never PeerClosed, never Delivered, unless every byte of ours was acknowledged.</summary>
[Collection(KernelCollection.Name)]
public class ResetTests
{
    /// <summary>async, and whether the side that closes is the one that accepted.</summary>
    public static TheoryData<bool, bool> Sides => new() { { true, true }, { true, false }, { false, true }, { false, false } };

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task Before_the_close_and_nobody_was_told(bool async, bool accepted)
    {
        using var connection = await Connection.OpenAsync();
        var (ours, peer) = Of(connection, accepted);
        Peer.Reset(peer);
        await Peer.HasArrivedAsync(ours);
        var result = await CloseAssert.EndsAsync(CloseOutcome.PeerReset, ours, async: async);
        Assert.Equal(SocketError.ConnectionReset, result.Error);
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task Before_the_close_and_eaten_by_a_read(bool async, bool accepted)
    {
        using var connection = await Connection.OpenAsync();
        var (ours, peer) = Of(connection, accepted);
        Peer.Reset(peer);
        await Assert.ThrowsAsync<SocketException>(() => ours.ReceiveAsync(new byte[1], SocketFlags.None).WaitAsync(Peer.Hangs));
        await EndsAfterEatenResetAsync(ours, async);
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task Before_the_close_and_eaten_by_a_write(bool async, bool accepted)
    {
        using var connection = await Connection.OpenAsync();
        var (ours, peer) = Of(connection, accepted);
        Peer.Reset(peer);
        await Peer.HasArrivedAsync(ours);
        await Assert.ThrowsAsync<SocketException>(() => ours.SendAsync(new byte[1], SocketFlags.None));
        await EndsAfterEatenResetAsync(ours, async);
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task After_our_half_close_and_eaten_by_a_read(bool async, bool accepted)
    {
        using var connection = await Connection.OpenAsync();
        var (ours, peer) = Of(connection, accepted);
        await Peer.SendAsync(ours, 1_000);
        ours.CompleteWrites();
        await Peer.HasArrivedAsync(peer);
#if !RUNTIME_IS_NETSTANDARD
        await Peer.UntilAsync(() => ours.TryGetDelivery(out var delivery) && delivery.FinAcknowledged == true);
#endif
        // Unread bytes of ours: a reset.
        peer.Dispose();
        await Assert.ThrowsAsync<SocketException>(() => ours.ReceiveAsync(new byte[1], SocketFlags.None).WaitAsync(Peer.Hangs));
        var result = await EndsAsync(ours, async);
        // Every byte, and our FIN, had been acknowledged. That the peer's program never read them no kernel tells, once the error is eaten.
        Assert.True(result.Outcome == CloseOutcome.AlreadyClosed, result.ToString());
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task During_a_pending_send(bool async, bool accepted)
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        var (ours, peer) = Of(connection, accepted);
        var sending = ours.SendAsync(new byte[16_000_000], SocketFlags.None);
        Assert.False(sending.IsCompleted);
        var closing = EndsAsync(ours, async, CloseAssert.Patient with { PendingSends = sending });
        await Task.Delay(20);
        Peer.Reset(peer);
        var result = await closing;
        Assert.Equal((CloseOutcome.PeerReset, false), (result.Outcome, result.FinQueued));
        await Assert.ThrowsAsync<SocketException>(() => sending);
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task After_our_FIN_with_bytes_of_ours_unread(bool async, bool accepted)
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        var (ours, peer) = Of(connection, accepted);
        await Peer.SendAsync(ours, 3_000_000);
        var closing = CloseAssert.EndsAsync(CloseOutcome.PeerReset, ours, async: async);
        await Task.Delay(30);
        Peer.Reset(peer);
        await closing;
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task After_the_peers_own_FIN(bool async, bool accepted)
    {
        using var connection = await Connection.OpenAsync(clientReceiveBuffer: 8 * 1024);
        var (ours, peer) = Of(connection, accepted);
        await Peer.SendAsync(ours, 3_000_000);
        peer.Shutdown(SocketShutdown.Send);
        var closing = EndsAsync(ours, async);
        await Task.Delay(30);
        Peer.Reset(peer);
        var result = await closing;
#if RUNTIME_IS_NETSTANDARD
        // The peer's FIN is all that is known.
        Assert.Equal((CloseOutcome.PeerClosed, null), (result.Outcome, result.FinAcknowledged));
#else
        Assert.Equal((CloseOutcome.PeerReset, false), (result.Outcome, result.FinAcknowledged));
#endif
    }

    /// <summary>A full close of a peer that had read everything so far is a FIN; what we send afterwards is answered with a reset.</summary>
    [Theory]
    [MemberData(nameof(Sides))]
    public async Task The_peer_closed_fully_before_our_last_data(bool async, bool accepted)
    {
        using var connection = await Connection.OpenAsync();
        var (ours, peer) = Of(connection, accepted);
        peer.Dispose();
        await Peer.HasArrivedAsync(ours);
        await Peer.SendAsync(ours, 1_000);
        var result = await EndsAsync(ours, async);
#if RUNTIME_IS_NETSTANDARD
        // On loopback the reset may already be known; if nobody was told, the peer's FIN is all there is.
        Assert.Contains(result.Outcome, new[] { CloseOutcome.PeerClosed, CloseOutcome.AlreadyClosed, CloseOutcome.PeerReset });
#else
        Assert.Equal((CloseOutcome.PeerReset, false), (result.Outcome, result.FinAcknowledged));
#endif
    }

    private static (Socket Ours, Socket Peer) Of(Connection connection, bool accepted) =>
        accepted ? (connection.Server, connection.Client) : (connection.Client, connection.Server);

    private static async Task<CloseResult> EndsAsync(Socket socket, bool async, CloseOptions? options = null)
    {
        options ??= CloseAssert.Patient;
        var result = await (async ? socket.CloseGracefullyAsync(options).AsTask() : Peer.OnOwnThread(() => socket.CloseGracefully(options))).WaitAsync(Peer.Hangs);
        CloseAssert.Consistent(result, socket);
        return result;
    }

    private static async Task EndsAfterEatenResetAsync(Socket socket, bool async)
    {
        var result = await EndsAsync(socket, async);
#if RUNTIME_IS_NETSTANDARD
        // After our own half-close it would look the same.
        Assert.Equal(CloseOutcome.AlreadyClosed, result.Outcome);
#else
        Assert.Equal((CloseOutcome.PeerReset, SocketError.ConnectionReset, false), (result.Outcome, result.Error, result.FinAcknowledged));
#endif
    }
}
