using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers;

namespace Echo;

/// <summary>Sends all of its input, ends its own direction, and reads until the server has ended the other.</summary>
internal sealed class EchoClient
{
    // The close waits for the rest of the echo, however long that takes, while it comes at all. QuietAfterDelivery: that the server's
    // kernel has all of ours is not the end here.
    private static readonly CloseOptions UntilTheEchoEnds = CloseOptions.Unbounded with { IdleTimeout = TimeSpan.FromSeconds(30) };

    private readonly Connection _connection;
    private readonly Progress _progress;

    public EchoClient(Connection connection, Progress progress)
    {
        _connection = connection;
        _progress = progress;
    }

    public async Task RunAsync(Stream input, Stream output, CancellationToken stop)
    {
        // Reading starts before all is sent: with a long input both sides would otherwise wait for the other to read.
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var receiving = ReceiveAsync(output, giveUp.Token);
        var sending = SendAsync(input, giveUp.Token);
        try
        {
            if (await Task.WhenAny(sending, receiving) == receiving && !sending.IsCompleted)
            {
                await receiving;
                throw new EndOfStreamException($"The server ended the connection after {_progress.Received} bytes, before all was sent.");
            }

            await sending;
            await EndAsync(receiving, stop);
        }
        finally
        {
            // Does nothing after the end in order. After a failure a part is on its way: a reset says so, a FIN would make it look whole.
            _connection.Socket.Abort();
            giveUp.Cancel();
            await Task.WhenAll(sending, receiving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>FIN (over TLS: close_notify and FIN) behind the last byte. Then the reader reads on, to the server's end.</summary>
    private async Task EndAsync(Task receiving, CancellationToken stop)
    {
        var end = await SocketClosing.CloseGracefullyAsync(_connection.Stream, _connection.Socket, UntilTheEchoEnds with { Reader = receiving }, stop);
        switch (end.Outcome)
        {
            case CloseOutcome.Canceled:
                throw new OperationCanceledException(stop);
            case CloseOutcome.IdleTimeout:
                throw new TimeoutException($"The server did not end the connection: nothing came for {UntilTheEchoEnds.IdleTimeout.TotalSeconds} seconds.");
            case CloseOutcome.PeerReset:
            case CloseOutcome.Error:
                throw new SocketException((int)end.Error);
            default:
                // Throws what the reader could not write.
                await receiving;
                break;
        }
    }

    private async Task SendAsync(Stream input, CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        int count;
        // WaitAsync: reading a terminal does not listen to the token.
        while ((count = await input.ReadAsync(buffer, cancel).AsTask().WaitAsync(cancel)) > 0)
        {
            await _connection.Stream.WriteAsync(buffer.AsMemory(0, count), cancel);
            _progress.AddSent(count);
        }
    }

    private async Task ReceiveAsync(Stream output, CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await _connection.Stream.ReadAsync(buffer, cancel)) > 0)
        {
            await output.WriteAsync(buffer.AsMemory(0, count), cancel);
            _progress.AddReceived(count);
        }
    }
}
