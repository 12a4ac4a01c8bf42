using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK021: a member of the LingerOption that LingerState returns is set, which changes a copy.</summary>
internal static class LingerStateCopy
{
    public const string Id = "SOCK021";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "LingerState changed on a copy",
        "Setting '{0}' on what '{1}' returns changes a copy, and the socket keeps its linger option: assign a new LingerOption to 'LingerState'",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Socket.LingerState and TcpClient.LingerState read the option from the socket and return a new LingerOption each time. Setting Enabled or LingerTime on it does not reach the socket. Assign a whole LingerOption to the property.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    /// <param name="assignment">The whole assignment: it has no effect.</param>
    /// <param name="member">Enabled or LingerTime.</param>
    /// <param name="source">Where the copy comes from, as it stands in the source.</param>
    public static Diagnostic Create(IOperation assignment, string member, string source) =>
        Diagnostic.Create(Descriptor, assignment.Syntax.GetLocation(), member, source);
}
