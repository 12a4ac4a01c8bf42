using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules.UnhandledReset;

/// <summary>An accept callback that asks for the next client only when this one came in without an error.</summary>
internal static class AcceptCallback
{
    public static void Check(BodyContext context, ScannedFunction function)
    {
        foreach (var call in function.Accepts)
        {
            if (AcceptReposts.FindOnlyOnSuccess(context.Flow, function, call, context.Cancellation) is not { } repost)
                continue;
            context.Report(UnhandledReset.Descriptor, repost.Syntax, call.Operation.Syntax,
                UnhandledReset.Properties("AcceptCallback", call.Kinds, "CallbackBody"),
                BodyContext.MemberName(repost),
                "is reached only when '" + BodyContext.MemberName(call.Operation) + "' and what follows it succeed",
                "after one failed client no other is accepted");
            return;
        }
    }
}
