using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK020: whether a connection is closed depends on Connected.</summary>
internal static class ConnectedGuardsClose
{
    public const string Id = "SOCK020";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "Connected decides whether the socket is closed",
        "'{0}' decides whether the socket is closed: it is false after a failed connect, a reset or a Shutdown, and the socket then stays open",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Connected tells how the last operation went: it is false where a connect failed, after a reset was seen, after the own Shutdown, and for a datagram socket that was never connected. A Close that depends on it does not run then, and the handle stays open. Close needs no connection: call it in any case.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    /// <param name="read">The question.</param>
    /// <param name="close">The close that depends on it: the witness.</param>
    public static Diagnostic Create(IOperation read, IOperation close) =>
        Diagnostic.Create(Descriptor, read.Syntax.GetLocation(), new[] { close.Syntax.GetLocation() }, read.Syntax.ToString());
}
