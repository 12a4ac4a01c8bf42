using System.Net;

namespace SocketAnalyzers.EchoServer.Tests;

/// <summary>A command that listens, on a port that is free.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const string Listening = "listening on ";
    private const string Certificate = "SHA-256 fingerprint of the certificate: ";

    private readonly EchoProcess _process;

    private ServerProcess(EchoProcess process)
    {
        _process = process;
    }

    public int Port { get; private set; }

    public string Fingerprint { get; private set; } = "";

    public static async Task<ServerProcess> StartAsync(params string[] arguments)
    {
        var server = new ServerProcess(EchoProcess.Start(arguments));
        string line;
        while (!(line = await server.ReadLineAsync()).StartsWith(Listening, StringComparison.Ordinal))
        {
            if (line.StartsWith(Certificate, StringComparison.Ordinal))
                server.Fingerprint = line[Certificate.Length..];
        }

        server.Port = IPEndPoint.Parse(line[Listening.Length..line.IndexOf(';', StringComparison.Ordinal)]).Port;
        return server;
    }

    public Task<string> ReadLineAsync() => _process.ReadLineAsync();

    public StreamReader Errors => _process.Errors;

    /// <summary>SIGINT or SIGTERM, and the end in order.</summary>
    public void Signal(int signal) => _process.Signal(signal);

    public Task<EchoResult> EndAsync() => _process.EndAsync();

    public void Dispose() => _process.Dispose();
}
