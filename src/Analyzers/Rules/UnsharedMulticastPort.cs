using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK013: a receiver of a multicast group is bound without SO_REUSEADDR, and no other program can have its port.</summary>
internal static class UnsharedMulticastPort
{
    public const string Id = "SOCK013";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A multicast receiver keeps its port to itself",
        "'{0}' on '{1}' without SO_REUSEADDR: every other receiver of the group on this machine is shut out, and this one fails with AddressAlreadyInUse where another is first",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "The port of a multicast protocol is the same for all, and several programs of a machine listen on it. Each needs SO_REUSEADDR before Bind; new UdpClient(port) binds at once.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    public static void Check(RuleContext context, FlowEvent found)
    {
        if (found.Event is not (SocketEvent.Bind or SocketEvent.Create) || !ReuseAtBind.MayBeMissing(found))
            return;
        // A constructor that binds at once can have had no option before it.
        if (found.Event == SocketEvent.Create && ((found.Before.Some | found.InnerFacts) & SocketFacts.Bound) == 0)
            return;
        var facts = context.AllFacts(found);
        if (!IsReceiverOfGroup(facts) || !ReuseAtBind.IsMissing(context, found, facts))
            return;
        context.Report(
            Descriptor, found, found.Operation.Syntax, found.Inner, ImmutableDictionary<string, string?>.Empty,
            RuleContext.MemberName(found.Operation), ObjectNames.Of(found, context.Body));
    }

    private static bool IsReceiverOfGroup(SocketFacts facts)
    {
        const SocketFacts receiver = SocketFacts.Datagram | SocketFacts.JoinedGroup | SocketFacts.Read;
        return (facts & (receiver | SocketFacts.Stream | SocketFacts.FamilyOther)) == receiver;
    }
}
