using System;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using SocketAnalyzers;

using var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();

var (client, server) = await ConnectAsync();
client.Send(new byte[5]);
client.CompleteWrites();
var result = await server.CloseGracefullyAsync();
Console.WriteLine($"{result.Outcome} {result.DrainedBytes}");
client.Dispose();

var (left, leftEnd) = await ConnectAsync();
var (rightEnd, right) = await ConnectAsync();
var relaying = DuplexRelay.RunAsync(leftEnd, rightEnd);
left.Send(new byte[7]);
var leftClosing = left.CloseGracefullyAsync();
var rightClosed = await right.CloseGracefullyAsync();
Console.WriteLine($"{(await relaying).IsCompleted} {rightClosed.DrainedBytes} {(await leftClosing).Outcome}");

// As the trimmer understands it: whether the library still finds what it looks for in SslStream.
var internals = Type.GetType("SocketAnalyzers.Closing.TlsInternals, SocketAnalyzers.Runtime");
using (var tls = new SslStream(new System.IO.MemoryStream()))
    Console.WriteLine(internals?.GetMethod("LockOf")?.Invoke(null, [tls])?.GetType().FullName ?? "no lock");

using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
var ended = 0;
for (var round = 0; round < 200; round++)
    ended += await EndTlsBesideAReadAsync() ? 1 : 0;
Console.WriteLine($"TLS {ended}");

async Task<(Socket Client, Socket Server)> ConnectAsync()
{
    var opened = new Socket(SocketType.Stream, ProtocolType.Tcp);
    await opened.ConnectAsync(listener.LocalEndpoint);
    return (opened, await listener.AcceptSocketAsync());
}

async Task<bool> EndTlsBesideAReadAsync()
{
    var (socket, peerSocket) = await ConnectAsync();
    using var tls = new SslStream(new NetworkStream(socket), false, (_, _, _, _) => true);
    using var peer = new SslStream(new NetworkStream(peerSocket));
    await Task.WhenAll(
        peer.AuthenticateAsServerAsync(certificate, false, SslProtocols.Tls13, false),
        tls.AuthenticateAsClientAsync("localhost", null, SslProtocols.Tls13, false));
    await peer.WriteAsync(new byte[1000]);
    var reading = ReadToEndAsync(tls);
    var closing = SocketClosing.CloseGracefullyAsync(tls, socket, CloseOptions.Server with { Reader = reading });
    await ReadToEndAsync(peer);
    var peerClosed = await SocketClosing.CloseGracefullyAsync(peer, peerSocket);
    var closed = await closing;
    return closed.Outcome == CloseOutcome.PeerClosed && closed.CloseNotifySent && peerClosed.CloseNotifySent && await reading == 1000;
}

static async Task<int> ReadToEndAsync(SslStream stream)
{
    var buffer = new byte[4096];
    var total = 0;
    int count;
    while ((count = await stream.ReadAsync(buffer)) > 0)
        total += count;
    return total;
}
