using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK007: a listening TCP socket that lets another process share its port.</summary>
internal static class SharedListeningPort
{
    public const string Id = "SOCK007";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "Listening TCP socket lets others share its port",
        "'{0}' lets a second server listen on the port of '{1}' without an error: on Unix it sets SO_REUSEPORT and connections are split between the two, on Windows the port can be taken over",
        RuleDescriptor.Security,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "ReuseAddress = true and ExclusiveAddressUse = false set SO_REUSEPORT beside SO_REUSEADDR on Unix: two servers of one user can listen on one port and share its connections silently. On Windows the port can be taken over. What the option is usually meant for, a restart over TIME_WAIT, Bind does by itself.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    public static void Check(RuleContext context, FlowEvent found)
    {
        if (found.Event is not (SocketEvent.SetOption or SocketEvent.SetExclusiveAddressUse) || (found.SetFacts & SocketFacts.SharingOn) == 0 || found.IsOnFieldOfHelper)
            return;
        // Without SO_REUSEADDR from the runtime the option is what a restart needs (SOCK006).
        if (context.Options.AllowPortSharing || !context.RuntimeSetsReuseAddress)
            return;
        var facts = context.AllFacts(found);
        if (!IsListeningTcp(facts) || (facts & (SocketFacts.SharingOffOrUnknown | SocketFacts.PortZero)) != 0)
            return;
        if (context.PunchesHole || Settings.Choose(context.Flow, found.Operation.Syntax, CreationOf(context, found), context.Cancellation)
            || (found.Inner is { } inner && Settings.ChooseInHelper(context.Flow, inner.Syntax, context.Cancellation)))
            return;

        var option = (found.SetFacts & SocketFacts.ReuseOn) != 0 ? "ReuseAddress = true" : "ExclusiveAddressUse = false";
        context.Report(Descriptor, found, found.Operation.Syntax, found.Inner,
            ImmutableDictionary<string, string?>.Empty.Add("Option", option),
            option, ObjectNames.Of(found, context.Body));
    }

    // A socket that listens is a stream socket; one that was made with ProtocolType.Unspecified needs the option (SOCK006).
    private static bool IsListeningTcp(SocketFacts facts) =>
        (facts & SocketFacts.Listened) != 0
        && (facts & (SocketFacts.Datagram | SocketFacts.FamilyOther | SocketFacts.ProtocolUnspecified | SocketFacts.Connected)) == 0;

    private static SyntaxNode? CreationOf(RuleContext context, FlowEvent found) =>
        (found.Body ?? context.Body).Objects[found.Refs[0].ObjectId].Site?.Syntax;
}
