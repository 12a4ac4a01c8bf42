using System;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Closing;

namespace SocketAnalyzers.Tests.Scripted;

/// <summary>The scripted connection as a close sees it. Keeps what the close did, and what it must not do.</summary>
internal sealed class ScriptedTransport(ScriptedWorld world) : ClosingTransport
{
    public const string EarlyFin = "FIN before the declared send had ended, or after it failed";
    public const string OvertakenSend = "FIN before a send that nobody had declared has ended";
    public const string SecondReader = "a receive beside the declared reader";

    private readonly ScriptedKernel _kernel = world.Kernel;

    /// <summary>What was done at a moment when it must not be done.</summary>
    public List<string> Offences { get; } = [];

    /// <summary>What was done to the connection, in order.</summary>
    public List<string> Actions { get; } = [];

    public int Fins { get; private set; }

    public long Given { get; private set; }

    /// <summary>The position of the first byte given, behind what the caller's reader took.</summary>
    public long FirstGiven { get; private set; }

    public TimeSpan LastGiven { get; private set; }

    public bool Ended { get; private set; }

    public override bool HasStream => world.Script.HasStream;

    public override bool HasRemoteEndPoint => !world.Script.Opened || world.Script.AskedForPeer || !_kernel.IsClosed;

    public override int Available => _kernel.Available;

    public override bool IsReadable => _kernel.IsReadable;

    public override bool IsStream => true;

    public override bool IsListening => false;

    public override bool TryTakeSnapshot(out TcpSnapshot snapshot)
    {
        world.CountStep();
        var tells = world.Script.Tells;
        snapshot = tells == Tells.Nothing ? default : _kernel.Snapshot(withSent: tells == Tells.Counters);
        return tells != Tells.Nothing;
    }

    public override void SendNothing() => _kernel.SendNothing();

    public override async ValueTask<SocketError> PassSendsAsync()
    {
        world.CountStep();
        if (world.Caller.Undeclared is { IsCompleted: false } pending)
            await pending.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        try
        {
            _kernel.SendNothing();
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
        catch (ObjectDisposedException) when (world.Caller.Undeclared is not null)
        {
            return SocketError.OperationAborted;
        }
    }

    public override SocketError TakePendingError() => _kernel.TakeError();

    public override Task EndStreamAsync(Task? reader, CancellationToken cancellation)
    {
        Actions.Add("notify");
        return world.Caller.EndStream();
    }

    public override void CompleteWrites()
    {
        Fins++;
        Actions.Add("fin");
        if (world.Caller.Sends is { IsCompletedSuccessfully: false })
            Offences.Add(EarlyFin);
        if (world.Caller.Undeclared is { IsCompleted: false } && !_kernel.FinQueued)
            Offences.Add(OvertakenSend);
        _kernel.Shutdown();
    }

    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        BeginReceive();
        if (cancellation.IsCancellationRequested)
            return ValueTask.FromCanceled<int>(cancellation);
        try
        {
            return _kernel.Receive(buffer.Span) is { } count ? new ValueTask<int>(Give(count)) : new ValueTask<int>(ReceiveLater(buffer, cancellation));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return ValueTask.FromException<int>(e);
        }
    }

    public override int? Receive(ArraySegment<byte> buffer, TimeSpan wait)
    {
        BeginReceive();
        world.Block(() => _kernel.IsReadable, wait);
        return _kernel.IsReadable && _kernel.Receive(buffer) is { } count ? Give(count) : null;
    }

    public override void Wait(Task task, TimeSpan longest) => world.Block(() => task.IsCompleted, longest);

    public override void Dispose()
    {
        End("dispose");
        _kernel.Dispose(world.Caller.HasOperationPending);
    }

    public override void Abort()
    {
        End("reset");
        _kernel.Abort();
    }

    private void BeginReceive()
    {
        world.CountStep();
        if (world.Caller.Reader is { IsCompleted: false })
            Offences.Add(SecondReader);
    }

    private int Give(int count)
    {
        if (Given == 0)
            FirstGiven = _kernel.Taken - count;
        Given += count;
        if (count > 0)
            LastGiven = world.Clock.Now;
        return count;
    }

    private async Task<int> ReceiveLater(Memory<byte> buffer, CancellationToken cancellation)
    {
        var changed = new TaskCompletionSource();
        world.Changed = () => changed.TrySetResult();
        using (cancellation.Register(() => changed.TrySetCanceled(cancellation)))
        {
            while (true)
            {
                try
                {
                    await changed.Task.ConfigureAwait(false);
                }
                finally
                {
                    world.Changed = null;
                }

                if (_kernel.Disposed)
                    throw new SocketException((int)SocketError.OperationAborted);
                if (_kernel.Receive(buffer.Span) is { } count)
                    return Give(count);
                changed = new TaskCompletionSource();
                world.Changed = () => changed.TrySetResult();
            }
        }
    }

    private void End(string action)
    {
        Actions.Add(action);
        Ended = true;
        if (world.Changed is not null)
            Offences.Add("dispose with a receive of its own pending");
    }
}
