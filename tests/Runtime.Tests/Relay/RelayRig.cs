using System;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Tests.Kernel;
using Xunit;

namespace SocketAnalyzers.Tests.Relay;

/// <summary>A peer, a relay's two ends, another peer: two connections of loopback. The relay accepted the first and opened the second.</summary>
internal sealed class RelayRig : IDisposable
{
    /// <summary>Nothing takes this long but a hang.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Connection _left;
    private readonly Connection _right;

    private RelayRig(Connection left, Connection right)
    {
        _left = left;
        _right = right;
    }

    public Socket A => _left.Client;

    public Socket EndA => _left.Server;

    public Socket EndB => _right.Client;

    public Socket B => _right.Server;

    /// <param name="receiveBufferOfA">Bytes; null: as the system has it.</param>
    /// <param name="receiveBufferOfB">The same.</param>
    public static async Task<RelayRig> OpenAsync(int? receiveBufferOfA = null, int? receiveBufferOfB = null) =>
        new(await Connection.OpenAsync(clientReceiveBuffer: receiveBufferOfA), await Connection.OpenAsync(serverReceiveBuffer: receiveBufferOfB));

    public Task<RelayResult> RelayAsync(RelayOptions? options = null, CancellationToken cancellation = default) =>
        DuplexRelay.RunAsync(EndA, EndB, options, cancellation).WaitAsync(Patience);

    public static byte[] Random(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    public static async Task SendAsync(Socket socket, byte[] bytes, bool thenFin = false)
    {
        for (var sent = 0; sent < bytes.Length;)
            sent += await socket.SendAsync(new ArraySegment<byte>(bytes, sent, bytes.Length - sent), SocketFlags.None);
        if (thenFin)
            socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Reads to the end; fails if that is a reset.</summary>
    public static async Task<(int Length, string Hash)> ReadToEndAsync(Socket socket)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        var length = 0;
        int count;
        while ((count = await socket.ReceiveAsync(new ArraySegment<byte>(buffer), SocketFlags.None).WaitAsync(Patience)) > 0)
        {
            hash.AppendData(buffer, 0, count);
            length += count;
        }

        return (length, Convert.ToHexString(hash.GetHashAndReset()));
    }

    public static (int Length, string Hash) Of(byte[] bytes) => (bytes.Length, Convert.ToHexString(SHA256.HashData(bytes)));

    /// <summary>Reads until a reset; fails if an end comes first.</summary>
    public static async Task SeesResetAsync(Socket socket)
    {
        var e = await Assert.ThrowsAsync<SocketException>(() => ReadToEndAsync(socket));
        Assert.Equal(SocketError.ConnectionReset, e.SocketErrorCode);
    }

    /// <summary>Sends until the other side takes no more.</summary>
    /// <returns>The send that waits: when it fails, it is told of a reset, and no read is.</returns>
    public static async Task<Pending> FillAsync(Socket socket, int atMost = int.MaxValue)
    {
        var bytes = new byte[256 * 1024];
        var sending = Task.CompletedTask;
        var sent = 0;
        while (sent < atMost && await Task.WhenAny(sending, Task.Delay(500)) == sending && sending.IsCompletedSuccessfully)
        {
            sending = SendAsync(socket, bytes);
            sent += bytes.Length;
        }

        return new Pending(sending);
    }

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
    }

    internal sealed class Pending
    {
        private readonly Task _task;

        public Pending(Task task)
        {
            _task = task;
            _ = task.ContinueWith(static done => _ = done.Exception, TaskScheduler.Default);
        }

        public async Task IsResetAsync() => Assert.True(SocketErrors.IsPeerReset(await Assert.ThrowsAsync<SocketException>(() => _task.WaitAsync(Patience))));
    }
}
