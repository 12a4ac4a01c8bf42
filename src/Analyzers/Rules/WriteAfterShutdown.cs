using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK003: a write that the connection's own Shutdown(Send) or Shutdown(Both) makes fail.</summary>
internal static class WriteAfterShutdown
{
    public const string Id = "SOCK003";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "Write after Shutdown(Send) or Shutdown(Both)",
        "'{0}' on '{1}' after {2} {3}",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Shutdown(Send) and Shutdown(Both) queue the FIN: nothing can be sent on this connection any more. A later write fails with SocketError.Shutdown on every platform, or loses its data without an exception in the forms that report by error code.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    public static void Check(RuleContext context, FlowEvent found)
    {
        if (found.Event != SocketEvent.Write || !found.Before.Must(ConnectionStates.SendShut, ConnectionStates.Send))
            return;
        // On a closed socket it is the use after the close that is wrong, and another exception.
        if (found.Before.Must(ConnectionStates.Closed, ConnectionStates.Life))
            return;

        // "finally { if (!done) s.Send(error); }" runs only on the ways on which nothing was shut down.
        if ((found.IsExceptional || MayBeOpenOnException(found)) && FlagGuards.IsGuarded(context.Flow, found.Operation.Syntax))
            return;

        if (context.GuardsOf(found.Body ?? context.Body).Decide(found))
            return;

        var properties = ImmutableDictionary<string, string?>.Empty
            .Add("Shutdown", ShutdownText(found.Witness))
            .Add("Form", found.Form.ToString());
        context.Report(
            Descriptor, found, found.Operation.Syntax, found.Witness, properties,
            RuleContext.MemberName(found.Operation), ObjectNames.Of(found, context.Body), ShutdownText(found.Witness), Consequence(context, found));
    }

    private static bool MayBeOpenOnException(FlowEvent found) =>
        (found.BeforeOnException.States.Current & ConnectionStates.SendOpen) != 0;

    private static string ShutdownText(IOperation? witness)
    {
        if (witness is not IInvocationOperation call)
            return "Shutdown";
        if (call.TargetMethod.Name != "Shutdown" || call.Arguments.Length != 1)
            return "the Shutdown in '" + call.TargetMethod.Name + "'";
        return ValueReader.Constant(call.Arguments[0].Value) switch
        {
            1 => "Shutdown(Send)",
            2 => "Shutdown(Both)",
            _ => "Shutdown",
        };
    }

    // What the measured runtime does (facts section 3): SendFile and SendPackets check Connected first, streams wrap the error.
    private static string Consequence(RuleContext context, FlowEvent found)
    {
        if ((found.Form & (MemberForm.ErrorCode | MemberForm.EventArgs)) != 0 && !IsSendPackets(found))
            return "sends nothing: the error code is SocketError.Shutdown and no exception is thrown";
        var call = (found.Inner ?? found.Operation) as IInvocationOperation;
        if (call?.TargetMethod.Name is "SendFile" or "SendFileAsync" or "SendPacketsAsync")
            return "fails with NotSupportedException";
        return IsSocketCall(context, call) ? "fails with SocketError.Shutdown" : "fails with an IOException (SocketError.Shutdown)";
    }

    private static bool IsSendPackets(FlowEvent found) =>
        (found.Inner ?? found.Operation) is IInvocationOperation { TargetMethod.Name: "SendPacketsAsync" };

    private static bool IsSocketCall(RuleContext context, IInvocationOperation? call) =>
        call is not null && context.Flow.Types.Of(call.TargetMethod.ContainingType) is KnownType.Socket or KnownType.SocketTaskExtensions or KnownType.UdpClient;
}
