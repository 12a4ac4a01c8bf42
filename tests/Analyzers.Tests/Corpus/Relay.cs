using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Corpus.Relay;

public static class Relay
{
    public static async Task RunAsync(int port, EndPoint target, CancellationToken token)
    {
        var listener = new TcpListener(IPAddress.Any, port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start(200);
        using var registration = token.Register(static l => ((TcpListener)l!).Stop(), listener);
        while (true)
        {
            var left = await listener.AcceptSocketAsync(token);
            _ = PairAsync(left, target, token).ContinueWith(t => Console.Error.WriteLine(t.Exception), TaskContinuationOptions.OnlyOnFaulted);
        }
    }

    private static async Task PairAsync(Socket left, EndPoint target, CancellationToken token)
    {
        using var right = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (left)
        {
            await right.ConnectAsync(target, token).ConfigureAwait(false);
            Task up = CopyAsync(left, right, token), down = CopyAsync(right, left, token);
            if (await Task.WhenAny(up, down) == up)
                await down;
            else
                left.Shutdown(SocketShutdown.Both);
            await Task.WhenAll(up, down);
        }
    }

    private static async Task<long> CopyAsync(Socket from, Socket to, CancellationToken token)
    {
        using var owner = System.Buffers.MemoryPool<byte>.Shared.Rent(8192);
        long total = 0;
        try
        {
            while (await from.ReceiveAsync(owner.Memory, SocketFlags.None, token) is > 0 and var n)
            {
                for (var rest = owner.Memory[..n]; !rest.IsEmpty;)
                    rest = rest[await to.SendAsync(rest, SocketFlags.None, token)..];
                total += n;
            }

            Finish(to);
            return total;
        }
        catch (Exception e) when (e is SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown } or IOException { InnerException: SocketException })
        {
            to.Close(timeout: 0);
            throw;
        }
        finally
        {
            if (total == 0) Write(to, 1);
        }
    }

    private static void Finish(Socket s) { if (s.Connected) s.Shutdown(SocketShutdown.Send); else s.Disconnect(reuseSocket: true); }

    private static int Write(Socket s, int depth) => depth > 3 ? s.Send(new byte[depth]) : Write(s, depth + 1);
}
