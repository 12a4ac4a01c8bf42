using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK005: a constant backlog that the system cuts.</summary>
internal static class BacklogAboveSomaxconn
{
    public const string Id = "SOCK005";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "Backlog above somaxconn",
        "The backlog {0} of '{1}' is above somaxconn ({2}): Linux cuts the queue of waiting connections to {2} without an error",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The kernel cuts a backlog to net.core.somaxconn (4096 by default since Linux 5.4) and says nothing, so a larger number promises a queue that does not exist. Listen(int.MaxValue) and TcpListener.Start() without an argument ask for the system's maximum.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));
}
