using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules.UnhandledReset;

/// <summary>An accept callback that asks for the next client only when this one came in without an error.</summary>
internal static class AcceptCallback
{
    public static void Check(RuleContext context, ScannedFunction function)
    {
        foreach (var call in function.Accepts)
        {
            if (AcceptReposts.FindOnlyOnSuccess(context.Body.Context, function, call, context.Cancellation) is not { } repost)
                continue;
            context.Report(UnhandledReset.Descriptor, repost.Syntax, call.Operation.Syntax,
                UnhandledReset.Properties("AcceptCallback", call.Kinds, "CallbackBody"),
                RuleContext.MemberName(repost),
                "is reached only when '" + RuleContext.MemberName(call.Operation) + "' and what follows it succeed",
                "after one failed client no other is accepted");
            return;
        }
    }
}
