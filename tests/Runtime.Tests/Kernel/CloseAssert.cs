using System;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>What has to be true of every close.</summary>
internal static class CloseAssert
{
    /// <summary>For peers that do nothing good. The total is far off, so that a busy machine does not come to it first.</summary>
    public static readonly CloseOptions Short = new() { IdleTimeout = TimeSpan.FromMilliseconds(200), TotalTimeout = TimeSpan.FromSeconds(8) };

    /// <summary>For peers that end, however late a busy machine lets them.</summary>
    public static readonly CloseOptions Patient = new() { QuietAfterDelivery = TimeSpan.FromSeconds(9) };

    /// <summary>Far above the limits of <see cref="Short"/>, far below the next sensible error: a machine may be busy.</summary>
    public static readonly TimeSpan Generous = TimeSpan.FromSeconds(10);

    /// <summary>What the outcome promises of the other values, and that the socket is disposed.</summary>
    public static void Consistent(CloseResult result, Socket socket)
    {
        Assert.Throws<ObjectDisposedException>(() => socket.Available);
        Assert.True(result.Elapsed >= TimeSpan.Zero && result.Elapsed < Generous, $"{result} is beyond its limits.");
        Assert.Equal(result.Outcome is CloseOutcome.PeerReset or CloseOutcome.Error, result.Error != SocketError.Success);
        if (result.Outcome is not (CloseOutcome.PeerClosed or CloseOutcome.Delivered))
            return;
        Assert.True(result.FinQueued);
        Assert.NotEqual(false, result.FinAcknowledged);
        if (result.Outcome == CloseOutcome.Delivered)
            Assert.True(result.FinAcknowledged, result.ToString());
        Assert.True(result.UnacknowledgedBytes is null or 0, result.ToString());
    }

    public static async Task<CloseResult> EndsAsync(CloseOutcome expected, Socket socket, CloseOptions? options = null, bool async = true)
    {
        options ??= expected is CloseOutcome.IdleTimeout ? Short : Patient;
        var closing = async ? socket.CloseGracefullyAsync(options).AsTask() : Peer.OnOwnThread(() => socket.CloseGracefully(options));
        var result = await closing.WaitAsync(Peer.Hangs);
        Assert.True(result.Outcome == expected, $"Expected {expected}: {result}");
        Consistent(result, socket);
        return result;
    }

    /// <summary>A close after a half-close of the server's own: its answer was out before, and the peer ends later.</summary>
    public static async Task EndsAfterHalfCloseAsync(Connection connection, bool async)
    {
        await Peer.SendAsync(connection.Server, 1_000);
        connection.Server.CompleteWrites();
        var closing = EndsAsync(CloseOutcome.PeerClosed, connection.Server, async: async);
        // A close whose thread starts after the peer's end would find nothing left to end.
        await Task.Delay(async ? 0 : 500);
        Assert.Equal(new Seen(1_000, SocketError.Success), await Peer.ReadToEndAsync(connection.Client));
        await Peer.SendAsync(connection.Client, 500);
        connection.Client.Dispose();
        var result = await closing;
        Assert.True(result.FinQueued);
        Assert.Equal(500, result.DrainedBytes);
    }
}
