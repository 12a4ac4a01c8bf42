using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules.UnhandledReset;

/// <summary>The loop that accepts: an exception that leaves it ends the serving of every other client, caught outside or not.</summary>
internal static class AcceptLoop
{
    public static void Check(BodyContext context, FunctionScan scan, ScannedFunction function)
    {
        if (function.Accepts.Count == 0)
            return;
        // What is known of a loop: it is reported, or who starts it again takes these exceptions.
        Dictionary<IOperation, ThrownKinds>? settled = null;
        foreach (var call in function.Calls)
        {
            if (AcceptLoops.LoopAround(call.Operation, function) is not { } loop)
                continue;
            var kinds = scan.Leaving(call, loop, out var origin, out var callee);
            if (kinds == ThrownKinds.None || callee?.IsFromAcceptLoop == true)
                continue;
            settled ??= new Dictionary<IOperation, ThrownKinds>();
            settled.TryGetValue(loop, out var done);
            if ((kinds & ~done) == ThrownKinds.None || AcceptLoops.TakesWhatIsQueued(loop))
                continue;
            var isRestarted = RestartSearch.Restarts(context.Flow, loop, kinds, context.Cancellation, out var search);
            settled[loop] = isRestarted ? done | kinds : (ThrownKinds)~0;
            if (!isRestarted)
                Report(context, scan, function, call, kinds, origin, loop, search);
        }
    }

    private static void Report(BodyContext context, FunctionScan scan, ScannedFunction function, ThrowingCall call, ThrownKinds kinds, IOperation origin, IOperation loop, RestartSearch search)
    {
        var miss = context.Flow.Routes.FindMiss(call.Operation, UnhandledReset.KindsOf(call, kinds), loop);
        var who = miss is not null ? UnhandledReset.NotKept(miss, null)
            : call.Callee?.Miss is { } inner ? UnhandledReset.NotKept(inner, call.Callee.MissOwner)
            : search.Miss is { } outer ? UnhandledReset.NotKept(outer, search.MissOwner)
            : "and nothing in the loop catches it";
        context.Report(UnhandledReset.Descriptor, call.Operation.Syntax, origin == call.Operation ? null : origin.Syntax,
            UnhandledReset.Properties("AcceptLoop", scan, function, loop, call, miss),
            BodyContext.MemberName(call.Operation),
            (call.IsConnect ? "can throw a SocketException" : UnhandledReset.Throws(kinds, call.IsAccept)) + " " + who,
            "the accept loop ends and no other client is served");
    }
}
