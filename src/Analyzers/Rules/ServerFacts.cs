using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>What makes a socket a server's, as the address rules see it.</summary>
internal static class ServerFacts
{
    /// <summary>A TCP socket that listens somewhere: in this body, its callees, or any method of the type.</summary>
    public static bool IsTcpServer(SocketFacts facts)
    {
        const SocketFacts needed = SocketFacts.Stream | SocketFacts.Listened;
        if ((facts & needed) != needed || (facts & (SocketFacts.Datagram | SocketFacts.FamilyOther)) != 0)
            return false;
        const SocketFacts internet = SocketFacts.ProtocolUnspecified | SocketFacts.FamilyInternet;
        return (facts & SocketFacts.ProtocolTcp) != 0 || (facts & internet) == internet;
    }

    /// <summary>
    /// Nobody can have set an option: the type makes the socket itself and sets none. What was made in this body is known
    /// from its first moment; what another method made must not have been in foreign hands at all.
    /// </summary>
    public static bool IsKnownToBeUnconfigured(RuleContext context, FlowEvent found, SocketFacts facts)
    {
        if ((facts & SocketFacts.FromOutside) != 0)
            return false;
        if ((facts & SocketFacts.ReusePolicy & ~SocketFacts.ExclusiveOn & ~SocketFacts.ReuseOff) != 0)
            return false;
        return context.IsMadeHere(found) || ((facts & SocketFacts.Escaped) == 0 && context.IsHeldInPrivate(found));
    }

    /// <summary>Started and stopped without an Accept: it only asks whether the port is free.</summary>
    public static bool IsPortProbe(RuleContext context, FlowEvent found, SocketFacts facts) =>
        (facts & SocketFacts.Closed) != 0
        && (facts & (SocketFacts.Accepted | SocketFacts.Escaped)) == 0
        && !context.IsHeldByType(found);
}
