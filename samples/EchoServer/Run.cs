using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

namespace Echo;

/// <summary>Runs a command, and turns what can go wrong into one clear line and an exit code.</summary>
internal static class Run
{
    public static Task<int> ServerAsync(IPEndPoint endPoint, X509Certificate2? certificate, CancellationToken stop) =>
        ListenAsync(endPoint, new EchoServer(certificate, Console.Out).RunAsync(endPoint, stop));

    public static Task<int> RelayAsync(IPEndPoint endPoint, DnsEndPoint target, CancellationToken stop) =>
        ListenAsync(endPoint, new Relay(target, Console.Out, Console.Error).RunAsync(endPoint, stop));

    public static async Task<int> ClientAsync(DnsEndPoint server, TlsTrust? trust, string? text, CancellationToken stop)
    {
        await using var input = text is null ? Console.OpenStandardInput() : new MemoryStream(Console.InputEncoding.GetBytes(text + "\n"));
        await using var output = Console.OpenStandardOutput();
        var progress = new Progress(Console.Error);
        try
        {
            using var connection = await Connection.OpenAsync(server, trust, stop);
            // Typed by hand, or shown on the screen: that is progress enough, and more would stand in between.
            await using (progress.Show(when: text is null && Console.IsInputRedirected && Console.IsOutputRedirected))
                await new EchoClient(connection, progress).RunAsync(input, output, stop);
            Console.Error.WriteLine($"sent {progress.Sent} bytes, received {progress.Received} bytes");
            if (progress.Sent == progress.Received)
                return ExitCode.Success;
            Console.Error.WriteLine("This is not what an echo server does.");
            return ExitCode.Failure;
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or TimeoutException or OperationCanceledException)
        {
            Console.Error.WriteLine(Explanation.OfConnection(e, server));
            return ExitCode.Failure;
        }
    }

    private static async Task<int> ListenAsync(IPEndPoint endPoint, Task listening)
    {
        try
        {
            await listening;
            return ExitCode.Success;
        }
        catch (SocketException e)
        {
            Console.Error.WriteLine(Explanation.OfListening(e, endPoint));
            return ExitCode.Failure;
        }
    }
}
