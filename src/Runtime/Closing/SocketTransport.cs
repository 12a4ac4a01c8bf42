using System;
using System.Diagnostics;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Closing;

/// <summary>A connection that is a socket and nothing over it.</summary>
internal class SocketTransport : ClosingTransport
{
    // The longest wait that Socket.Poll can be told, in microseconds.
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(int.MaxValue / 1000);

#if !NET8_0_OR_GREATER
    private readonly PendingRead _pending = new();
#endif

    /// <summary>Settable, because the object is used for one connection after the other.</summary>
    public Socket Socket { get; set; } = null!;

    public override bool HasRemoteEndPoint
    {
        get
        {
            try
            {
                return Socket.RemoteEndPoint is not null;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }

    public override int Available => Socket.Available;

    public override bool IsStream => Socket.SocketType == SocketType.Stream;

    public override bool IsListening => Socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection) is int listening && listening != 0;

    public override bool TryTakeSnapshot(out TcpSnapshot snapshot) => TcpSnapshot.TryTake(Socket, out snapshot);

    public override void SendNothing() => Socket.Send(Array.Empty<byte>());

    public override SocketError TakePendingError()
    {
        try
        {
            return Socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is int error ? (SocketError)error : SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    public override void CompleteWrites() => Socket.Shutdown(SocketShutdown.Send);

#if NET8_0_OR_GREATER
    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation) => Socket.ReceiveAsync(buffer, SocketFlags.None, cancellation);
#else
    // Here a receive knows no token: it stays pending, and the next call goes on waiting for it.
    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation) =>
        _pending.ReadAsync(bytes => Socket.ReceiveAsync(bytes, SocketFlags.None), buffer, cancellation);
#endif

    public override int? Receive(ArraySegment<byte> buffer, TimeSpan wait)
    {
        if (wait > LongestPoll)
            wait = LongestPoll;
        if (!Socket.Poll((int)(wait.Ticks / 10), SelectMode.SelectRead))
            return null;
        // Somebody else may take the bytes between the two calls; the receive must not wait for others then.
        if (Socket.Blocking)
            Socket.ReceiveTimeout = Math.Max(1, (int)wait.TotalMilliseconds);
        var started = Stopwatch.GetTimestamp();
        try
        {
            return Socket.Receive(buffer.Array!, buffer.Offset, buffer.Count, SocketFlags.None);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock || (e.SocketErrorCode == SocketError.TimedOut && HasPassed(wait, started)))
        {
            return null;
        }
    }

    public override void Dispose()
    {
        Socket.Dispose();
        AbandonReceive();
    }

    public override void Abort()
    {
        Socket.Close(0);
        AbandonReceive();
    }

    private void AbandonReceive()
    {
#if !NET8_0_OR_GREATER
        _pending.Abandon();
#endif
    }

    // The same code also tells of a network that is gone, and that comes at any time.
    private static bool HasPassed(TimeSpan wait, long started) => (Stopwatch.GetTimestamp() - started) / (double)Stopwatch.Frequency >= 0.9 * wait.TotalSeconds;
}
