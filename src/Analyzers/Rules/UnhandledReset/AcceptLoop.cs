using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules.UnhandledReset;

/// <summary>The loop that accepts: an exception that leaves it ends the serving of every other client, caught outside or not.</summary>
internal static class AcceptLoop
{
    public static void Check(BodyContext context, FunctionScan scan, ScannedFunction function)
    {
        if (function.Accepts.Count == 0)
            return;
        HashSet<IOperation>? reported = null;
        foreach (var call in function.Calls)
        {
            if (AcceptLoops.LoopAround(call.Operation, function) is not { } loop || reported?.Contains(loop) == true)
                continue;
            var kinds = scan.Leaving(call, loop, out var origin, out var callee);
            if (kinds == ThrownKinds.None || callee?.IsFromAcceptLoop == true)
                continue;
            (reported ??= new HashSet<IOperation>()).Add(loop);
            if (AcceptLoops.TakesWhatIsQueued(loop))
                continue;
            if (function.Symbol is { } method && context.Flow.Starts.IsRestarted(method, context.Cancellation))
                continue;
            Report(context, call, kinds, origin, loop);
        }
    }

    private static void Report(BodyContext context, ThrowingCall call, ThrownKinds kinds, IOperation origin, IOperation loop)
    {
        var wrongCatch = context.Flow.Routes.FindWrongCatch(call.Operation, kinds, loop);
        context.Report(UnhandledReset.Descriptor, call.Operation.Syntax, origin == call.Operation ? null : origin.Syntax,
            UnhandledReset.Properties("AcceptLoop", kinds, "LoopBody", wrongCatch),
            BodyContext.MemberName(call.Operation),
            (call.IsConnect ? "can throw a SocketException" : UnhandledReset.Throws(kinds, call.IsAccept)) + " " + UnhandledReset.NotCaught(wrongCatch, "and nothing in the loop catches it"),
            "the accept loop ends and no other client is served");
    }
}
