using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
        CheckHelper(context, scan, function);
        // What is known of a loop: it is reported, or who starts it again takes these exceptions.
        Dictionary<IOperation, ThrownKinds>? settled = null;
        foreach (var call in function.Calls)
        {
            if (AcceptLoops.LoopAround(call.Operation, function) is not { } loop)
                continue;
            var kinds = scan.Leaving(call, loop, out var origin, out var callee);
            if (kinds == ThrownKinds.None && call.IsAccept)
                CheckHandler(context, call, loop);
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

    // The loop stands in a helper that runs this function as a delegate. There is no fix: the helper may have other callers.
    private static void CheckHelper(BodyContext context, FunctionScan scan, ScannedFunction function)
    {
        foreach (var call in function.Accepts)
        {
            context.Step();
            if (AcceptLoops.LoopAround(call.Operation, function) is not null || call.Callee?.IsFromAcceptLoop == true)
                continue;
            var left = scan.Leaving(call, function.Root, out var origin, out _);
            if (left == ThrownKinds.None || HelperLoops.Find(function, context.Cancellation) is not { } helper || !HasException(function, helper.Run))
                continue;
            var kinds = context.Flow.Routes.Leaving(helper.Run, left, helper.Loop);
            if (kinds == ThrownKinds.None || helper.IsRestarted(context.Flow, kinds, context.Cancellation))
                continue;
            context.Report(UnhandledReset.Descriptor, call.Operation.Syntax, origin == call.Operation ? null : origin.Syntax,
                UnhandledReset.Properties("HelperLoop", ThrownKinds.None, "HelperLoop"),
                BodyContext.MemberName(call.Operation),
                UnhandledReset.Throws(kinds, isAccept: true) + " and nothing in the loop that runs it catches it",
                "the accept loop ends and no other client is served");
            return;
        }
    }

    // A catch in the loop takes the exception, and leaves the loop in any case: a filter may know that somebody has stopped it. There is no
    // fix: what else the handler does is the author's.
    private static void CheckHandler(BodyContext context, ThrowingCall accept, ILoopOperation loop)
    {
        if (accept.Kinds == ThrownKinds.None || context.Flow.Routes.FindHandler(accept.Operation, accept.Kinds, loop) is not { Handler: { Filter: null } handler }
            || (HandlerExit.Of(handler.Handler) & Exits.Throws) != 0 || AcceptLoops.TakesWhatIsQueued(loop) || RestartSearch.ComesBackTo(context.Flow, accept.Operation, accept.Kinds, context.Cancellation))
            return;
        context.Report(UnhandledReset.Descriptor, accept.Operation.Syntax, (handler.Syntax as CatchClauseSyntax)?.Declaration ?? handler.Syntax,
            UnhandledReset.Properties("LeavingCatch", ThrownKinds.None, "LeavingCatch"),
            BodyContext.MemberName(accept.Operation),
            UnhandledReset.Throws(accept.Kinds, isAccept: true) + ", and the catch in the loop leaves it whatever the error is",
            "the accept loop ends and no other client is served");
    }

    // What an async function throws is in its task.
    private static bool HasException(ScannedFunction function, IOperation run) =>
        function.Symbol is { IsAsync: false } || (function.Symbol is { ReturnsVoid: false } && TaskMembers.UseOf(run) is TaskUse.Awaited or TaskUse.Blocked);

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
