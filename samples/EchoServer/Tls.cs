using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

namespace Echo;

/// <summary>Which certificate a client accepts.</summary>
/// <param name="Fingerprint">SHA-256, in hexadecimal digits: this one and no other. Null: what the system trusts.</param>
internal sealed record TlsTrust(string? Fingerprint);

/// <summary>The two handshakes, and a certificate for a server that has none.</summary>
internal static class Tls
{
    public static string FingerprintOf(X509Certificate certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>Self-signed and new at each start: its fingerprint is the only way to know it.</summary>
    public static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(30));
        // On Windows a handshake needs a key that the system has loaded, not one that lives in this process alone.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    public static Task<SslStream> AcceptAsync(Stream below, X509Certificate2 certificate, CancellationToken stop)
    {
        var tls = new SslStream(below);
        return HandshakeAsync(tls, tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop));
    }

    /// <exception cref="AuthenticationException">The handshake failed; for a certificate that is not trusted, the message says what to do.</exception>
    public static async Task<SslStream> ConnectAsync(Stream below, string host, TlsTrust trust, CancellationToken stop)
    {
        string? refusal = null;
        bool IsAccepted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            refusal = certificate is null ? "The server has shown no certificate." : Refusal(FingerprintOf(certificate), trust, errors);
            return refusal is null;
        }

        var tls = new SslStream(below);
        var options = new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = IsAccepted };
        try
        {
            return await HandshakeAsync(tls, tls.AuthenticateAsClientAsync(options, stop));
        }
        catch (AuthenticationException) when (refusal is not null)
        {
            throw new AuthenticationException(refusal);
        }
    }

    private static string? Refusal(string fingerprint, TlsTrust trust, SslPolicyErrors errors)
    {
        if (trust.Fingerprint is null)
        {
            return errors == SslPolicyErrors.None ? null : $"""
                The server's certificate is not trusted ({errors}). Its SHA-256 fingerprint is
                {fingerprint}
                If the server itself shows the same, add: --trust {fingerprint}
                """;
        }

        return fingerprint == trust.Fingerprint ? null : $"""
            The server's certificate is not the one that --trust names. Its SHA-256 fingerprint is
            {fingerprint}
            The server was started again, or somebody else answers in its place. Nothing was sent.
            """;
    }

    private static async Task<SslStream> HandshakeAsync(SslStream tls, Task handshake)
    {
        try
        {
            await handshake;
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }
}
