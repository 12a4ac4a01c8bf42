using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK008: a send that nobody waits for, and then the end of its connection.</summary>
internal static class PendingSend
{
    public const string Id = "SOCK008";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A send is still pending when the connection is ended",
        "'{0}' on '{1}' is not waited for and can still be pending when {2} ends the connection: the peer then gets only a part of the data, and {3}",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Shutdown and the closing of a TcpClient or of a stream that owns its socket overtake a send that has not completed: the peer gets a part of the data and a clean end of stream. Closing the socket itself resets the connection. Wait for the send before the end.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    private static readonly string[] Abortive = { "Abort", "Reset", "Kill", "Terminate", "Cancel" };

    /// <summary>Reported at the send, because that is where the await is missing; the end is the additional location.</summary>
    public static void Check(RuleContext context, FlowEvent found)
    {
        if (!EndsOne(found))
            return;
        foreach (var send in context.StartedIn(found).PendingIn(found.Before, PendingKind.Send))
        {
            context.Step();
            // Who looks whether it is over, or waits with a limit, has decided what then.
            if (!send.IsWatched && IsStreamData(context, send, found) && IsFirstEnd(context, send, found) && !IsAbort(context, found) && !IsAnswered(context, send, found))
                Report(context, send, found);
        }
    }

    private static bool IsEnd(FlowEvent found) =>
        found.Event == SocketEvent.Close || (found.Event == SocketEvent.Shutdown && (found.SetFacts & SocketFacts.ShutSend) != 0);

    // A datagram goes as a whole, and a close_notify is no data.
    private static bool IsStreamData(RuleContext context, StartedOperation send, FlowEvent end)
    {
        if ((end.Before.Some & SocketFacts.Datagram) != 0)
            return false;
        if ((send.Inner ?? send.Site) is not IInvocationOperation call)
            return true;
        return call.TargetMethod.Name is not ("SendToAsync" or "BeginSendTo" or "ShutdownAsync")
            && context.Flow.Types.NearestOf(call.TargetMethod.ContainingType) != KnownType.UdpClient;
    }

    /// <summary>Whether the event ends the one connection that its sends are on, on the normal way.</summary>
    public static bool EndsOne(FlowEvent found) => IsEnd(found) && !found.IsExceptional && found.Refs.Count == 1;

    // "if (x) { s.Close(); } else { s.Dispose(); }": one send, one diagnostic.
    private static bool IsFirstEnd(RuleContext context, StartedOperation send, FlowEvent end) =>
        context.Events.FirstEndWith(end.Body ?? context.Body, send.Number) == end;

    // "while (!_acknowledged) ..." between the two: the flow does not follow the flag, and takes it that the loop may not run.
    private static bool IsAnswered(RuleContext context, StartedOperation send, FlowEvent end)
    {
        var stop = AfterRace.EndPosition(end.Operation.Syntax, send.Site.Syntax);
        return stop >= 0 && EndGuards.LoopsBetween(context.Flow, send.Site.Syntax, stop, context.Cancellation);
    }

    // A reset on purpose: by name, or by Close(0).
    private static bool IsAbort(RuleContext context, FlowEvent end)
    {
        if (end.Operation is IInvocationOperation { Arguments.Length: > 0 } call && ValueReader.Constant(call.Arguments[0].Value) is 0 && end.Event == SocketEvent.Close)
            return true;
        foreach (var name in Abortive)
        {
            if (context.Owner.Name.Contains(name) || RuleContext.MemberName(end.Operation).StartsWith(name, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static void Report(RuleContext context, StartedOperation send, FlowEvent end)
    {
        var member = RuleContext.MemberName(send.Site);
        var properties = ImmutableDictionary<string, string?>.Empty
            .Add("Member", member)
            .Add("End", RuleContext.MemberName(end.Operation));
        context.Report(
            Descriptor, end, send.Site.Syntax, end.Operation, properties,
            member, ObjectNames.At(send.Site) ?? ObjectNames.Of(end, context.Body), EndText(end), Consequence(context, end));
    }

    // "using var client" ends it without a word.
    private static string EndText(FlowEvent end)
    {
        if (end.Operation is not IInvocationOperation call)
            return "its disposal";
        return call.IsImplicit ? "its 'using'" : "'" + call.TargetMethod.Name + "'";
    }

    // Measured on Linux (facts section 2 and 14): only a socket that is closed as such resets.
    private static string Consequence(RuleContext context, FlowEvent end)
    {
        var call = (end.Inner ?? end.Operation) as IInvocationOperation;
        return end.Event == SocketEvent.Close && context.Flow.Types.NearestOf(call?.Instance?.Type) == KnownType.Socket
            ? "a reset"
            : "an end of stream that looks complete";
    }
}
