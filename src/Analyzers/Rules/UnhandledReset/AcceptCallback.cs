using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules.UnhandledReset;

/// <summary>An accept callback that asks for the next client only when this one came in without an error.</summary>
internal static class AcceptCallback
{
    public static void Check(BodyContext context, ScannedFunction function)
    {
        foreach (var call in function.Accepts)
        {
            if (AcceptReposts.FindOnlyOnSuccess(context.Flow, function, call, context.Cancellation, out var isInTry) is not { } repost)
                continue;
            context.Report(UnhandledReset.Descriptor, repost.Syntax, call.Operation.Syntax,
                // What stands behind a handler that returns may be more than the next request: no fix.
                UnhandledReset.Properties("AcceptCallback", isInTry ? call.Kinds : ThrownKinds.None, "CallbackBody"),
                BodyContext.MemberName(repost),
                "is reached only when '" + BodyContext.MemberName(call.Operation) + (isInTry ? "' and what follows it succeed" : "' succeeds"),
                "after one failed client no other is accepted");
            return;
        }
    }
}
