using System.Net.Sockets;
using System.Text;
using Xunit;

namespace SocketAnalyzers.EchoServer.Tests;

/// <summary>Server and client, plain and over TLS.</summary>
public class EchoTests
{
    [Fact]
    public async Task A_text_comes_back()
    {
        using var server = await ServerProcess.StartAsync("server", "0");

        var client = await EchoProcess.RunAsync("client", "localhost", $"{server.Port}", "@hello");

        Assert.Equal((0, "@hello\n", "sent 7 bytes, received 7 bytes\n"), (client.ExitCode, client.Text, client.Errors));
        Assert.EndsWith(": 7 bytes echoed; PeerClosed", await server.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Megabytes_come_back()
    {
        var sent = Peer.Bytes(8_000_000);
        using var server = await ServerProcess.StartAsync("server", "0");

        var client = await EchoProcess.RunAsync(sent, "client", "localhost", $"{server.Port}");

        client.AssertBrings(sent);
        Assert.EndsWith(": 8000000 bytes echoed; PeerClosed", await server.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Megabytes_come_back_over_TLS()
    {
        var sent = Peer.Bytes(8_000_000);
        using var server = await ServerProcess.StartAsync("tls-server", "0");

        var client = await EchoProcess.RunAsync(sent, "tls-client", "localhost", $"{server.Port}", "--trust", server.Fingerprint);

        client.AssertBrings(sent);
        Assert.EndsWith(": 8000000 bytes echoed; PeerClosed", await server.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_and_shown()
    {
        using var server = await ServerProcess.StartAsync("tls-server", "0");

        var client = await EchoProcess.RunAsync("tls-client", "localhost", $"{server.Port}", "secret");

        Assert.Equal((1, ""), (client.ExitCode, client.Text));
        Assert.Contains("is not trusted (RemoteCertificateChainErrors)", client.Errors, StringComparison.Ordinal);
        Assert.Contains($"add: --trust {server.Fingerprint}\n", client.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(": 7 bytes", await server.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_certificate_than_the_trusted_one_is_refused()
    {
        using var server = await ServerProcess.StartAsync("tls-server", "0");

        var client = await EchoProcess.RunAsync("tls-client", "localhost", $"{server.Port}", "secret", "--trust", new string('A', 64));

        Assert.Equal((1, ""), (client.ExitCode, client.Text));
        Assert.Contains("is not the one that --trust names", client.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(": 7 bytes", await server.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_ends_its_own_session_only()
    {
        using var server = await ServerProcess.StartAsync("server", "0");
        using var lasting = await Peer.ConnectAsync(server.Port);
        var resetting = await Peer.ConnectAsync(server.Port);
        Peer.Reset(resetting);

        Assert.EndsWith(": the client reset the connection", await server.ReadLineAsync(), StringComparison.Ordinal);

        await lasting.SendAsync("still here"u8.ToArray());
        lasting.Shutdown(SocketShutdown.Send);
        Assert.Equal("still here", Encoding.ASCII.GetString(await Peer.ReadToEndAsync(lasting)));
    }

    [UnixTheory]
    [InlineData(2)]
    [InlineData(15)]
    public async Task A_signal_ends_the_connections_in_order(int signal)
    {
        using var server = await ServerProcess.StartAsync("server", "0");
        using var client = await Peer.ConnectAsync(server.Port);
        await client.SendAsync("hello"u8.ToArray());
        var buffer = new byte[5];
        for (var count = 0; count < buffer.Length;)
            count += await client.ReceiveAsync(buffer.AsMemory(count));

        server.Signal(signal);

        // A FIN, and not a reset; then the server waits for the client's, for a while.
        Assert.Empty(await Peer.ReadToEndAsync(client));
        client.Dispose();
        var end = await server.EndAsync();
        Assert.Equal((0, ""), (end.ExitCode, end.Errors));
        Assert.Matches(": 5 bytes echoed; (PeerClosed|Delivered)\n", end.Text);
        Assert.EndsWith("\nstopped\n", end.Text, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData(2)]
    [InlineData(15)]
    public async Task A_signal_as_soon_as_it_listens_is_heard(int signal)
    {
        using var server = await ServerProcess.StartAsync("server", "0");

        server.Signal(signal);

        var end = await server.EndAsync();
        Assert.Equal((0, ""), (end.ExitCode, end.Errors));
        Assert.EndsWith("\nstopped\n", end.Text, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData(2)]
    public async Task A_signal_ends_TLS_in_order(int signal)
    {
        using var server = await ServerProcess.StartAsync("tls-server", "0");
        using var client = EchoProcess.Start("tls-client", "localhost", $"{server.Port}", "--trust", server.Fingerprint);
        await client.Input.WriteAsync("hello\n"u8.ToArray());
        await client.Input.FlushAsync();
        Assert.Equal("hello", await client.ReadLineAsync());

        server.Signal(signal);

        var end = await client.EndAsync();
        Assert.Equal((1, "The server ended the connection after 6 bytes, before all was sent.\n"), (end.ExitCode, end.Errors));
        Assert.Equal(0, (await server.EndAsync()).ExitCode);
    }
}
