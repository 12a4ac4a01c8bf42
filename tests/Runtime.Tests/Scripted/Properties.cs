using System;
using System.Collections.Generic;
using System.Net.Sockets;

namespace SocketAnalyzers.Tests.Scripted;

/// <summary>What holds of every close, whatever the script. Judged by what the scripted kernel knows.</summary>
internal static class Properties
{
    public const string Throws = "it throws";
    public const string TooLate = "it ends after its total limit";
    public const string NotDisposed = "the socket is not disposed";
    public const string Lost = "data is lost, or not acknowledged, and it says PeerClosed or Delivered";
    public const string OvertakenPart = "an undeclared send is not through, and it says PeerClosed or Delivered";
    public const string OurReset = "a reset of ours, and it says PeerClosed or Delivered";
    public const string FinTwice = "a second FIN";
    public const string NoFin = "PeerClosed or Delivered without a FIN before the dispose";
    public const string NotIdle = "IdleTimeout, and there was progress within the idle limit";
    public const string Untrue = "the outcome is not what happened";
    public const string Unseen = "a reset that the kernel told of is not told";
    public const string Fields = "a field of the result is wrong";

    // Shortest wait, and the moment that a total of zero has for reading what is there.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MomentToRead = TimeSpan.FromMilliseconds(10);

    public static IReadOnlyList<string> Violated(Ending ending)
    {
        if (ending.Thrown is { } e)
            return [$"{Throws}: {e}"];
        var violated = new List<string>(ending.Transport.Offences);
        void Check(bool holds, string property)
        {
            if (!holds)
                violated.Add(property);
        }

        var kernel = ending.World.Kernel;
        var isSafe = ending.Result.Outcome is CloseOutcome.PeerClosed or CloseOutcome.Delivered;
        var total = ending.World.Script.Limits.TotalTimeout;
        Check(total < TimeSpan.Zero || ending.Elapsed <= Max(total, MomentToRead) + Look, TooLate);
        Check(ending.Transport.Ended && kernel.Disposed, NotDisposed);
        Check(!isSafe || !IsLost(ending), Lost);
        Check(!isSafe || ending.World.Caller.Undeclared is null or { IsCompletedSuccessfully: true }, OvertakenPart);
        Check(!isSafe || kernel.OurReset is null, OurReset);
        Check(ending.Transport.Fins <= 1, FinTwice);
        Check(!isSafe || kernel.FinQueued, NoFin);
        Check(ending.Result.Outcome != CloseOutcome.IdleTimeout || WasIdle(ending), NotIdle);
        Check(IsTrue(ending), $"{Untrue}: {ending.Result.Outcome}");
        Check(!MissesReset(ending), $"{Unseen}: {ending.Result.Outcome}");
        foreach (var field in WrongFields(ending))
            violated.Add($"{Fields}: {field} in {ending.Result}");
        return violated;
    }

    private static bool IsLost(Ending ending)
    {
        var kernel = ending.World.Kernel;
        var script = ending.World.Script;
        // Where the system does not tell, the error of a reset is all that can be known.
        if (script.Tells == Tells.Nothing || (script.Tells == Tells.CountersWithoutSent && ending.Result.FinAcknowledged is null))
            return kernel.WasReset && kernel.HasUntoldError;
        // And if a reader was told of it, the FIN is one byte more than the counters can tell.
        return ending.Result.FinAcknowledged is null && script.Reader != ReaderKind.None ? kernel.Acknowledged < kernel.Written : !kernel.FinAcknowledged;
    }

    private static bool WasIdle(Ending ending)
    {
        var world = ending.World;
        var progress = world.Script.Tells == Tells.Nothing ? ending.Transport.LastGiven : Max(world.LastProgress, ending.Transport.LastGiven);
        return ending.Elapsed - progress >= world.Script.Limits.IdleTimeout;
    }

    private static bool IsTrue(Ending ending)
    {
        var world = ending.World;
        var kernel = world.Kernel;
        var script = world.Script;
        return ending.Result.Outcome switch
        {
            // A reader that swallows a reset makes it look like the peer's end, to everybody who asks later.
            CloseOutcome.PeerClosed => kernel.PeerEnded || (kernel.WasReset && script.Reader == ReaderKind.Swallowing),
            CloseOutcome.Delivered => script.Tells != Tells.Nothing && script.Quiet >= 0 && ending.Elapsed - world.LastFromPeer >= script.Limits.QuietAfterDelivery,
            CloseOutcome.PeerReset => kernel.WasReset,
            CloseOutcome.IdleTimeout => script.Idle > 0,
            CloseOutcome.TotalTimeout => script.Total >= 0 && ending.Elapsed >= script.Limits.TotalTimeout,
            CloseOutcome.ByteLimit => ending.Transport.Given > script.MaxDrained,
            CloseOutcome.Canceled => world.Cancellation.IsCancellationRequested,
            CloseOutcome.AlreadyClosed => world.OtherDisposed || world.BeforeTheClose.IsClosed || script.Connected == Connected.Disposed
                || (script.Tells == Tells.Nothing && world.BeforeTheClose.FinQueued),
            CloseOutcome.Error => script.Connected is Connected.Connecting or Connected.Never || world.Caller.Sends is { IsFaulted: true },
            _ => false,
        };
    }

    /// <summary>A reset before the close began. Its error waits, or bytes are missing: both can be seen.</summary>
    private static bool MissesReset(Ending ending)
    {
        var world = ending.World;
        var canBeSeen = world.BeforeTheClose.HasUntoldError || (world.Script.Tells == Tells.Counters && world.Kernel.Acknowledged < world.Kernel.Written);
        return world.BeforeTheClose.WasReset && canBeSeen && ending.Result.Outcome is CloseOutcome.PeerClosed or CloseOutcome.Delivered or CloseOutcome.AlreadyClosed && !world.OtherDisposed;
    }

    private static IEnumerable<string> WrongFields(Ending ending)
    {
        var result = ending.Result;
        var kernel = ending.World.Kernel;
        var script = ending.World.Script;
        if (result.Elapsed != ending.Elapsed)
            yield return nameof(result.Elapsed);
        if (result.DrainedBytes != ending.Transport.Given || result.DrainedBytes > script.MaxDrained + 1L)
            yield return nameof(result.DrainedBytes);
        if (ending.Sink is { } sink && !HasPeersBytes(sink.WrittenSpan, ending))
            yield return "Sink";
        if (result.Error != SocketError.Success != result.Outcome is CloseOutcome.PeerReset or CloseOutcome.Error)
            yield return nameof(result.Error);
        var isUnknowable = ending.World.BeforeTheClose.IsClosed && result.FinAcknowledged is null;
        if (result.FinQueued && ending.Transport.Fins == 0 && !ending.World.BeforeTheClose.FinQueued && !isUnknowable)
            yield return nameof(result.FinQueued);
        if (!result.FinQueued && ending.Transport.Fins > 0 && !kernel.WasReset && !kernel.Disposed)
            yield return nameof(result.FinQueued);
        // After somebody else's dispose, what was seen last has to do.
        var isStale = ending.World.OtherDisposed;
        if (result.FinAcknowledged is { } told && told != kernel.FinAcknowledged && (told || !isStale))
            yield return nameof(result.FinAcknowledged);
        if (script.Tells == Tells.Nothing && (result.FinAcknowledged ?? result.UnacknowledgedBytes is not null))
            yield return "told by a system that tells nothing";
        if (result.UnacknowledgedBytes is { } missing && !isStale && !IsMissing(missing, ending))
            yield return nameof(result.UnacknowledgedBytes);
    }

    private static bool IsMissing(long told, Ending ending)
    {
        var kernel = ending.World.Kernel;
        var hidden = Math.Max(0, kernel.Written - kernel.Acknowledged) - told;
        // The SYN of an active open may hide a byte; after a reset an unsent FIN may look like one.
        return hidden <= (ending.World.Script.Opened ? 1 : 0) && hidden >= (kernel.WasReset && kernel.FinQueued ? -1 : 0);
    }

    private static bool HasPeersBytes(ReadOnlySpan<byte> written, Ending ending)
    {
        var first = ending.Transport.FirstGiven;
        for (var i = 0; i < written.Length; i++)
        {
            if (written[i] != ScriptedKernel.ByteAt(first + i))
                return false;
        }

        return written.Length == ending.Transport.Given;
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
