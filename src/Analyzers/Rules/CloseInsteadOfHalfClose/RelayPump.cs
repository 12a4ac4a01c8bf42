using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>
/// One direction of a relay: it reads A, writes B, and the end of A's input ends B, while somewhere else B is read for A.
/// A loop, or a callback of a pair.
/// </summary>
internal static class RelayPump
{
    public static void Check(RuleContext context)
    {
        var reported = new HashSet<(BodyAnalysis Function, int First, int Second)>();
        var reversed = new Dictionary<(BodyAnalysis Function, int A, int B), RelayCut>();
        foreach (var end in context.Body.Events)
        {
            context.Step();
            if (end.Ended.IsNone || end.IsExceptional || !end.EndsBothDirections || AbortNames.IsAbort((end.Operation as IInvocationOperation)?.TargetMethod))
                continue;
            var function = end.Body ?? context.Body;
            if ((FindPair(context, end, function, reversed) ?? PumpOfFields.Find(context, end, function)) is not var (a, b, cut) || !reported.Add((function, Math.Min(a, b), Math.Max(a, b))))
                continue;
            CloseInsteadOfHalfClose.ReportRelay(context, cut, end,
                "ends both directions of '" + RelayLegs.NameOf(function, b) + "' at the end of the other connection's input: what it still sends back through this relay is lost; " + RelayLegs.AdviceFor(cut),
                (context.Events.FirstRead(function, a) ?? context.Events.Relays.FirstRelay(function, a, b))?.Operation, end.Inner);
        }
    }

    /// <summary>Whether anything is passed from one connection to another.</summary>
    public static bool HasRelay(RuleContext context)
    {
        foreach (var found in context.Body.Events)
        {
            if (found.Event == SocketEvent.Relay)
                return true;
        }

        return false;
    }

    private static (int A, int B, RelayCut Cut)? FindPair(RuleContext context, FlowEvent end, BodyAnalysis function, Dictionary<(BodyAnalysis, int, int), RelayCut> reversed)
    {
        for (var i = 0; i < end.Refs.Count; i++)
        {
            var b = end.Refs[i].ObjectId;
            if (b <= TrackedObject.UnknownId || !MayCutOff(end))
                continue;
            for (var j = 0; j < end.Ended.Count; j++)
            {
                var a = end.Ended[j].ObjectId;
                if (a > TrackedObject.UnknownId && CutOf(context, end, function, a, b, reversed) is var cut and not RelayCut.None)
                    return (a, b, cut);
            }
        }

        return null;
    }

    // Who has shut the sending direction alone before has thought of the other one; who has read B to its end misses nothing.
    private static bool MayCutOff(FlowEvent end)
    {
        const SocketFacts half = SocketFacts.ShutSend | SocketFacts.ShutReceive;
        return (end.Before.Some & half) != SocketFacts.ShutSend
            && (end.Before.Always & SocketFacts.SawEndOfStream) == 0
            && !end.Before.Must(ConnectionStates.Closed, ConnectionStates.Life)
            && !end.Before.Must(ConnectionStates.SendShut, ConnectionStates.Send);
    }

    // A callee that passes data on and ends what it passes it to is judged itself.
    private static bool IsInOneCallee(FlowEvent read, FlowEvent end) => read.Event == SocketEvent.Relay && read.Operation.Syntax == end.Operation.Syntax;

    private static RelayCut CutOf(RuleContext context, FlowEvent end, BodyAnalysis function, int a, int b, Dictionary<(BodyAnalysis, int, int), RelayCut> reversed)
    {
        if (context.Connections.AreOne(function, a, function, b)
            || (context.Events.FirstRead(function, a) ?? context.Events.Relays.FirstRelay(function, a, b)) is not { } read
            || IsInOneCallee(read, end))
            return RelayCut.None;
        var relays = context.Events.Relays;
        if (!relays.Connects(function, a, b) || relays.IsHalfClosed(function, b) || relays.ConnectsAfter(function, b, end.Operation.Syntax.SpanStart))
            return RelayCut.None;
        if (!reversed.TryGetValue((function, a, b), out var cut))
            reversed[(function, a, b)] = cut = ReverseDirection.CutOf(context, read, function, a, b);
        // Last, because it binds what stands between the two.
        return cut != RelayCut.None && !EndGuards.WaitsForTheOther(context.Flow, end.Operation.Syntax, read.Operation.Syntax, context.Cancellation) ? cut : RelayCut.None;
    }
}
