using System;
using System.Buffers;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Closing;

/// <summary>The graceful close that blocks its thread. It asks with Poll before it receives, so it also works where <c>Blocking</c> is false.</summary>
internal sealed class BlockingClose : CloseProcedure
{
    /// <exception cref="InvalidOperationException">The socket is no connection.</exception>
    public CloseResult Run(ClosingTransport transport, CloseOptions options)
    {
        Begin(transport, options, CancellationToken.None);
        // Not inside the try: what is no connection is left as it was.
        var goesOn = Enter();
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        CloseResult result;
        try
        {
            if (goesOn && SendsEnd() && SendsPass() && QueueFin() && ReaderEnds() && Drain(buffer))
                WaitForAcknowledgement();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            result = Finish();
        }

        return result;
    }

    private bool SendsEnd() => PendingSends is not { } sends || (Ends(sends) ? SentAll(sends) : CutOff());

    private bool SendsPass()
    {
        if (!HasFinToSend)
            return true;
        var passing = PassSends().AsTask();
        var waits = !passing.IsCompleted;
        return Ends(passing) ? Passed(passing.Result, waits) : CutOff();
    }

    private bool ReaderEnds() => Options.Reader is not { } reader || (Ends(reader) && ReaderSawNoReset(reader));

    private bool Drain(byte[] buffer)
    {
        while (!PeerHasEnded)
        {
            var destination = Destination();
            var length = Math.Min(destination.Length, buffer.Length);
            int? count;
            try
            {
                count = Transport.Receive(new ArraySegment<byte>(buffer, 0, length), TimeSpan.Zero);
                if (count is null && GoesOn())
                    count = Transport.Receive(new ArraySegment<byte>(buffer, 0, length), NextWait());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return Failed(e);
            }

            if (count is > 0)
                buffer.AsSpan(0, count.Value).CopyTo(destination.Span);
            if (!(count is { } received ? Received(received) : GoesOn()))
                return false;
        }

        return true;
    }

    private void WaitForAcknowledgement()
    {
        while (GoesOn())
            Transport.Wait(Task.Delay(Timeout.Infinite), NextWait());
    }

    private bool Ends(Task task)
    {
        while (!task.IsCompleted)
        {
            Transport.Wait(task, NextWait());
            if (!task.IsCompleted && !GoesOn())
                return false;
        }

        return true;
    }
}
