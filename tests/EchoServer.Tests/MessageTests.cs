using System.Net.Sockets;
using Xunit;

namespace SocketAnalyzers.EchoServer.Tests;

/// <summary>What can go wrong is told in a line, with an exit code: 1 the network or the other side, 2 a bad argument.</summary>
public class MessageTests
{
    [Theory]
    [InlineData("server")]
    [InlineData("tls-server")]
    public async Task A_port_in_use(string command)
    {
        using var other = Peer.Listen(out var port);

        var server = await EchoProcess.RunAsync(command, $"{port}");

        Assert.Equal((1, $"Port {port} on 127.0.0.1 is in use by another server. Stop it, or give another port.\n"), (server.ExitCode, server.Errors));
    }

    [Fact]
    public async Task An_address_of_another_machine()
    {
        // Kept free for documentation: nobody has it.
        var server = await EchoProcess.RunAsync("server", "0", "192.0.2.1");

        Assert.Equal((1, "This machine has no address 192.0.2.1. Give one of its own, or 0.0.0.0 for all of them.\n"), (server.ExitCode, server.Errors));
    }

    [Theory]
    [InlineData("client")]
    [InlineData("tls-client")]
    public async Task A_refused_connection(string command)
    {
        using var refusing = Peer.Refuse(out var port);

        var client = await EchoProcess.RunAsync(command, "127.0.0.1", $"{port}", "hello");

        Assert.Equal((1, $"Nothing listens on 127.0.0.1 port {port}. Start the server first, or give its port.\n"), (client.ExitCode, client.Errors));
    }

    [Fact]
    public async Task An_unknown_host()
    {
        var client = await EchoProcess.RunAsync("client", "no-such-host.invalid", "7007", "hello");

        Assert.Equal(1, client.ExitCode);
        // The second where no name server can be reached.
        Assert.Matches(@"^(No such host: 'no-such-host\.invalid'\.|The name 'no-such-host\.invalid' cannot be looked up just now: the name server does not answer\.)\n$", client.Errors);
    }

    [Theory]
    [InlineData("'70000' is not a port: give a number from 1 to 65535.", "client", "localhost", "70000")]
    [InlineData("'0' is not a port: give a number from 1 to 65535.", "client", "localhost", "0")]
    [InlineData("'-1' is not a port: give a number from 0 to 65535.", "server", "-1")]
    [InlineData("'7007 ' is not a port: give a number from 0 to 65535.", "server", "7007 ")]
    [InlineData("'300.1.1.1' is not an IP address of this machine, such as 127.0.0.1 or 0.0.0.0.", "server", "7007", "300.1.1.1")]
    [InlineData("'ab:cd' is not a SHA-256 fingerprint: give the 64 hexadecimal digits that the server prints.", "tls-client", "--trust", "ab:cd")]
    [InlineData("Unrecognized command or argument 'more'.", "client", "localhost", "7007", "hello", "more")]
    [InlineData("Required command was not provided.")]
    public async Task A_bad_argument(string message, params string[] arguments)
    {
        var run = await EchoProcess.RunAsync(arguments);

        Assert.Equal((2, ""), (run.ExitCode, run.Text));
        Assert.Equal($"{message}\n--help lists what there is.\n", run.Errors);
    }

    [Fact]
    public async Task A_connection_that_is_cut()
    {
        using var listener = Peer.Listen(out var port);
        using var client = EchoProcess.Start("client", "127.0.0.1", $"{port}", "hello");
        var connection = await listener.AcceptAsync();
        await connection.ReceiveAsync(new byte[1]);
        Peer.Reset(connection);

        var end = await client.EndAsync();

        Assert.Equal((1, $"127.0.0.1 port {port} cut the connection.\n"), (end.ExitCode, end.Errors));
    }

    [Fact]
    public async Task A_server_that_ends_too_early()
    {
        using var listener = Peer.Listen(out var port);
        using var client = EchoProcess.Start("client", "127.0.0.1", $"{port}");
        using var connection = await listener.AcceptAsync();
        connection.Shutdown(SocketShutdown.Send);

        var end = await client.EndAsync();

        Assert.Equal((1, "The server ended the connection after 0 bytes, before all was sent.\n"), (end.ExitCode, end.Errors));
    }

    [Fact]
    public async Task A_server_without_TLS()
    {
        using var server = await ServerProcess.StartAsync("server", "0");

        var client = await EchoProcess.RunAsync("tls-client", "localhost", $"{server.Port}", "hello");

        Assert.Equal(1, client.ExitCode);
        Assert.StartsWith($"No TLS connection with localhost port {server.Port}", client.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_TLS()
    {
        using var server = await ServerProcess.StartAsync("tls-server", "0");

        var client = await EchoProcess.RunAsync("client", "localhost", $"{server.Port}", "hello there, this is no handshake");

        Assert.Equal(1, client.ExitCode);
        Assert.Contains("the handshake failed.", await server.ReadLineAsync(), StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData(2)]
    public async Task A_client_that_is_stopped(int signal)
    {
        using var server = await ServerProcess.StartAsync("server", "0");
        using var client = EchoProcess.Start("client", "localhost", $"{server.Port}");
        await client.Input.WriteAsync("hello\n"u8.ToArray());
        await client.Input.FlushAsync();
        Assert.Equal("hello", await client.ReadLineAsync());

        client.Signal(signal);

        var end = await client.EndAsync();
        Assert.Equal((1, "Stopped.\n"), (end.ExitCode, end.Errors));
        // Its input had no end, and must not look as if it had.
        Assert.EndsWith(": the client reset the connection", await server.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_is_told_when_a_transfer_takes_long()
    {
        using var server = await ServerProcess.StartAsync("server", "0");
        using var client = EchoProcess.Start("client", "localhost", $"{server.Port}");
        await client.Input.WriteAsync(Peer.Bytes(1000));
        await client.Input.FlushAsync();

        var line = await client.Errors.ReadLineAsync().WaitAsync(EchoProcess.Limit);

        Assert.Equal("0.0 MB sent, 0.0 MB back, 0.0 MB/s", line);
        client.Input.Close();
        var end = await client.EndAsync();
        Assert.Equal(0, end.ExitCode);
        Assert.EndsWith("sent 1000 bytes, received 1000 bytes\n", end.Errors, StringComparison.Ordinal);
    }
}
