using Microsoft.CodeAnalysis;

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
}
