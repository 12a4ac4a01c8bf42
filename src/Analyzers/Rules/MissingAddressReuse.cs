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
        description: "On Unix .NET sets SO_REUSEADDR at Bind only for ProtocolType.Tcp, and only since .NET Core 2.1. A stream socket made with ProtocolType.Unspecified or IP does not get it and cannot rebind over connections in TIME_WAIT.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    /// <summary>Why SO_REUSEADDR is missing; also the value of the diagnostic's "Cause" property.</summary>
    private enum Cause
    {
        None,

        /// <summary>ProtocolType.Unspecified or IP.</summary>
        Protocol,

        /// <summary>A runtime whose Bind sets nothing.</summary>
        Runtime,
    }

    public static void Check(RuleContext context, FlowEvent found)
    {
        if (found.Event is not (SocketEvent.Bind or SocketEvent.BindAndListen) || !ReuseAtBind.MayBeMissing(found))
            return;
        var facts = context.AllFacts(found);
        var cause = CauseOf(context, facts);
        if (cause == Cause.None || !ReuseAtBind.IsMissing(context, found, facts))
            return;
        context.Report(
            Descriptor, found, found.Operation.Syntax, found.Inner,
            ImmutableDictionary<string, string?>.Empty.Add("Cause", cause.ToString()),
            RuleContext.MemberName(found.Operation), ObjectNames.Of(found, context.Body), Consequence(cause));
    }

    private static Cause CauseOf(RuleContext context, SocketFacts facts)
    {
        if ((facts & (SocketFacts.FamilyOther | SocketFacts.Datagram)) != 0)
            return Cause.None;
        const SocketFacts unspecified = SocketFacts.Stream | SocketFacts.ProtocolUnspecified | SocketFacts.FamilyInternet;
        if ((facts & unspecified) == unspecified)
            return context.Platform.IsNetFramework ? Cause.None : Cause.Protocol;
        return !context.RuntimeSetsReuseAddress && ServerFacts.IsTcpServer(facts) ? Cause.Runtime : Cause.None;
    }

    private static string Consequence(Cause cause) => cause switch
    {
        Cause.Protocol => "on Unix .NET sets it for ProtocolType.Tcp only, so a restart fails with AddressAlreadyInUse while connections are in TIME_WAIT",
        _ => "on Unix this runtime does not set it, so a restart fails with AddressAlreadyInUse while connections are in TIME_WAIT",
    };
}
