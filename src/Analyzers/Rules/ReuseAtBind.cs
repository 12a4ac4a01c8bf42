using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>What the rules share that ask for SO_REUSEADDR: nobody gave it to the socket before it was bound.</summary>
internal static class ReuseAtBind
{
    /// <summary>The first look: nothing is known yet that gives it. Costs next to nothing.</summary>
    public static bool MayBeMissing(FlowEvent found)
    {
        const SocketFacts unknown = SocketFacts.ReuseRequested | SocketFacts.FromOutside | SocketFacts.Escaped;
        return !found.IsOnFieldOfHelper && ((found.Before.Some | found.InnerFacts) & unknown) == 0;
    }

    /// <summary>Whether it is certainly missing where a second server on the port, or the next run of this one, needs it.</summary>
    public static bool IsMissing(RuleContext context, FlowEvent found, SocketFacts facts) =>
        (facts & (SocketFacts.PortZero | SocketFacts.ReuseRequested)) == 0 && ServerFacts.IsKnownToBeUnconfigured(context, found, facts) && !context.IsTest;
}
