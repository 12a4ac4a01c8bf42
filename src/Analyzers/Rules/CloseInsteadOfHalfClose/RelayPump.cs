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
        if (!HasRelay(context))
            return;
        List<(BodyAnalysis Function, int A, int B)>? reported = null;
        foreach (var end in context.Body.Events)
        {
            if (end.Ended.IsNone || end.IsExceptional || !end.EndsBothDirections || AbortNames.IsAbort((end.Operation as IInvocationOperation)?.TargetMethod))
                continue;
            var function = end.Body ?? context.Body;
            if (FindPair(context, end, function) is not (var (a, b)) || IsReported(reported, function, a, b))
                continue;
            (reported ??= new List<(BodyAnalysis, int, int)>()).Add((function, a, b));
            CloseInsteadOfHalfClose.Report(context, end, Evidence.Relay,
                "ends both directions of '" + RelayLegs.NameOf(function, b) + "' at the end of the other connection's input: what it still sends back through this relay is lost; pass the end on with Shutdown(Send) and close when both directions have ended",
                ReadOf(context, function, a)?.Operation, end.Inner);
        }
    }

    private static bool HasRelay(RuleContext context)
    {
        foreach (var found in context.Body.Events)
        {
            if (found.Event == SocketEvent.Relay)
                return true;
        }

        return false;
    }

    private static bool IsReported(List<(BodyAnalysis Function, int A, int B)>? reported, BodyAnalysis function, int a, int b)
    {
        foreach (var pair in reported ?? new List<(BodyAnalysis, int, int)>())
        {
            if (pair.Function == function && ((pair.A == a && pair.B == b) || (pair.A == b && pair.B == a)))
                return true;
        }

        return false;
    }

    private static (int A, int B)? FindPair(RuleContext context, FlowEvent end, BodyAnalysis function)
    {
        for (var i = 0; i < end.Refs.Count; i++)
        {
            var b = end.Refs[i].ObjectId;
            if (b <= TrackedObject.UnknownId || !MayCutOff(end))
                continue;
            for (var j = 0; j < end.Ended.Count; j++)
            {
                var a = end.Ended[j].ObjectId;
                if (a > TrackedObject.UnknownId && IsCutOff(context, end, function, a, b))
                    return (a, b);
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

    private static bool IsCutOff(RuleContext context, FlowEvent end, BodyAnalysis function, int a, int b)
    {
        var identity = context.Flow.Relays.Identity;
        if (identity.AreOne(function, a, function, b) || ReadOf(context, function, a) is not { } read)
            return false;
        var passesOn = false;
        foreach (var other in context.Body.Events)
        {
            if ((other.Body ?? context.Body) != function)
                continue;
            passesOn |= RelayLegs.Connects(identity, other, function, (function, a), (function, b));
            if (HalfCloses(identity, other, function, b) || IsRenewedAfter(identity, other, end, function, b))
                return false;
        }

        return passesOn
            && !EndGuards.WaitsForTheOther(context.Compilation, end.Operation.Syntax, read.Operation.Syntax)
            && ReverseDirection.Exists(context, end, read, function, a, b);
    }

    // Perhaps through another view, of which the flow does not know that it is this connection.
    private static bool HalfCloses(ConnectionIdentity identity, FlowEvent other, BodyAnalysis function, int b) =>
        other.Event == SocketEvent.Shutdown && !other.IsShutdownOfBoth && Touches(identity, other, function, b);

    private static bool IsRenewedAfter(ConnectionIdentity identity, FlowEvent other, FlowEvent end, BodyAnalysis function, int b) =>
        other.Event == SocketEvent.Connect && other.Operation.Syntax.SpanStart > end.Operation.Syntax.SpanStart && Touches(identity, other, function, b);

    private static bool Touches(ConnectionIdentity identity, FlowEvent other, BodyAnalysis function, int id)
    {
        for (var i = 0; i < other.Refs.Count; i++)
        {
            if (identity.AreOne(function, other.Refs[i].ObjectId, function, id))
                return true;
        }

        return false;
    }

    private static FlowEvent? ReadOf(RuleContext context, BodyAnalysis function, int a)
    {
        foreach (var found in context.Body.Events)
        {
            if (found.Event is SocketEvent.Read or SocketEvent.CopyTo && (found.Body ?? context.Body) == function && found.Refs.Contains(a))
                return found;
        }

        return null;
    }
}
