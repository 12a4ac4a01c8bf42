using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace SocketAnalyzers.Tests.Scripted;

/// <summary>
/// Scripts by chance, and smaller ones that may fail in the same way. Always the same ones, so that a change of the code and nothing
/// else makes a test fail. SOCKET_ANALYZERS_SEED=n tries others, and ten times as many.
/// </summary>
internal static class ScriptGenerator
{
    // A gamma of FsCheck's generator must be odd.
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private static readonly string? ChosenSeed = Environment.GetEnvironmentVariable("SOCKET_ANALYZERS_SEED");
    private static readonly ulong Seed = ulong.TryParse(ChosenSeed, out var seed) ? seed : 20261121;

    // How a connection may stand when the close begins.
    private static readonly Happening[][] Beginnings =
    [
        [],
        [new(0, Kind.AckAll)],
        [new(0, Kind.CallerShutsDown)],
        [new(0, Kind.PeerFin)],
        [new(0, Kind.PeerCloses)],
        [new(0, Kind.Reset)],
        [new(0, Kind.AckAll), new(0, Kind.Reset)],
        [new(0, Kind.Reset), new(0, Kind.ErrorIsEaten)],
        [new(0, Kind.AckAll), new(0, Kind.Reset), new(0, Kind.ErrorIsEaten)],
        [new(0, Kind.PeerFin), new(0, Kind.Reset)],
        [new(0, Kind.PeerFin), new(0, Kind.AckAll), new(0, Kind.CallerShutsDown), new(0, Kind.Reset)],
        [new(0, Kind.PeerFin), new(0, Kind.CallerShutsDown), new(0, Kind.AckAll)],
        [new(0, Kind.CallerShutsDown), new(0, Kind.AckAll)],
        [new(0, Kind.CallerShutsDown), new(0, Kind.AckAll), new(0, Kind.Reset)],
        [new(0, Kind.Cancel)],
    ];

    // Without limits it takes the peer, and the caller, to end it.
    private static readonly Happening[] End = [new(60_000, Kind.Reset), new(0, Kind.SendsFail), new(0, Kind.StreamFails), new(0, Kind.ReaderFails)];

    private static readonly Gen<Happening> Events = Gen.Frequency(
        (6, Event(Kind.AckAll)),
        (4, Event(Kind.Ack, 1, 3, 500, 5_000)),
        (4, Event(Kind.Data, 1, 100, 20_000)),
        (4, Event(Kind.PeerFin)),
        (3, Event(Kind.PeerCloses)),
        (2, Event(Kind.Reset)),
        (1, Event(Kind.WindowOpens)),
        (1, Event(Kind.WindowCloses)),
        (4, Event(Kind.SendsDone)),
        (1, Event(Kind.SendsFail)),
        (2, Event(Kind.UndeclaredDone)),
        (1, Event(Kind.ReaderReads, 1, 1_000)),
        (2, Event(Kind.ReaderEnds)),
        (1, Event(Kind.ReaderFails)),
        (4, Event(Kind.StreamEnds, 0, 1)),
        (1, Event(Kind.StreamFails)),
        (1, Event(Kind.Cancel)),
        (1, Event(Kind.OtherDisposes)));

    private static Gen<Script> Scripts { get; } =
        from connection in Connections
        from limits in Limits
        from caller in Callers
        from before in Gen.Elements(Beginnings)
        from unread in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Elements(1, 300, 20_000)))
        from events in Gen.ListOf(Events)
        select connection with
        {
            Total = limits.Total,
            Idle = limits.Idle,
            Quiet = limits.Quiet,
            MaxDrained = limits.MaxDrained,
            HasSink = limits.HasSink,
            PendingSend = caller.PendingSend,
            UndeclaredSend = caller.UndeclaredSend,
            Reader = caller.Reader,
            HasStream = caller.HasStream,
            Before = unread == 0 ? before : [new(0, Kind.Data, unread), .. before],
            Events = limits.Total < 0 ? [.. events, .. End] : [.. events],
        };

    /// <param name="count">How many scripts.</param>
    /// <param name="violations">Runs a script, and says what it broke.</param>
    public static void Check(int count, Func<Script, IReadOnlyList<string>> violations)
    {
        var config = Config.QuickThrowOnFailure
            .WithMaxTest(ChosenSeed is null ? count : count * 10)
            .WithEndSize(20)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(Seed, Gamma), FSharpOption<int>.None)))
            .WithQuietOnSuccess(true);
        Prop.ForAll(Arb.From(Scripts, Shrink), script => Holds(violations(script))).Check(config);
    }

    /// <summary>What can happen to a close that blocks: it has no token, and no stream.</summary>
    public static Script ForBlocking(Script script) => script with
    {
        HasStream = false,
        Before = [.. script.Before.Where(happening => happening.Kind != Kind.Cancel)],
        Events = [.. script.Events.Where(happening => happening.Kind != Kind.Cancel)],
    };

    private static Property Holds(IReadOnlyList<string> violations) =>
        violations.Count == 0 ? true.ToProperty() : false.Label(string.Join(Environment.NewLine, violations));

    private static IEnumerable<Script> Shrink(Script script)
    {
        for (var i = 0; i < script.Events.Count - (script.Total < 0 ? End.Length : 0); i++)
            yield return script with { Events = Without(script.Events, i) };
        for (var i = 0; i < script.Before.Count; i++)
            yield return script with { Before = Without(script.Before, i) };
        var plain = new Script();
        Script[] simpler =
        [
            script with { PendingSend = null },
            script with { UndeclaredSend = null },
            script with { Reader = ReaderKind.None },
            script with { HasStream = false },
            script with { HasSink = false },
            script with { ZeroWindow = false },
            script with { Opened = false },
            script with { AskedForPeer = false },
            script with { Tells = Tells.Counters },
            script with { Written = 0 },
            script with { MaxDrained = plain.MaxDrained },
            script with { Total = plain.Total, Idle = plain.Idle, Quiet = plain.Quiet },
        ];
        foreach (var one in simpler.Where(one => one != script))
            yield return one;
    }

    private static Gen<Script> Connections =>
        from connected in Gen.Frequency((40, Gen.Constant(Connected.Yes)), (1, Gen.Elements(Connected.Connecting, Connected.Never, Connected.Disposed)))
        from tells in Gen.Frequency((6, Gen.Constant(Tells.Counters)), (1, Gen.Constant(Tells.CountersWithoutSent)), (2, Gen.Constant(Tells.Nothing)))
        from opened in Gen.Elements(true, false)
        from asked in Gen.Elements(true, false)
        from zeroWindow in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from written in Gen.Elements(0, 1, 3, 1_000, 10_000)
        select connected == Connected.Yes
            ? new Script { Tells = tells, Opened = opened, AskedForPeer = asked, ZeroWindow = zeroWindow, Written = written }
            : new Script { Tells = tells, Connected = connected };

    private static Gen<Script> Limits =>
        from total in Gen.Frequency((1, Gen.Elements(0, 5, 400)), (6, Gen.Elements(4_000, 30_000)), (1, Gen.Constant(-1)))
        from idle in Gen.Elements(300, 2_000, 5_000, -1)
        from quiet in Gen.Frequency((6, Gen.Constant(250)), (2, Gen.Elements(0, 3_000, -1)))
        from drained in Gen.Frequency((3, Gen.Constant(256 * 1024)), (1, Gen.Elements(0, 100, 5_000)))
        from sink in Gen.Elements(true, false)
        select new Script { Total = total, Idle = idle, Quiet = quiet, MaxDrained = drained, HasSink = sink };

    private static Gen<Script> Callers =>
        from sends in Gen.Frequency((3, Gen.Constant<int?>(null)), (1, Gen.Elements<int?>(0, 1, 3_000)))
        from undeclared in Gen.Frequency((5, Gen.Constant<int?>(null)), (1, Gen.Elements<int?>(1, 3_000)))
        from reader in Gen.Frequency((4, Gen.Constant(ReaderKind.None)), (2, Gen.Elements(ReaderKind.Greedy, ReaderKind.Swallowing, ReaderKind.Scripted)))
        from stream in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Script { PendingSend = sends, UndeclaredSend = undeclared, Reader = reader, HasStream = stream };

    private static Gen<Happening> Event(Kind kind, params int[] counts) =>
        from after in Gen.Elements(0, 0, 1, 10, 60, 200, 300, 1_000, 4_900)
        from count in counts.Length == 0 ? Gen.Constant(0) : Gen.Elements(counts)
        select new Happening(after, kind, count);

    private static List<Happening> Without(IReadOnlyList<Happening> all, int index) => [.. all.Where((_, i) => i != index)];
}
