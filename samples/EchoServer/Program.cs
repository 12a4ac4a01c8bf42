using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace Echo;

/// <summary>Reads the command line and turns what can go wrong into one clear line and an exit code.</summary>
internal static class Program
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int BadArgument = 2;
    private const int DefaultPort = 7007;

    private const string Usage = """
        usage:
          EchoServer server [port] [address]       echo what clients send (default: port 7007 on 127.0.0.1; address 0.0.0.0: all interfaces)
          EchoServer client [host] [port] [text]   send text, or standard input, and print the echo (default: localhost 7007)
        """;

    private static async Task<int> Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        // Cancel = true keeps the process alive, so that the connections are ended in order and not by the kernel.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        switch (args is [var command, ..] ? command : "")
        {
            case "server" when args.Length <= 3:
                return await ServeAsync(Argument(args, 1), Argument(args, 2) ?? "127.0.0.1", stop.Token);
            case "client" when args.Length <= 4:
                return await SendAsync(Argument(args, 1) ?? "localhost", Argument(args, 2), Argument(args, 3), stop.Token);
            default:
                Console.Error.WriteLine(Usage);
                return BadArgument;
        }
    }

    private static async Task<int> ServeAsync(string? portText, string addressText, CancellationToken stop)
    {
        if (!TryParsePort(portText, out var port))
            return BadArgument;
        if (!IPAddress.TryParse(addressText, out var address))
        {
            Console.Error.WriteLine($"'{addressText}' is not an IP address of this machine, such as 127.0.0.1 or 0.0.0.0.");
            return BadArgument;
        }

        try
        {
            await new EchoServer(Console.Out).RunAsync(new IPEndPoint(address, port), stop);
            return Success;
        }
        catch (SocketException e)
        {
            Console.Error.WriteLine(e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"Port {port} on {address} is in use by another server. Stop it, or give another port.",
                SocketError.AccessDenied => $"Port {port} is not allowed for this user. Ports below 1024 are often reserved: give another port.",
                SocketError.AddressNotAvailable => $"This machine has no address {address}. Give one of its own, or 0.0.0.0 for all of them.",
                _ => $"Cannot listen on {address} port {port}: {e.Message} ({e.SocketErrorCode})",
            });
            return Failure;
        }
    }

    private static async Task<int> SendAsync(string host, string? portText, string? text, CancellationToken stop)
    {
        if (!TryParsePort(portText, out var port))
            return BadArgument;

        await using var input = text is null ? Console.OpenStandardInput() : new MemoryStream(Console.InputEncoding.GetBytes(text + "\n"));
        await using var output = Console.OpenStandardOutput();
        try
        {
            var (sent, received) = await EchoClient.RunAsync(host, port, input, output, stop);
            Console.Error.WriteLine($"sent {sent} bytes, received {received} bytes");
            return sent == received ? Success : Failure;
        }
        catch (SocketException e)
        {
            Console.Error.WriteLine(e.SocketErrorCode switch
            {
                SocketError.HostNotFound or SocketError.NoData => $"No such host: '{host}'.",
                SocketError.TryAgain => $"The name '{host}' cannot be looked up just now: the name server does not answer.",
                SocketError.ConnectionRefused => $"Nothing listens on {host} port {port}. Start the server first: EchoServer server {port}",
                SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted => $"{host} port {port} cut the connection.",
                _ => $"Talking to {host} port {port} failed: {e.Message} ({e.SocketErrorCode})",
            });
            return Failure;
        }
        catch (Exception e) when (e is TimeoutException or EndOfStreamException)
        {
            Console.Error.WriteLine(e.Message);
            return Failure;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped.");
            return Failure;
        }
    }

    private static string? Argument(string[] args, int index) => index < args.Length ? args[index] : null;

    private static bool TryParsePort(string? text, out int port)
    {
        port = DefaultPort;
        if (text is null)
            return true;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= IPEndPoint.MaxPort)
            return true;
        Console.Error.WriteLine($"'{text}' is not a port: give a number from 1 to {IPEndPoint.MaxPort}.");
        return false;
    }
}
