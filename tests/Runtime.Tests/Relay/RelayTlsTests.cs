using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Tests.Kernel;
using Xunit;

namespace SocketAnalyzers.Tests.Relay;

/// <summary>One end of the relay is a TLS client, the peer B its server.</summary>
public class RelayTlsTests
{
    public static TheoryData<SslProtocols> Versions => new() { SslProtocols.Tls12, SslProtocols.Tls13 };

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Both_ends_are_passed_on_with_close_notify(SslProtocols version)
    {
        using var rig = await RelayRig.OpenAsync();
        var (end, peer, inner) = await SecureAsync(rig, version);
        var relaying = DuplexRelay.RunAsync(rig.EndA, end).WaitAsync(RelayRig.Patience);
        var question = RelayRig.Random(1_000_000);
        var answer = RelayRig.Random(2_000_000);
        var sending = RelayRig.SendAsync(rig.A, question, thenFin: true);
        using var received = new MemoryStream();
        await peer.CopyToAsync(received);
        Assert.Equal(RelayRig.Of(question), RelayRig.Of(received.ToArray()));
        Assert.False(inner.HasEnded, "The relay's end was a bare FIN.");
        var answering = AnswerAsync(peer, answer, rig.B);
        Assert.Equal(RelayRig.Of(answer), await RelayRig.ReadToEndAsync(rig.A));
        await Task.WhenAll(sending, answering);
        var result = await relaying;
        RelayDataTests.AssertCompleted(result, question.Length, answer.Length);
        Assert.Equal(TlsEnd.None, result.AToB.SourceTlsEnd);
        Assert.Equal(Known(TlsEnd.CloseNotify), result.BToA.SourceTlsEnd);
    }

    /// <param name="version">TLS 1.2 or 1.3.</param>
    /// <param name="together">The end comes right behind the data, before the relay has read it; else while it waits.</param>
    /// <param name="closeNotify">Whether it is one.</param>
    [Theory]
    [InlineData(SslProtocols.Tls12, false, true)]
    [InlineData(SslProtocols.Tls13, false, true)]
    [InlineData(SslProtocols.Tls12, true, true)]
    [InlineData(SslProtocols.Tls13, true, true)]
    [InlineData(SslProtocols.Tls12, false, false)]
    [InlineData(SslProtocols.Tls13, false, false)]
    [InlineData(SslProtocols.Tls12, true, false)]
    [InlineData(SslProtocols.Tls13, true, false)]
    public async Task A_bare_FIN_is_no_end(SslProtocols version, bool together, bool closeNotify)
    {
        using var rig = await RelayRig.OpenAsync();
        var (end, peer, _) = await SecureAsync(rig, version);
        var relaying = together ? null : DuplexRelay.RunAsync(rig.EndA, end);
        await peer.WriteAsync(new byte[1000]);
        if (!together)
            Assert.True(await rig.A.ReceiveAsync(new byte[1000], SocketFlags.Peek) > 0);
        if (closeNotify)
            await peer.ShutdownAsync();
        rig.B.Shutdown(SocketShutdown.Send);
        await Task.Delay(100);
        relaying ??= DuplexRelay.RunAsync(rig.EndA, end);
        var expected = Known(closeNotify ? TlsEnd.CloseNotify : TlsEnd.BareFin);
        if (expected == TlsEnd.BareFin)
        {
            // Not ended here as well: the reset has to come by itself.
            await RelayRig.SeesResetAsync(rig.A);
        }
        else
        {
            Assert.Equal(1000, (await RelayRig.ReadToEndAsync(rig.A)).Length);
            rig.A.Shutdown(SocketShutdown.Send);
        }

        var result = await relaying.WaitAsync(RelayRig.Patience);
        Assert.Equal(expected, result.BToA.SourceTlsEnd);
        Assert.Equal(expected == TlsEnd.BareFin ? RelayOutcome.TlsTruncated : RelayOutcome.Completed, result.BToA.Outcome);
    }

    [Fact]
    public async Task Session_tickets_are_not_taken_for_close_notify()
    {
        using var rig = await RelayRig.OpenAsync();
        var (end, _, _) = await SecureAsync(rig, SslProtocols.Tls13);

        // The server sends them by itself, behind the handshake.
        Assert.True(rig.EndB.Poll(10_000_000, SelectMode.SelectRead));
        var relaying = DuplexRelay.RunAsync(rig.EndA, end).WaitAsync(RelayRig.Patience);
        while (rig.EndB.Available > 0)
            await Task.Delay(10);
        await Task.Delay(200);
        rig.B.Shutdown(SocketShutdown.Send);
        rig.A.Shutdown(SocketShutdown.Send);
        Assert.Equal(Known(TlsEnd.BareFin), (await relaying).BToA.SourceTlsEnd);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_reset_is_an_error_and_no_end(SslProtocols version)
    {
        using var rig = await RelayRig.OpenAsync();
        var (end, peer, _) = await SecureAsync(rig, version);
        var relaying = DuplexRelay.RunAsync(rig.EndA, end).WaitAsync(RelayRig.Patience);
        await peer.WriteAsync(new byte[1000]);
        Assert.True(await rig.A.ReceiveAsync(new byte[1000], SocketFlags.None) > 0);
        rig.B.Close(0);
        await RelayRig.SeesResetAsync(rig.A);
        Assert.Equal((RelayOutcome.SourceError, SocketError.ConnectionReset), ((await relaying).BToA.Outcome, (await relaying).BToA.Error));
    }

    [Fact]
    public async Task A_reset_reaches_the_TLS_side_as_a_reset()
    {
        using var rig = await RelayRig.OpenAsync();
        var (end, peer, _) = await SecureAsync(rig, SslProtocols.Tls13);
        var relaying = DuplexRelay.RunAsync(rig.EndA, end).WaitAsync(RelayRig.Patience);
        rig.A.Close(0);
        var e = await Assert.ThrowsAsync<IOException>(() => peer.ReadAsync(new byte[100]).AsTask().WaitAsync(RelayRig.Patience));
        Assert.True(SocketErrors.IsPeerReset(e));
        Assert.Equal(RelayOutcome.SourceError, (await relaying).AToB.Outcome);
    }

#if !RUNTIME_IS_NETSTANDARD
    [Fact]
    public async Task While_it_is_idle_a_relay_holds_no_buffer_for_TLS()
    {
        using var rig = await RelayRig.OpenAsync();
        var (end, peer, _) = await SecureAsync(rig, SslProtocols.Tls13);
        var pool = new CountingPool();
        var relaying = DuplexRelay.RunAsync(rig.EndA, end, RelayOptions.Default with { Pool = pool });
        await peer.WriteAsync(new byte[1000]);
        Assert.True(await rig.A.ReceiveAsync(new byte[1000]) > 0);
        await pool.HoldsNoneAsync();
        Assert.False(relaying.IsCompleted);
    }
#endif

    [Fact]
    public async Task A_TLS_peer_that_does_not_read_stalls()
    {
        using var rig = await RelayRig.OpenAsync();
        var (end, _, _) = await SecureAsync(rig, SslProtocols.Tls13);
        var relaying = DuplexRelay.RunAsync(rig.EndA, end, RelayOptions.Default with { WriteStallTimeout = TimeSpan.FromSeconds(1) }).WaitAsync(RelayRig.Patience);
        var filling = await RelayRig.FillAsync(rig.A);
        Assert.Equal(RelayOutcome.WriteStalled, (await relaying).AToB.Outcome);
        await filling.IsResetAsync();
    }

    private static TlsEnd Known(TlsEnd end) =>
#if RUNTIME_IS_NETSTANDARD
        end == TlsEnd.None ? end : TlsEnd.Unknown;
#else
        end;
#endif

    private static async Task AnswerAsync(SslStream peer, byte[] answer, Socket socket)
    {
        await peer.WriteAsync(answer);
        await peer.ShutdownAsync();
        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task<(RelayEnd End, SslStream Peer, WatchedStream Inner)> SecureAsync(RelayRig rig, SslProtocols version)
    {
        var inner = new WatchedStream(rig.B);
        var peer = new SslStream(inner);
        var ours = new SslStream(new NetworkStream(rig.EndB), false, (_, _, _, _) => true);
        var accepting = peer.AuthenticateAsServerAsync(Tls.Certificate, false, version, false);
        await ours.AuthenticateAsClientAsync("localhost", null, version, false);
        await accepting;
        return (new RelayEnd(ours, rig.EndB), peer, inner);
    }
}
