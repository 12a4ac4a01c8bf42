using System;
using System.Buffers;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers;

namespace Echo;

/// <summary>One client: echo until it half-closes, then half-close in return.</summary>
internal sealed class EchoSession
{
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(10);

    private readonly Socket _client;
    private readonly CloseGate _gate;
    private readonly TextWriter _log;

    // Asked for once: after a reset the property may be null or throw.
    private readonly EndPoint? _name;

    public EchoSession(Socket client, CloseGate gate, TextWriter log)
    {
        _client = client;
        _gate = gate;
        _log = log;
        _name = client.RemoteEndPoint;
    }

    /// <summary>Never throws for what the client or the network does: a reset ends this session and no other.</summary>
    public async Task RunAsync(X509Certificate2? certificate, CancellationToken stop)
    {
        try
        {
            using var connection = await OpenAsync(certificate, stop);
            if (connection is null)
                return;
            var echoed = await EchoAsync(connection.Stream, stop);
            var end = await _gate.CloseAsync(connection.Stream, _client);
            _log.WriteLine($"{_name}: {echoed} bytes echoed; {end.Outcome}");
        }
        catch (IOException e)
        {
            _log.WriteLine(SocketErrors.IsPeerReset(e) ? $"{_name}: the client reset the connection" : $"{_name}: connection lost. {e.Message}");
        }
        catch (OperationCanceledException)
        {
            // A send ran into its limit: a part of it is on its way. A reset says so; a FIN would make the part look whole.
            _client.Abort();
            _log.WriteLine($"{_name}: cut off, it does not read its echo");
        }
        finally
        {
            _client.Dispose();
        }
    }

    /// <summary>Null: the handshake failed, and that is the end of this client.</summary>
    private async Task<Connection?> OpenAsync(X509Certificate2? certificate, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(HandshakeLimit);
        try
        {
            return await Connection.AcceptAsync(_client, certificate, limit.Token);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException)
        {
            // The client may not have read yet why it is refused, and bytes of its own that nobody reads would make a reset of the end.
            await _gate.CloseAsync(_client);
            _log.WriteLine($"{_name}: the handshake failed. {e.Message}");
            return null;
        }
    }

    /// <summary>Until the client has ended its direction, or the server is told to stop.</summary>
    private static async Task<long> EchoAsync(Stream stream, CancellationToken stop)
    {
        using var sendLimit = new CancellationTokenSource();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        long echoed = 0;
        try
        {
            int count;
            while ((count = await ReadAsync(stream, buffer, stop)) > 0)
            {
                // A client that sends and never reads would hold this session for ever.
                sendLimit.CancelAfter(SendLimit);
                await stream.WriteAsync(buffer.AsMemory(0, count), sendLimit.Token);
                sendLimit.CancelAfter(Timeout.InfiniteTimeSpan);
                echoed += count;
            }

            return echoed;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The server's stop is an end as the client's own is: only the waiting is given up, and a receive that is canceled loses nothing.</summary>
    private static async Task<int> ReadAsync(Stream stream, Memory<byte> buffer, CancellationToken stop)
    {
        try
        {
            return await stream.ReadAsync(buffer, stop);
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }
}
