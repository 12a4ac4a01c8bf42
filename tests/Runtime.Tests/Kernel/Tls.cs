using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>TLS over a <see cref="Connection"/>, with a certificate that lives as long as the test run.</summary>
internal sealed class Tls : IDisposable
{
    private Tls(Connection connection, WatchedStream clientInner, SslStream client, SslStream server)
    {
        ClientInner = clientInner;
        Connection = connection;
        Client = client;
        Server = server;
    }

    /// <summary>Of "localhost", and trusted by nobody.</summary>
    public static X509Certificate2 Certificate { get; } = CreateCertificate();

    public Connection Connection { get; }

    public SslStream Client { get; }

    public WatchedStream ClientInner { get; }

    public SslStream Server { get; }

    /// <param name="version">TLS 1.2 or 1.3.</param>
    /// <param name="clientReceiveBuffer">Bytes; null: as the system has it.</param>
    /// <param name="belowServer">What lies between the server's TLS and its NetworkStream.</param>
    public static async Task<Tls> OpenAsync(SslProtocols version, int? clientReceiveBuffer = null, Func<Stream, Stream>? belowServer = null)
    {
        var connection = await Connection.OpenAsync(clientReceiveBuffer);
        var clientInner = new WatchedStream(connection.Client);
        var client = new SslStream(clientInner, leaveInnerStreamOpen: false, (_, _, _, _) => true);
        var server = new SslStream(belowServer?.Invoke(new NetworkStream(connection.Server)) ?? new NetworkStream(connection.Server));
        await Task.WhenAll(
            server.AuthenticateAsServerAsync(Certificate, clientCertificateRequired: false, version, checkCertificateRevocation: false),
            client.AuthenticateAsClientAsync("localhost", null, version, checkCertificateRevocation: false)).WaitAsync(Peer.Hangs);
        return new Tls(connection, clientInner, client, server);
    }

    public void Dispose()
    {
        Connection.Dispose();
        Client.Dispose();
        Server.Dispose();
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
