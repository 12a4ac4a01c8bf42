using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK001: a TCP server binds and leaves open who may share its port.</summary>
internal static class ImplicitAddressReuse
{
    public const string Id = "SOCK001";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "Server binds without settling address reuse (SO_REUSEADDR)",
        "'{0}' on '{1}' leaves address reuse unsettled: on Unix .NET sets SO_REUSEADDR itself, but on Windows another process can take the port over",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "On Unix, Bind sets SO_REUSEADDR for a TCP socket by itself, so a restart over TIME_WAIT works without any option. On Windows a server that does not ask for exclusive use of its port can have it taken over by another process. ExclusiveAddressUse = true before Bind or Start states the policy on both.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    public static void Check(RuleContext context, FlowEvent found)
    {
        if (found.Event is not (SocketEvent.Bind or SocketEvent.BindAndListen))
            return;
        // Where the runtime sets nothing, the message would be false; SOCK006 says what is missing there.
        if (context.CannotRunOnWindows || context.IsTest || !context.RuntimeSetsReuseAddress)
            return;
        var before = found.Before.Some | found.InnerFacts;
        if (found.IsOnFieldOfHelper || (before & (SocketFacts.ReusePolicy | SocketFacts.FromOutside | SocketFacts.Escaped)) != 0)
            return;
        var facts = context.AllFacts(found);
        if ((facts & SocketFacts.ReusePolicy) != 0 || !ServerFacts.IsTcpServer(facts) || !ServerFacts.IsKnownToBeUnconfigured(context, found, facts))
            return;
        if ((facts & (SocketFacts.PortZero | SocketFacts.Loopback)) != 0 || ServerFacts.IsPortProbe(context, found, facts))
            return;

        var properties = ImmutableDictionary<string, string?>.Empty.Add("Member", RuleContext.MemberName(found.Operation));
        context.Report(Descriptor, found, found.Operation.Syntax, found.Inner, properties,
            RuleContext.MemberName(found.Operation), ObjectNames.Of(found, context.Body));
    }
}
