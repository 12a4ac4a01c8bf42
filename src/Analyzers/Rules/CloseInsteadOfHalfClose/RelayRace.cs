using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary><c>Task.WhenAny</c> over the two directions of a relay, and then the end of both connections: the first EOF cuts the other direction off.</summary>
internal static class RelayRace
{
    public static void Check(RuleContext context, FlowEvent race)
    {
        if (race.Operation.Syntax is not InvocationExpressionSyntax call)
            return;
        var tasks = RaceTasks.Of(context, call);
        if (tasks.WaitsForAll)
            return;
        foreach (var one in context.Body.Events)
        {
            if (one.Event != SocketEvent.Relay || !tasks.Contain(one.Operation.Syntax))
                continue;
            var (body, a, b) = (one.Body ?? context.Body, one.Sources[0].ObjectId, one.Refs[0].ObjectId);
            if (a <= TrackedObject.UnknownId || b <= TrackedObject.UnknownId || IsInLoopOfItsOwn(call, one.Operation.Syntax) || !HasReverse(context, tasks, body, a, b))
                continue;
            if (FindEnd(context, race, tasks, body, a, b) is { } end)
            {
                CloseInsteadOfHalfClose.Report(context, race, Evidence.Relay,
                    "goes on at the end of one direction of this relay, and then " + end + ": what the other direction still carries is lost; pass each end on with Shutdown(Send) and wait for both",
                    one.Operation);
                return;
            }
        }
    }

    // "while (tasks.Count > 0) tasks.Remove(await Task.WhenAny(tasks));" waits for all in the end.
    private static bool IsInLoopOfItsOwn(SyntaxNode race, SyntaxNode copy)
    {
        var function = CodeShape.FunctionOf(race);
        for (var n = race; n is not null && n != function; n = n.Parent)
        {
            if (n is WhileStatementSyntax or DoStatementSyntax && !n.Span.Contains(copy.Span))
                return true;
        }

        return false;
    }

    private static bool HasReverse(RuleContext context, RaceTasks tasks, BodyAnalysis body, int a, int b)
    {
        var identity = context.Flow.Relays.Identity;
        if (identity.AreOne(body, a, body, b))
            return false;
        foreach (var other in context.Body.Events)
        {
            if (tasks.Contain(other.Operation.Syntax) && RelayLegs.Connects(identity, other, other.Body ?? context.Body, (body, b), (body, a)))
                return true;
        }

        return false;
    }

    private static string? FindEnd(RuleContext context, FlowEvent race, RaceTasks tasks, BodyAnalysis body, int a, int b)
    {
        if (!RelayLegs.CanHalfClose(context, body, a) || !RelayLegs.CanHalfClose(context, body, b))
            return CallersEnd.Follows(context, race.Operation.Syntax, tasks, areSocketsHere: false) ? "the caller ends both connections" : null;
        var identity = context.Flow.Relays.Identity;
        var function = race.Body ?? context.Body;
        foreach (var end in context.Body.Events)
        {
            if ((end.Body ?? context.Body) != function || !end.EndsBothDirections)
                continue;
            var stop = AfterRace.EndPosition(end.Operation.Syntax, race.Operation.Syntax);
            if (stop < 0 || AbortNames.IsAbort((end.Operation as IInvocationOperation)?.TargetMethod) || (end.Before.Some & (SocketFacts.ShutSend | SocketFacts.ShutReceive)) == SocketFacts.ShutSend)
                continue;
            for (var i = 0; i < end.Refs.Count; i++)
            {
                var id = end.Refs[i].ObjectId;
                if (identity.AreOne(function, id, body, a) || identity.AreOne(function, id, body, b))
                    return AfterRace.IsGraceful(race.Operation.Syntax, stop, tasks) ? null : "both connections are ended";
            }
        }

        if (AfterRace.Cancels(race.Operation.Syntax, tasks))
            return "the other is cancelled";
        return CallersEnd.Follows(context, race.Operation.Syntax, tasks, areSocketsHere: true) ? "the caller ends both connections" : null;
    }
}
