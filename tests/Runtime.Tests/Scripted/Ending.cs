using System;
using System.Buffers;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Closing;

namespace SocketAnalyzers.Tests.Scripted;

/// <summary>A close, by whatever hand, of a connection that the script moves meanwhile.</summary>
internal delegate CloseResult Closer(ScriptedWorld world, ScriptedTransport transport, CloseOptions options);

/// <summary>What came of a script.</summary>
internal sealed class Ending
{
    private Ending(Script script)
    {
        World = new ScriptedWorld(script);
        Transport = new ScriptedTransport(World);
    }

    public ScriptedWorld World { get; }

    public ScriptedTransport Transport { get; }

    public ArrayBufferWriter<byte>? Sink { get; private set; }

    public CloseResult Result { get; private set; }

    public Exception? Thrown { get; private set; }

    public TimeSpan Elapsed { get; private set; }

    public IReadOnlyList<string> Violations => Properties.Violated(this);

    public static CloseResult Asynchronous(ScriptedWorld world, ScriptedTransport transport, CloseOptions options)
    {
        var close = GracefulClose.RunAsync(transport, options, world.Cancellation);
        while (!close.IsCompleted)
            world.MoveOn();
        return close.GetAwaiter().GetResult();
    }

    public static CloseResult Blocking(ScriptedWorld world, ScriptedTransport transport, CloseOptions options) =>
        new BlockingClose().Run(transport, options);

    public static Ending Of(Script script, Closer closer)
    {
        var ending = new Ending(script);
        var context = SynchronizationContext.Current;
        // Otherwise continuations would not run on this thread at once.
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            ending.Run(script, closer);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }

        return ending;
    }

    private void Run(Script script, Closer closer)
    {
        Sink = script.HasSink ? new ArrayBufferWriter<byte>() : null;
        var options = script.Limits with { PendingSends = World.Caller.Sends, Reader = World.Caller.Reader, Sink = Sink, TimeProvider = World.Clock, WakesInsideOfCancel = true };
        try
        {
            Result = closer(World, Transport, options);
        }
        catch (Exception e)
        {
            Thrown = e;
        }

        Elapsed = World.Clock.Now;
    }
}
