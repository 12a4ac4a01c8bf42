using System.Net.Sockets;
using System.Text;
using Xunit;

namespace SocketAnalyzers.EchoServer.Tests;

/// <summary>The relay: what one side sees of the other.</summary>
public class RelayTests
{
    [Fact]
    public async Task Megabytes_go_there_and_back()
    {
        var sent = Peer.Bytes(8_000_000);
        using var server = await ServerProcess.StartAsync("server", "0");
        using var relay = await ServerProcess.StartAsync("relay", "0", "localhost", $"{server.Port}");

        var client = await EchoProcess.RunAsync(sent, "client", "localhost", $"{relay.Port}");

        client.AssertBrings(sent);
        Assert.Contains(": 8000000 bytes there, Completed; 8000000 bytes back, Completed;", await relay.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TLS_goes_through()
    {
        var sent = Peer.Bytes(1_000_000);
        using var server = await ServerProcess.StartAsync("tls-server", "0");
        using var relay = await ServerProcess.StartAsync("relay", "0", "localhost", $"{server.Port}");

        var client = await EchoProcess.RunAsync(sent, "tls-client", "localhost", $"{relay.Port}", "--trust", server.Fingerprint);

        client.AssertBrings(sent);
    }

    /// <summary>The target speaks only after the client's end, and the client hears it.</summary>
    [Fact]
    public async Task A_half_close_is_honoured()
    {
        using var listener = Peer.Listen(out var port);
        using var relay = await ServerProcess.StartAsync("relay", "0", "127.0.0.1", $"{port}");
        using var joined = await Joined.OpenAsync(relay, listener);
        var (client, target) = joined;
        await client.SendAsync("question"u8.ToArray());
        client.Shutdown(SocketShutdown.Send);

        Assert.Equal("question", Encoding.ASCII.GetString(await Peer.ReadToEndAsync(target)));
        await target.SendAsync("answer"u8.ToArray());
        target.Shutdown(SocketShutdown.Send);

        Assert.Equal("answer", Encoding.ASCII.GetString(await Peer.ReadToEndAsync(client)));
        Assert.Contains(": 9 bytes there, Completed; 6 bytes back, Completed;", await relay.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_arrives_as_a_reset()
    {
        using var listener = Peer.Listen(out var port);
        using var relay = await ServerProcess.StartAsync("relay", "0", "127.0.0.1", $"{port}");
        using var joined = await Joined.OpenAsync(relay, listener);
        var (client, target) = joined;
        Peer.Reset(target);

        var end = await Assert.ThrowsAsync<SocketException>(() => Peer.ReadToEndAsync(client));

        Assert.Equal(SocketError.ConnectionReset, end.SocketErrorCode);
        Assert.Contains("back, SourceError;", await relay.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_refuses_resets_the_client()
    {
        using var refusing = Peer.Refuse(out var port);
        using var relay = await ServerProcess.StartAsync("relay", "0", "127.0.0.1", $"{port}");

        // The reset may be there before the connect has seen that it succeeded.
        var end = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var client = await Peer.ConnectAsync(relay.Port);
            await Peer.ReadToEndAsync(client);
        });

        Assert.Equal(SocketError.ConnectionReset, end.SocketErrorCode);
        Assert.EndsWith($": reset. Nothing listens on 127.0.0.1 port {port}. Start the server first, or give its port.", await relay.ReadLineAsync(), StringComparison.Ordinal);
    }

    /// <summary>What is under way when the signal comes has the time to arrive.</summary>
    [UnixTheory]
    [InlineData(2)]
    public async Task A_signal_lets_the_connections_end(int signal)
    {
        using var listener = Peer.Listen(out var port);
        using var relay = await ServerProcess.StartAsync("relay", "0", "127.0.0.1", $"{port}");
        using var joined = await Joined.OpenAsync(relay, listener);
        var (client, target) = joined;
        relay.Signal(signal);
        Assert.StartsWith("stopping", await relay.ReadLineAsync(), StringComparison.Ordinal);

        await client.SendAsync("last words"u8.ToArray());
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal("last words", Encoding.ASCII.GetString(await Peer.ReadToEndAsync(target)));
        target.Shutdown(SocketShutdown.Send);

        Assert.Empty(await Peer.ReadToEndAsync(client));
        var end = await relay.EndAsync();
        Assert.Equal(0, end.ExitCode);
        Assert.Contains(": 11 bytes there, Completed; 0 bytes back, Completed;", end.Text, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData(2)]
    public async Task A_signal_cuts_off_those_who_do_not_end(int signal)
    {
        using var listener = Peer.Listen(out var port);
        using var relay = await ServerProcess.StartAsync("relay", "0", "127.0.0.1", $"{port}");
        using var joined = await Joined.OpenAsync(relay, listener);
        var (client, target) = joined;

        relay.Signal(signal);

        var end = await relay.EndAsync();
        Assert.Equal(0, end.ExitCode);
        Assert.Contains(": 1 bytes there, Canceled; 0 bytes back, Canceled;", end.Text, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SocketException>(() => Peer.ReadToEndAsync(client));
    }

    [Fact]
    public async Task Progress_is_told_when_a_connection_lasts()
    {
        using var server = await ServerProcess.StartAsync("server", "0");
        using var relay = await ServerProcess.StartAsync("relay", "0", "127.0.0.1", $"{server.Port}");
        using var client = await Peer.ConnectAsync(relay.Port);
        await client.SendAsync(Peer.Bytes(1000));

        Assert.Matches(": 0.0 MB there, 0.0 MB back, 0.0 MB/s together$", await relay.Errors.ReadLineAsync().WaitAsync(EchoProcess.Limit));
    }

    /// <summary>A client and the target's end, when the relay knows of both: a byte has gone through.</summary>
    private sealed record Joined(Socket Client, Socket Target) : IDisposable
    {
        public static async Task<Joined> OpenAsync(ServerProcess relay, Socket listener)
        {
            var client = await Peer.ConnectAsync(relay.Port);
            var target = await listener.AcceptAsync();
            await client.SendAsync("!"u8.ToArray());
            Assert.Equal(1, await target.ReceiveAsync(new byte[1]));
            return new Joined(client, target);
        }

        public void Dispose()
        {
            Client.Dispose();
            Target.Dispose();
        }
    }
}
