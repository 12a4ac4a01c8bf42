using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>What runs when one direction of a relay is over, <c>up.ContinueWith(_ => ...)</c>, ends a connection that the other direction still uses.</summary>
internal static class RelayContinuation
{
    public static void Check(RuleContext context)
    {
        Dictionary<(int From, int To), List<FlowEvent>>? pairs = null;
        var reported = new HashSet<SyntaxNode>();
        foreach (var copy in context.Body.Events)
        {
            context.Step();
            if (copy.Event != SocketEvent.Relay)
                continue;
            foreach (var continuation in Continuations.Of(context, copy.Operation.Syntax))
            {
                pairs ??= context.Events.Relays.PairsOf(RelaysOf(context));
                if (FindEnd(context, pairs, copy, continuation) is not var (end, id, cut) || !reported.Add(end.Operation.Syntax))
                    continue;
                CloseInsteadOfHalfClose.ReportRelay(context, cut, end,
                    "ends both directions of '" + RelayLegs.NameOf(copy.Body ?? context.Body, id) + "' when one direction of this relay is over: what the other direction still carries is lost; " + RelayLegs.AdviceFor(cut),
                    copy.Operation, end.Inner);
            }
        }
    }

    private static List<FlowEvent> RelaysOf(RuleContext context)
    {
        var relays = new List<FlowEvent>();
        foreach (var found in context.Body.Events)
        {
            context.Step();
            if (found.Event == SocketEvent.Relay)
                relays.Add(found);
        }

        return relays;
    }

    private static (FlowEvent End, int Id, RelayCut Cut)? FindEnd(RuleContext context, Dictionary<(int From, int To), List<FlowEvent>> pairs, FlowEvent copy, SyntaxNode continuation)
    {
        var body = copy.Body ?? context.Body;
        var (a, b) = (copy.Sources[0].ObjectId, copy.Refs[0].ObjectId);
        if (a <= TrackedObject.UnknownId || b <= TrackedObject.UnknownId || context.Connections.AreOne(body, a, body, b))
            return null;
        var cut = RelayLegs.CutOf(context, body, a, b);
        if (cut == RelayCut.None || !HasReverse(context, pairs, copy, body, a, b))
            return null;
        foreach (var end in context.Events.Relays.EndsWithin(continuation, body, a, b))
        {
            var isAbort = AbortNames.IsAbort((end.Operation as IInvocationOperation)?.TargetMethod);
            if (!isAbort && !end.IsExceptional && !context.Texts.Around(continuation).Waits(continuation.SpanStart, end.Operation.Syntax.SpanStart)
                && !EndGuards.WaitsForTheOther(context.Flow, end.Operation.Syntax, null, context.Cancellation) && !AsksForFailure(end.Operation.Syntax, continuation))
                return (end, context.Connections.AreOne(end.Body ?? context.Body, end.Refs[0].ObjectId, body, b) ? b : a, cut);
        }

        return null;
    }

    // In the continuation itself: it runs when this direction is over, not beside it.
    private static bool HasReverse(RuleContext context, Dictionary<(int From, int To), List<FlowEvent>> pairs, FlowEvent copy, BodyAnalysis body, int a, int b)
    {
        foreach (var other in context.Events.Relays.Connecting(pairs, body, b, a))
        {
            context.Step();
            if (other != copy && other.Operation.Syntax != copy.Operation.Syntax)
                return true;
        }

        return false;
    }

    // "if (t.IsFaulted) b.Close();"
    private static bool AsksForFailure(SyntaxNode end, SyntaxNode continuation)
    {
        for (var node = end; node is not null && node != continuation; node = node.Parent)
        {
            if (node.Parent is not IfStatementSyntax branch || branch.Condition == node)
                continue;
            foreach (var part in branch.Condition.DescendantNodesAndSelf())
            {
                if (part is IdentifierNameSyntax { Identifier.ValueText: "IsFaulted" or "Exception" or "IsCanceled" })
                    return true;
            }
        }

        return false;
    }
}
