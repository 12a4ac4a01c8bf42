using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CloseLab.Experiments.Basics;

internal sealed class TlsEnd : Experiment
{
    private static readonly Lazy<bool> HasOpenSsl = new(FindOpenSsl);

    public override string Name => "tls-end";

    public override string Claim => "SslStream.Dispose sends FIN without close_notify, which a careful peer takes for a cut. ShutdownAsync before it sends the close_notify.";

    public override string Facts => "§8, §14";

    public override string? Obstacle => HasOpenSsl.Value ? null : "openssl is not installed";

    public override Expectation Expected => """
        Dispose: openssl reports an unexpected eof: True
        ShutdownAsync, Dispose: openssl reports an unexpected eof: False
        """;

    public override async Task<string> RunAsync(Stage stage)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return Lines(await EndAsync(stage, certificate, "Dispose", _ => Task.CompletedTask), await EndAsync(stage, certificate, "ShutdownAsync, Dispose", tls => tls.ShutdownAsync()));
    }

    private static async Task<string> EndAsync(Stage stage, X509Certificate2 certificate, string title, Func<SslStream, Task> beforeDispose)
    {
        stage.Scene(title, "server", "openssl");
        stage.Stranger = "openssl";
        using var listener = stage.Listener();
        stage.Register(listener.LocalEndPoint!, "server");
        using var openssl = StartOpenSsl(((IPEndPoint)listener.LocalEndPoint!).Port);
        var errors = openssl.StandardError.ReadToEndAsync();
        var output = openssl.StandardOutput.ReadToEndAsync();
        var socket = await listener.AcceptAsync(stage.Limit);
        stage.Call("server", "Accept, handshake");
        await using var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stage.Limit);
        stage.Call("server", "SslStream.Write(5 bytes)");
        await tls.WriteAsync("data1"u8.ToArray(), stage.Limit);
        stage.Call("server", title);
        await beforeDispose(tls);
        await tls.DisposeAsync();
        await openssl.WaitForExitAsync(stage.Limit);
        var complains = (await errors).Contains("unexpected eof", StringComparison.OrdinalIgnoreCase);
        stage.Call("openssl", complains ? $"{await output}, then: unexpected eof while reading" : $"{await output}, then a clean end", bad: complains);
        return $"{title}: openssl reports an unexpected eof: {complains}";
    }

    private static Process StartOpenSsl(int port) => Process.Start(new ProcessStartInfo("openssl", ["s_client", "-quiet", "-no_ign_eof", "-connect", $"127.0.0.1:{port}"])
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
        // Kept open: at the end of its input s_client would end first.
        RedirectStandardInput = true,
    })!;

    private static bool FindOpenSsl()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("openssl", "version") { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
