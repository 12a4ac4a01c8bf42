using Microsoft.CodeAnalysis;

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
}
