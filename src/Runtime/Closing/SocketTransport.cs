using System;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Closing;

/// <summary>A connection that is a socket and nothing over it.</summary>
internal class SocketTransport : ClosingTransport
{
    // The longest wait that Socket.Poll can be told, in microseconds.
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(int.MaxValue / 1000);

    private static readonly LingerOption NoLinger = new(false, 0);
    private static readonly bool IsLinux = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

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

    public override bool IsReadable => Socket.Poll(0, SelectMode.SelectRead);

    public override bool IsStream => Socket.SocketType == SocketType.Stream;

    public override bool IsListening => Socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection) is int listening && listening != 0;

    public override bool TryTakeSnapshot(out TcpSnapshot snapshot) => TcpSnapshot.TryTake(Socket, out snapshot);

    public override void SendNothing()
    {
        // A connection that is reset is writable. What is not has a send pending, or is not connected yet.
        if (!Socket.Poll(0, SelectMode.SelectWrite))
            return;
        // Not the blocking one: behind a send that is pending it would wait.
        var passing = SendBarrier.PassAsync(Socket);
        if (passing.IsCompleted && passing.Result is var error and not SocketError.Success)
            throw new SocketException((int)error);
    }

    public override ValueTask<SocketError> PassSendsAsync()
    {
        var passing = SendBarrier.PassAsync(Socket);
        // What waits without a peer is not connected yet.
        return passing.IsCompleted || HasRemoteEndPoint ? passing : new ValueTask<SocketError>(SocketError.NotConnected);
    }

    public override SocketError TakePendingError()
    {
        try
        {
            // On Linux no error can wait that does not show here; the option comes in a box.
            if (IsLinux && !Socket.Poll(0, SelectMode.SelectError))
                return SocketError.Success;
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
        if (wait > LongestPoll || wait < TimeSpan.Zero)
            wait = LongestPoll;
        if (!Socket.Poll((int)(wait.Ticks / 10), SelectMode.SelectRead))
            return null;
        // Somebody else may take the bytes between the two calls; the receive must not wait for others then.
        var timeout = Math.Max(1, (int)wait.TotalMilliseconds);
        if (Socket.Blocking)
            Socket.ReceiveTimeout = timeout;
        var started = Stopwatch.GetTimestamp();
        try
        {
            return Socket.Receive(buffer.Array!, buffer.Offset, buffer.Count, SocketFlags.None);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock || (e.SocketErrorCode == SocketError.TimedOut && HasPassed(timeout, started)))
        {
            return null;
        }
    }

    public override void ForgetLinger()
    {
        try
        {
            Socket.LingerState = NoLinger;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Gone already.
        }
    }

    public override void Dispose()
    {
        Socket.Dispose();
        AbandonRead();
    }

    public override void Abort()
    {
        Socket.Close(0);
        AbandonRead();
    }

    private void AbandonRead()
    {
#if !NET8_0_OR_GREATER
        _pending.Abandon();
#endif
    }

    // The same code also tells of a network that is gone, and that comes at any time.
    private static bool HasPassed(int milliseconds, long started) => (Stopwatch.GetTimestamp() - started) * 1000d / Stopwatch.Frequency >= 0.9 * milliseconds;
}
