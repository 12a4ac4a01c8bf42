using System;
using System.IO;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>In which state the server is when it closes.</summary>
public enum ServerState
{
    Clean,
    ReceivePending,
    RequestUnread,
    PeerStillSending,
    SlowReader,
}

/// <summary>One server that sends 500,000 bytes and closes, and one client with a small window that reads them.</summary>
internal sealed class LossCase : IDisposable
{
    public const int Reply = 500_000;
    private const int Window = 8 * 1024;

    private readonly IDisposable _both;
    private readonly Stream? _clientStream;

    private LossCase(IDisposable both, Connection connection, Stream? clientStream, Stream? serverStream)
    {
        _both = both;
        Connection = connection;
        _clientStream = clientStream;
        ServerStream = serverStream;
    }

    public Connection Connection { get; }

    public Socket Server => Connection.Server;

    /// <summary>The TLS of the server; null: none.</summary>
    public Stream? ServerStream { get; }

    /// <summary>A receive of the server that waits, in <see cref="ServerState.ReceivePending"/> and for a slow reader.</summary>
    public Task? Pending { get; private set; }

    public static async Task<LossCase> PlainAsync()
    {
        var connection = await Connection.OpenAsync(Window);
        return new LossCase(connection, connection, null, null);
    }

    public static async Task<LossCase> TlsAsync(System.Security.Authentication.SslProtocols version)
    {
        var tls = await Tls.OpenAsync(version, Window);
        return new LossCase(tls, tls.Connection, tls.Client, tls.Server);
    }

    /// <summary>Brings the server into its state, closes, and returns what the client got.</summary>
    public async Task<Seen> RunAsync(ServerState state, Func<LossCase, Task> closeAsync)
    {
        if (state == ServerState.RequestUnread)
        {
            await ClientSendsAsync(20_000);
            await Peer.UntilAsync(() => Server.Available >= 20_000);
        }

        if (state is ServerState.ReceivePending or ServerState.SlowReader)
            Pending = ServerStream is null ? Server.ReceiveAsync(new byte[100], SocketFlags.None) : ServerStream.ReadAsync(new byte[100]).AsTask();
        var reply = new byte[Reply];
        await (ServerStream is null ? Server.SendAsync(reply, SocketFlags.None) : ServerStream.WriteAsync(reply).AsTask()).WaitAsync(Peer.Hangs);
        // An own thread, because some ways block; and a start, because a client on this machine may be quicker than any way to lose.
        var closing = Peer.OnOwnThread(() => closeAsync(this)).Unwrap();
        await Task.WhenAny(closing, Task.Delay(5));
        var sending = state == ServerState.PeerStillSending ? KeepSendingAsync() : Task.CompletedTask;
        var seen = await (state == ServerState.SlowReader ? ReadAsync(TimeSpan.FromMilliseconds(5)) : ReadAsync(default));
        await sending;
        _clientStream?.Dispose();
        Connection.Client.Dispose();
        await closing.WaitAsync(Peer.Hangs);
        _ = Pending?.ContinueWith(static task => task.Exception, TaskScheduler.Default);
        return seen;
    }

    public void Dispose() => _both.Dispose();

    private Task<Seen> ReadAsync(TimeSpan pause) =>
        _clientStream is null ? Peer.ReadToEndAsync(Connection.Client, pause) : Peer.ReadToEndAsync(_clientStream, pause);

    private Task ClientSendsAsync(int count) =>
        _clientStream is null ? Connection.Client.SendAsync(new byte[count], SocketFlags.None) : _clientStream.WriteAsync(new byte[count]).AsTask();

    /// <summary>100 KB, below what a close reads by default.</summary>
    private async Task KeepSendingAsync()
    {
        try
        {
            for (var i = 0; i < 50; i++)
                await ClientSendsAsync(2_000).WaitAsync(Peer.Hangs);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            // The server has reset the connection: the reader counts what was lost by that.
        }
    }
}
