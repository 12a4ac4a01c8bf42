using System.Collections.Generic;
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
        if (race.Operation.Syntax is not InvocationExpressionSyntax call || !EndsAtFirst(call))
            return;
        var tasks = RaceTasks.Of(context, call);
        if (tasks.WaitsForAll)
            return;
        var relays = tasks.RelaysIn(context);
        var pairs = context.Events.Relays.PairsOf(relays);
        RaceRunners? runners = null;
        foreach (var one in relays)
        {
            var (body, a, b) = (one.Body ?? context.Body, one.Sources[0].ObjectId, one.Refs[0].ObjectId);
            if (a <= TrackedObject.UnknownId || b <= TrackedObject.UnknownId || IsInLoopOfItsOwn(call, one.Operation.Syntax) || !HasReverse(context, pairs, runners ??= RaceRunners.Of(context, call), one, a, b))
                continue;
            if (FindCut(context, race, tasks, body, a, b) is var (end, cut))
            {
                CloseInsteadOfHalfClose.ReportRelay(context, cut, race,
                    "goes on at the end of one direction of this relay, and then " + end + ": what the other direction still carries is lost; " + RelayLegs.AdviceFor(cut),
                    one.Operation);
                return;
            }
        }
    }

    // The loop over WhenEach waits for all, unless it is left in its first round.
    private static bool EndsAtFirst(InvocationExpressionSyntax race)
    {
        if (CodeShape.CalledName(race) != "WhenEach")
            return true;
        var loop = race.FirstAncestorOrSelf<CommonForEachStatementSyntax>();
        return loop is not null && loop.Expression.Span.Contains(race.Span) && loop.Statement.LastStatement() is BreakStatementSyntax or ReturnStatementSyntax;
    }

    // "while (tasks.Count > 0) tasks.Remove(await Task.WhenAny(tasks));" waits for all in the end.
    private static bool IsInLoopOfItsOwn(SyntaxNode race, SyntaxNode copy)
    {
        var function = CodeShape.FunctionOf(race);
        for (var n = race; n is not null && n != function; n = n.Parent)
        {
            // A loop's head that stands around the race is no round of it.
            if (n is CommonForEachStatementSyntax each && each.Expression.Span.Contains(race.Span))
                continue;
            if (n is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax && !n.Span.Contains(copy.Span))
                return true;
        }

        return false;
    }

    private static bool HasReverse(RuleContext context, Dictionary<(int From, int To), List<FlowEvent>> pairs, RaceRunners runners, FlowEvent one, int a, int b)
    {
        var body = one.Body ?? context.Body;
        if (context.Connections.AreOne(body, a, body, b))
            return false;
        foreach (var other in context.Events.Relays.Connecting(pairs, body, b, a))
        {
            context.Step();
            if (runners.AreRivals(one.Operation.Syntax, other.Operation.Syntax))
                return true;
        }

        return false;
    }

    private static (string End, RelayCut Cut)? FindCut(RuleContext context, FlowEvent race, RaceTasks tasks, BodyAnalysis body, int a, int b)
    {
        var cut = RelayLegs.CutOf(context, body, a, b);
        if (cut != RelayCut.OfSockets && CallersEnd.Follows(context, race.Operation.Syntax, tasks, areSocketsHere: false))
            return ("the caller ends both connections", RelayCut.OfSockets);
        return cut != RelayCut.None && FindEnd(context, race, tasks, body, a, b) is { } end ? (end, cut) : null;
    }

    private static string? FindEnd(RuleContext context, FlowEvent race, RaceTasks tasks, BodyAnalysis body, int a, int b)
    {
        foreach (var end in context.Events.Relays.EndsAfter(race.Body ?? context.Body, body, a, b, race.Operation.Syntax.Span.End))
        {
            var stop = AfterRace.EndPosition(end.Operation.Syntax, race.Operation.Syntax);
            if (stop < 0 || AbortNames.IsAbort((end.Operation as IInvocationOperation)?.TargetMethod) || (end.Before.Some & (SocketFacts.ShutSend | SocketFacts.ShutReceive)) == SocketFacts.ShutSend)
                continue;
            if (!AfterRace.IsGraceful(context, race.Operation.Syntax, stop, tasks))
                return "both connections are ended";
            break;
        }

        foreach (var continuation in Continuations.Of(context, race.Operation.Syntax))
        {
            foreach (var end in context.Events.Relays.EndsWithin(continuation, body, a, b))
            {
                if (!context.Texts.Around(continuation).Waits(continuation.SpanStart, end.Operation.Syntax.SpanStart))
                    return "both connections are ended";
            }
        }

        if (AfterRace.Cancels(context, race.Operation.Syntax, tasks))
            return "the other is cancelled";
        return CallersEnd.Follows(context, race.Operation.Syntax, tasks, areSocketsHere: true) ? "the caller ends both connections" : null;
    }
}
