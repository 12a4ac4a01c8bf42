using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK003: a write that the connection's own Shutdown(Send) or Shutdown(Both) makes fail.</summary>
internal static class WriteAfterShutdown
{
    public const string Id = "SOCK003";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "Write after Shutdown(Send) or Shutdown(Both)",
        "'{0}' on '{1}' after {2} {3}",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Shutdown(Send) and Shutdown(Both) queue the FIN: nothing can be sent on this connection any more. A later write fails with SocketError.Shutdown on every platform, or loses its data without an exception in the forms that report by error code.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));
}
