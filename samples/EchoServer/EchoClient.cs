using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Echo;

/// <summary>Sends all of its input, ends its own direction, and reads until the server has ended the other.</summary>
internal static class EchoClient
{
    private static readonly TimeSpan EchoLimit = TimeSpan.FromSeconds(30);

    public static async Task<(long Sent, long Received)> RunAsync(string host, int port, Stream input, Stream output, CancellationToken stop)
    {
        using var connection = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await connection.ConnectAsync(host, port, stop);

        // Reading starts before all is sent: with a long input both sides would otherwise wait for the other to read.
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var receiving = ReceiveAsync(connection, output, giveUp.Token);
        var sending = SendAsync(connection, input, giveUp.Token);
        try
        {
            if (await Task.WhenAny(sending, receiving) == receiving && !sending.IsCompleted)
            {
                var early = await receiving;
                throw new EndOfStreamException($"The server ended the connection after {early} bytes, before all was sent.");
            }

            var sent = await sending;
            giveUp.CancelAfter(EchoLimit);
            return (sent, await receiving);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException($"The server did not end the connection within {EchoLimit.TotalSeconds} seconds.");
        }
        finally
        {
            // When one direction failed, the other still runs: it must not outlive the socket.
            giveUp.Cancel();
            await ((Task)Task.WhenAll(sending, receiving)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<long> SendAsync(Socket connection, Stream input, CancellationToken cancel)
    {
        var buffer = new byte[4096];
        long sent = 0;
        int count;
        // WaitAsync: reading a terminal does not listen to the token.
        while ((count = await input.ReadAsync(buffer, cancel).AsTask().WaitAsync(cancel)) > 0)
        {
            await connection.SendAsync(buffer.AsMemory(0, count), SocketFlags.None, cancel);
            sent += count;
        }

        // All sends have been awaited, so the FIN stands behind the last byte. Receiving goes on.
        connection.Shutdown(SocketShutdown.Send);
        return sent;
    }

    private static async Task<long> ReceiveAsync(Socket connection, Stream output, CancellationToken cancel)
    {
        var buffer = new byte[4096];
        long received = 0;
        int count;
        while ((count = await connection.ReceiveAsync(buffer.AsMemory(), SocketFlags.None, cancel)) > 0)
        {
            await output.WriteAsync(buffer.AsMemory(0, count), cancel);
            received += count;
        }

        return received;
    }
}
