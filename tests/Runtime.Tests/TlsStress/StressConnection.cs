using System;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;

namespace SocketAnalyzers.Tests.TlsStress;

/// <summary>Both ends of a connection with TLS 1.3, whose server has sent its session tickets: the client's first read meets them.</summary>
internal sealed class StressConnection : IDisposable
{
    private static readonly SslStreamCertificateContext Certificate = CreateCertificate();

    private StressConnection(Socket client, Socket server)
    {
        Client = new WatchedSslStream(client);
        Server = new WatchedSslStream(server);
    }

    public WatchedSslStream Client { get; }

    public WatchedSslStream Server { get; }

    public static async Task<StressConnection> OpenAsync(StressListener listener)
    {
        var (client, server) = await listener.ConnectAsync();
        var connection = new StressConnection(client, server);
        await Task.WhenAll(
            connection.Server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = Certificate, EnabledSslProtocols = SslProtocols.Tls13 }),
            connection.Client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = SslProtocols.Tls13 }));
        return connection;
    }

    public void Dispose()
    {
        foreach (var end in new[] { Client, Server })
        {
            end.Socket.Dispose();
            end.Dispose();
        }
    }

    private static SslStreamCertificateContext CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        return SslStreamCertificateContext.Create(new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1)), null, offline: true);
    }
}

/// <summary>Opens connections on loopback.</summary>
internal sealed class StressListener : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public StressListener()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    public async Task<(Socket Client, Socket Server)> ConnectAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var accepting = _listener.AcceptAsync();
        await client.ConnectAsync(_listener.LocalEndPoint!);
        return (client, await accepting);
    }

    public void Dispose() => _listener.Dispose();
}
