using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>
/// <c>Socket.Close(n)</c> with n above 0 after a write. It shuts the send direction and waits for the peer's FIN; when the
/// time is up, or any byte comes, it resets (facts section 2).
/// </summary>
internal static class CloseWithTimeout
{
    public static void Check(RuleContext context, FlowEvent found)
    {
        if (found.Event != SocketEvent.Close || found.Operation is not IInvocationOperation { Arguments.Length: 1 } call || found.Inner is not null || found.IsExceptional
            || context.Flow.Types.Of(call.TargetMethod.ContainingType) != KnownType.Socket
            || context.Body.Values.ConstantOf(call.Arguments[0].Value) is not > 0)
            return;
        // With the receiving direction shut, or at its end, the wait is over at once.
        const SocketFacts noWait = SocketFacts.ShutReceive | SocketFacts.SawEndOfStream;
        if ((found.Before.Some & (noWait | SocketFacts.Wrote)) != SocketFacts.Wrote || (context.AllFacts(found) & SocketFacts.Datagram) != 0 || CodeShape.TearsDown(context.Owner))
            return;
        CloseInsteadOfHalfClose.Report(context, found, Evidence.CloseWithTimeout,
            "does not wait until what was written to '" + ObjectNames.Of(found, context.Body) + "' is delivered: it resets the connection when the time is up and on any byte that still comes; use Shutdown(Send), read to the end, then Close()",
            null);
    }
}
