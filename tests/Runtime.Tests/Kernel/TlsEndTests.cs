using System;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>How the peer ended TLS: SslStream returns 0 for all of it, the kernel's counters tell.</summary>
[Collection(KernelCollection.Name)]
public class TlsEndTests
{
    public static TheoryData<SslProtocols> Versions => new(SslProtocols.Tls12, SslProtocols.Tls13);

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_peer_answers_with_close_notify(SslProtocols version)
    {
        using var tls = await Tls.OpenAsync(version);
        var closing = Closing(tls);
        Assert.Equal(new Seen(0, SocketError.Success), await Peer.ReadToEndAsync(tls.Client));
        await tls.Client.ShutdownAsync();
        tls.Connection.Client.Shutdown(SocketShutdown.Send);
        var result = await closing;
        Assert.Equal(CloseOutcome.PeerClosed, result.Outcome);
        Told(TlsEnd.CloseNotify, result);
    }

    /// <summary>One read of the stream may take both out of the kernel, and then its next one returns at once, as for a bare FIN.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Close_notify_and_FIN_come_together_with_data(SslProtocols version)
    {
        using var tls = await Tls.OpenAsync(version);
        var closing = Closing(tls);
        await tls.Client.WriteAsync(new byte[3_000]);
        await tls.Client.ShutdownAsync();
        tls.Connection.Client.Shutdown(SocketShutdown.Send);
        var result = await closing;
        Assert.Equal((CloseOutcome.PeerClosed, 3_000), (result.Outcome, result.DrainedBytes));
        Assert.Contains(result.PeerTlsEnd, new[] { TlsEnd.CloseNotify, TlsEnd.Unknown });
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_peer_ends_with_a_bare_FIN(SslProtocols version)
    {
        using var tls = await Tls.OpenAsync(version);
        var closing = Closing(tls);
        Assert.Equal(new Seen(0, SocketError.Success), await Peer.ReadToEndAsync(tls.Client));
        await Task.Delay(20);
        tls.Connection.Client.Shutdown(SocketShutdown.Send);
        var result = await closing;
        Assert.Equal(CloseOutcome.PeerClosed, result.Outcome);
        Told(TlsEnd.BareFin, result);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_peer_had_sent_close_notify_before(SslProtocols version)
    {
        using var tls = await Tls.OpenAsync(version);
        await tls.Client.ShutdownAsync();
        tls.Connection.Client.Shutdown(SocketShutdown.Send);
        await Peer.HasArrivedAsync(tls.Connection.Server);
        await Task.Delay(20);
        var result = await Closing(tls);
        Assert.Equal(CloseOutcome.PeerClosed, result.Outcome);
        Told(TlsEnd.CloseNotify, result);
    }

    /// <summary>A read that returns at once may have found the end in the stream's own buffer: nobody can say what it was.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_peer_had_sent_a_bare_FIN_before(SslProtocols version)
    {
        using var tls = await Tls.OpenAsync(version);
        tls.Connection.Client.Shutdown(SocketShutdown.Send);
        await Peer.HasArrivedAsync(tls.Connection.Server);
        var result = await Closing(tls);
        Assert.Equal(CloseOutcome.PeerClosed, result.Outcome);
        Assert.NotEqual(TlsEnd.CloseNotify, result.PeerTlsEnd);
        Assert.NotEqual(TlsEnd.None, result.PeerTlsEnd);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_peer_ends_inside_a_record(SslProtocols version)
    {
        using var tls = await Tls.OpenAsync(version);
        var closing = Closing(tls);
        // The head of a record of 100 bytes, and nothing of it.
        await tls.Connection.Client.SendAsync(new byte[] { 23, 3, 3, 0, 100 }, SocketFlags.None);
        tls.Connection.Client.Shutdown(SocketShutdown.Send);
        var result = await closing;
        Assert.Equal(CloseOutcome.PeerClosed, result.Outcome);
        Told(TlsEnd.BareFin, result);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Garbage_instead_of_TLS(SslProtocols version)
    {
        using var tls = await Tls.OpenAsync(version);
        var closing = Closing(tls);
        await tls.Connection.Client.SendAsync(new byte[30_000], SocketFlags.None);
        tls.Connection.Client.Shutdown(SocketShutdown.Send);
        var result = await closing;
        Assert.Equal(CloseOutcome.PeerClosed, result.Outcome);
        Assert.Contains(result.PeerTlsEnd, new[] { TlsEnd.Unknown, TlsEnd.BareFin });
    }

    [Fact]
    public async Task The_handshake_was_never_made()
    {
        using var connection = await Connection.OpenAsync();
        var tls = new SslStream(new NetworkStream(connection.Server));
        await Peer.SendAsync(connection.Client, 500);
        connection.Client.Shutdown(SocketShutdown.Send);
        var result = await SocketClosing.CloseGracefullyAsync(tls, connection.Server);
        Assert.Equal((CloseOutcome.PeerClosed, 500), (result.Outcome, result.DrainedBytes));
    }

    private static async Task<CloseResult> Closing(Tls tls)
    {
        var result = await SocketClosing.CloseGracefullyAsync(tls.Server, tls.Connection.Server, CloseAssert.Patient).AsTask().WaitAsync(Peer.Hangs);
        CloseAssert.Consistent(result, tls.Connection.Server);
        return result;
    }

    private static void Told(TlsEnd expected, CloseResult result)
    {
#if RUNTIME_IS_NETSTANDARD
        expected = TlsEnd.Unknown;
#endif
        Assert.Equal(expected, result.PeerTlsEnd);
    }
}
