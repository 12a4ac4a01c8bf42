using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace SocketAnalyzers.Tests.Scripted;

/// <summary>Runs a script: the clock, the connection, and the program around the close. Everything happens on the thread that moves it.</summary>
internal sealed class ScriptedWorld
{
    // A close looks some hundred times at its connection, and reads some thousand bytes at a time.
    private const int MostSteps = 20_000;

    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(1);

    private readonly Queue<(TimeSpan At, Happening What)> _events = new();
    private readonly CancellationTokenSource _cancellation = new();
    private TimeSpan? _resetAt;
    private int _steps;

    public ScriptedWorld(Script script)
    {
        Script = script;
        Kernel = new ScriptedKernel(script.Connected, script.Opened);
        Caller = new ScriptedCaller(Kernel, script);
        Kernel.OpenWindow(!script.ZeroWindow);
        Kernel.Write(script.Written);
        foreach (var happening in script.Before)
            Apply(happening);
        var at = TimeSpan.Zero;
        foreach (var happening in script.Events)
            _events.Enqueue((at += TimeSpan.FromMilliseconds(happening.After), happening));
        BeforeTheClose = new Standing(Kernel.FinQueued, Kernel.IsClosed, Kernel.WasReset, Kernel.HasUntoldError);
    }

    public readonly record struct Standing(bool FinQueued, bool IsClosed, bool WasReset, bool HasUntoldError);

    public Script Script { get; }

    public FakeTimeProvider Clock { get; } = new();

    public ScriptedKernel Kernel { get; }

    public ScriptedCaller Caller { get; }

    public Standing BeforeTheClose { get; }

    /// <summary>When the peer's kernel last acknowledged a byte of ours, or sent one.</summary>
    public TimeSpan LastProgress { get; private set; }

    public TimeSpan LastFromPeer { get; private set; }

    /// <summary>Whether somebody else disposed the socket.</summary>
    public bool OtherDisposed { get; private set; }

    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>A receive of the close that is pending looks again.</summary>
    public Action? Changed { get; set; }

    /// <summary>To the next event or timer, but not beyond the moment given; nothing ever happens any more: an exception.</summary>
    public void MoveOn(TimeSpan? latest = null)
    {
        CountStep();
        if (Kernel.ProvokesReset)
            _resetAt ??= Clock.Now + OneWay;
        TimeSpan? nextEvent = _events.TryPeek(out var next) ? next.At : null;
        var moment = new[] { nextEvent, _resetAt, Clock.NextTimer, latest }.Min()
            ?? throw new InvalidOperationException("The close waits for something that never comes.");
        Clock.MoveTo(moment > Clock.Now ? moment : Clock.Now);
        if (_resetAt <= moment)
        {
            _resetAt = null;
            Apply(new Happening(0, Kind.Reset));
        }
        else if (nextEvent <= moment)
        {
            Apply(_events.Dequeue().What);
        }
        else
        {
            Clock.FireOne();
        }

        Caller.React();
        Changed?.Invoke();
    }

    /// <summary>So that a close which turns in circles fails, and does not hang the tests.</summary>
    public void CountStep()
    {
        if (++_steps > MostSteps)
            throw new InvalidOperationException("The close turns in circles.");
    }

    /// <summary>For a close that blocks: until the condition holds, or the time has passed.</summary>
    public void Block(Func<bool> until, TimeSpan longest)
    {
        TimeSpan? end = longest == Timeout.InfiniteTimeSpan ? null : Clock.Now + longest;
        while (!until() && (end is null || Clock.Now < end))
            MoveOn(end);
    }

    private void Apply(Happening happening)
    {
        var count = happening.Count;
        switch (happening.Kind)
        {
            case Kind.Data:
                FromPeer(Kernel.Data(count));
                break;
            case Kind.PeerFin or Kind.PeerCloses:
                FromPeer(Kernel.PeerFin(deaf: happening.Kind == Kind.PeerCloses));
                break;
            case Kind.Reset:
                Kernel.Reset();
                break;
            case Kind.Ack or Kind.AckAll:
                if (Kernel.Ack(happening.Kind == Kind.Ack ? count : int.MaxValue))
                    LastProgress = Clock.Now;
                break;
            case Kind.WindowOpens or Kind.WindowCloses:
                Kernel.OpenWindow(happening.Kind == Kind.WindowOpens);
                break;
            case Kind.Wrote:
                Kernel.Write(count);
                break;
            case Kind.ErrorIsEaten when !Kernel.Disposed:
                Kernel.TakeError();
                break;
            case Kind.CallerShutsDown when !Kernel.Disposed && Script.Connected == Connected.Yes:
                Kernel.Shutdown();
                break;
            case Kind.Cancel:
                _cancellation.Cancel();
                break;
            case Kind.OtherDisposes:
                OtherDisposed |= !Kernel.Disposed;
                Kernel.Dispose(Caller.HasOperationPending || Changed is not null);
                break;
            default:
                Caller.Apply(happening);
                break;
        }
    }

    private void FromPeer(bool came)
    {
        if (came)
            LastFromPeer = LastProgress = Clock.Now;
    }
}
