using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace Corpus.Streams;

public class AsyncStreams
{
    private readonly SemaphoreSlim _gate = new(1);

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAllAsync(Socket socket, [EnumeratorCancellation] CancellationToken token = default)
    {
        var buffer = new byte[1024];
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        for (; ; )
        {
            var n = await stream.ReadAsync(buffer, token).ConfigureAwait(false);
            if (n == 0)
                yield break;
            yield return buffer.AsMemory(0, n);
        }
    }

    public async Task PumpAsync(TcpListener listener, Func<TcpClient, ValueTask<bool>> accept)
    {
        listener.Start(int.MaxValue);
        await foreach (var client in AcceptAllAsync(listener).WithCancellation(default).ConfigureAwait(false))
        {
            using (client)
            {
                if (!await accept(client)) continue;
                await foreach (var part in ReadAllAsync(client.Client))
                    await client.Client.SendAsync(part, SocketFlags.None);
                client.Client.Shutdown(SocketShutdown.Both);
                await client.GetStream().FlushAsync();
                await using (var w = new StreamWriter(client.GetStream()) { AutoFlush = true })
                    await w.WriteLineAsync($"end {client.Client.RemoteEndPoint}");
            }
        }
    }

    private static async IAsyncEnumerable<TcpClient> AcceptAllAsync(TcpListener listener)
    {
        while (true)
        {
            TcpClient? client = null;
            try { client = await listener.AcceptTcpClientAsync(); }
            catch (SocketException) { }
            if (client is { Connected: true })
                yield return client;
        }
    }

    public async ValueTask<long> CopyAsync(Socket from, Socket to, CancellationToken token)
    {
        await _gate.WaitAsync(token);
        try
        {
            var reader = PipeReader.Create(new NetworkStream(from));
            var writer = PipeWriter.Create(new NetworkStream(to, true), new StreamPipeWriterOptions(leaveOpen: true));
            long total = 0;
            ReadResult result;
            do
            {
                result = await reader.ReadAsync(token);
                foreach (var segment in result.Buffer)
                {
                    await writer.WriteAsync(segment, token);
                    total += segment.Length;
                }

                reader.AdvanceTo(result.Buffer.End);
            }
            while (!result.IsCompleted);
            await writer.CompleteAsync();
            to.Shutdown(SocketShutdown.Send);
            await Task.WhenAny(to.SendAsync(new byte[3]), Task.Delay(1, token));
            return total;
        }
        finally
        {
            _gate.Release();
            if (token.IsCancellationRequested) await from.DisconnectAsync(false, default);
        }
    }
}
