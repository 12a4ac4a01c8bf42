using System;
using System.Buffers;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Echo;

/// <summary>One client: echo until it half-closes, then half-close in return.</summary>
internal sealed class EchoSession
{
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    private readonly Socket _connection;
    private readonly TextWriter _log;

    // Asked for once: after a reset the property may be null or throw.
    private readonly EndPoint? _client;

    public EchoSession(Socket connection, TextWriter log)
    {
        _connection = connection;
        _log = log;
        _client = connection.RemoteEndPoint;
    }

    /// <summary>Never throws for what the client or the network does: a reset ends this session and no other.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            var echoed = await EchoAsync(buffer, stop);
            var ended = await EndAsync(buffer);
            _log.WriteLine($"{_client}: {echoed} bytes echoed{(ended ? "" : "; it did not end its side in time")}");
        }
        catch (SocketException e)
        {
            _log.WriteLine($"{_client}: connection lost ({e.SocketErrorCode})");
        }
        catch (OperationCanceledException)
        {
            // A send ran into its limit: a part of it is on its way. A reset says so; a FIN would make the part look whole.
            _connection.Close(timeout: 0);
            _log.WriteLine($"{_client}: cut off, it does not read its echo");
        }
        finally
        {
            _connection.Dispose();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Until the client has ended its direction, or the server is told to stop.</summary>
    private async Task<long> EchoAsync(byte[] buffer, CancellationToken stop)
    {
        using var sendLimit = new CancellationTokenSource();
        long echoed = 0;
        while (true)
        {
            int count;
            try
            {
                // Only waiting is given up when the server stops; a cancelled receive loses nothing.
                count = await _connection.ReceiveAsync(buffer.AsMemory(), SocketFlags.None, stop);
            }
            catch (OperationCanceledException)
            {
                return echoed;
            }

            if (count == 0)
                return echoed;

            // A client that sends and never reads would hold this session for ever.
            sendLimit.CancelAfter(SendLimit);
            await _connection.SendAsync(buffer.AsMemory(0, count), SocketFlags.None, sendLimit.Token);
            sendLimit.CancelAfter(Timeout.InfiniteTimeSpan);
            echoed += count;
        }
    }

    /// <summary>
    /// The half-close: our end goes out behind all that was sent, and then the client's end is awaited, because closing with
    /// unread data would reset the connection and could destroy the echo on its way. The wait has a limit.
    /// </summary>
    private async Task<bool> EndAsync(byte[] buffer)
    {
        _connection.Shutdown(SocketShutdown.Send);
        using var drainLimit = new CancellationTokenSource(DrainLimit);
        try
        {
            while (await _connection.ReceiveAsync(buffer.AsMemory(), SocketFlags.None, drainLimit.Token) > 0)
            {
                // What comes now was sent too late to be echoed.
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
