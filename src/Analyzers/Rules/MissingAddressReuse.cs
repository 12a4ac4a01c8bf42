using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK006: the places where SO_REUSEADDR is really missing, because .NET does not set it there.</summary>
internal static class MissingAddressReuse
{
    public const string Id = "SOCK006";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "SO_REUSEADDR is missing before Bind",
        "'{0}' on '{1}' without SO_REUSEADDR: {2}",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "On Unix .NET sets SO_REUSEADDR at Bind only for ProtocolType.Tcp, and only since .NET Core 2.1. A stream socket made with ProtocolType.Unspecified or IP does not get it and cannot rebind over connections in TIME_WAIT; a multicast receiver without ReuseAddress shuts every other receiver on the machine out.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    /// <summary>Why SO_REUSEADDR is missing; also the value of the diagnostic's "Cause" property.</summary>
    private enum Cause
    {
        None,

        /// <summary>ProtocolType.Unspecified or IP.</summary>
        Protocol,

        /// <summary>A receiver of a multicast group on a fixed port.</summary>
        Multicast,

        /// <summary>A runtime whose Bind sets nothing.</summary>
        Runtime,
    }

    public static void Check(RuleContext context, FlowEvent found)
    {
        if (found.Event is not (SocketEvent.Bind or SocketEvent.BindAndListen or SocketEvent.Create))
            return;
        var before = found.Before.Some | found.InnerFacts;
        if (found.IsOnFieldOfHelper || (before & (SocketFacts.ReuseRequested | SocketFacts.FromOutside | SocketFacts.Escaped)) != 0)
            return;
        // A constructor that binds at once can have had no option before it.
        if (found.Event == SocketEvent.Create && (before & SocketFacts.Bound) == 0)
            return;

        var facts = context.AllFacts(found);
        var cause = CauseOf(context, found, facts);
        if (cause == Cause.None || (facts & (SocketFacts.PortZero | SocketFacts.ReuseRequested)) != 0 || !ServerFacts.IsKnownToBeUnconfigured(context, found, facts) || context.IsTest)
            return;
        context.Report(
            Descriptor, found, found.Operation.Syntax, found.Inner,
            ImmutableDictionary<string, string?>.Empty.Add("Cause", cause.ToString()),
            cause == Cause.Multicast ? DiagnosticSeverity.Info : null,
            RuleContext.MemberName(found.Operation), ObjectNames.Of(found, context.Body), Consequence(cause));
    }

    private static Cause CauseOf(RuleContext context, FlowEvent found, SocketFacts facts)
    {
        if ((facts & SocketFacts.FamilyOther) != 0)
            return Cause.None;
        if ((facts & SocketFacts.Datagram) != 0)
        {
            const SocketFacts receiver = SocketFacts.JoinedGroup | SocketFacts.Read;
            return (facts & (receiver | SocketFacts.Stream)) == receiver ? Cause.Multicast : Cause.None;
        }

        if (found.Event == SocketEvent.Create)
            return Cause.None;
        const SocketFacts unspecified = SocketFacts.Stream | SocketFacts.ProtocolUnspecified | SocketFacts.FamilyInternet;
        if ((facts & unspecified) == unspecified)
            return context.Platform.IsNetFramework ? Cause.None : Cause.Protocol;
        return !context.RuntimeSetsReuseAddress && ServerFacts.IsTcpServer(facts) ? Cause.Runtime : Cause.None;
    }

    private static string Consequence(Cause cause) => cause switch
    {
        Cause.Protocol => "on Unix .NET sets it for ProtocolType.Tcp only, so a restart fails with AddressAlreadyInUse while connections are in TIME_WAIT",
        Cause.Multicast => "every other receiver of the group on this machine is shut out, and this one fails with AddressAlreadyInUse where another is first",
        _ => "on Unix this runtime does not set it, so a restart fails with AddressAlreadyInUse while connections are in TIME_WAIT",
    };
}
