using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace SocketAnalyzers.Tests.Scripted;

/// <summary>The properties can fail: each fault in a close written by hand breaks the one that it should, and without a fault none breaks.</summary>
public class FaultTests
{
    private const int Count = 2_000;

    public static TheoryData<string, string?> Faults => new()
    {
        { nameof(Fault.None), null },
        { nameof(Fault.NoDrain), Properties.OurReset },
        { nameof(Fault.DisposeBeforeFin), Properties.NoFin },
        { nameof(Fault.FinBeforeSends), ScriptedTransport.EarlyFin },
        { nameof(Fault.FinBeforeUndeclaredSends), ScriptedTransport.OvertakenSend },
        { nameof(Fault.EndIsEnough), Properties.Lost },
        { nameof(Fault.OnlyReadsAreProgress), Properties.NotIdle },
        { nameof(Fault.ReadsBesideReader), ScriptedTransport.SecondReader },
        { nameof(Fault.FinTwice), Properties.FinTwice },
        { nameof(Fault.NoTotalLimit), Properties.TooLate },
        { nameof(Fault.DropsFromSink), Properties.Fields },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_found(string fault, string? property)
    {
        var kind = Enum.Parse<Fault>(fault);
        var found = new HashSet<string>(StringComparer.Ordinal);
        ScriptGenerator.Check(Count, script =>
        {
            var ending = Ending.Of(Simple(script), (world, transport, options) => new HandWrittenClose(kind, world, transport, options).Run());
            found.UnionWith(ending.Violations.Select(violation => violation.Split(':')[0]));
            return kind == Fault.None ? ending.Violations : [];
        });
        if (property is null)
            Assert.Empty(found);
        else
            Assert.Contains(property, found);
    }

    /// <summary>What a close of a hundred lines can do: a connection that stands when it begins, and a kernel that tells.</summary>
    private static Script Simple(Script any)
    {
        var script = ScriptGenerator.ForBlocking(any);
        return script with
        {
            Connected = Connected.Yes,
            Tells = Tells.Counters,
            Reader = script.Reader == ReaderKind.None ? ReaderKind.None : ReaderKind.Scripted,
            HasSink = true,
            MaxDrained = int.MaxValue,
            Total = Math.Max(script.Total, 400),
            Idle = script.Idle < 0 ? 5_000 : script.Idle,
            Quiet = script.Quiet < 0 ? 250 : script.Quiet,
            Before = [.. script.Before.Where(happening => happening.Kind is Kind.Data or Kind.AckAll or Kind.PeerFin)],
            Events = [.. script.Events.Where(happening => happening.Kind != Kind.OtherDisposes)],
        };
    }
}
