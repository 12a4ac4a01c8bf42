using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers;

namespace Echo;

/// <summary>Serves each client in a session of its own, and ends them all in order when it is told to stop.</summary>
internal sealed class EchoServer
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly X509Certificate2? _certificate;
    private readonly TextWriter _log;

    // All may linger at once, as they do when the server stops: the listener has limited their number already.
    private readonly CloseGate _gate = new(Listener.MaxSessions);

    /// <param name="certificate">Null: no TLS.</param>
    public EchoServer(X509Certificate2? certificate, TextWriter log)
    {
        _certificate = certificate;
        _log = log;
    }

    public async Task RunAsync(IPEndPoint endPoint, CancellationToken stop)
    {
        var listener = new Listener(ServeAsync, _log);
        if (_certificate is not null)
            _log.WriteLine($"SHA-256 fingerprint of the certificate: {Tls.FingerprintOf(_certificate)}");
        await listener.RunAsync(endPoint, stop);

        _log.WriteLine("stopping: saying goodbye to those who are connected");
        // The deadline also holds for closes that begin now: the sessions have only just been told.
        var closes = _gate.DrainAllAsync(StopLimit);
        await listener.Sessions;
        await closes;
        _log.WriteLine("stopped");
    }

    private Task ServeAsync(Socket client, CancellationToken stop) => new EchoSession(client, _gate, _log).RunAsync(_certificate, stop);
}
