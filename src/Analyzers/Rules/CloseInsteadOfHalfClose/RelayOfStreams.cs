using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK009: SOCK002's relay, where nothing shows what the two streams are that it copies into each other.</summary>
internal static class RelayOfStreams
{
    public const string Id = "SOCK009";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A relay of two streams ends with its first direction",
        "'{0}' {1}",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Two streams that are copied into each other are two connections. Where the end of one direction ends both, what the other direction still carries is lost; where one of the two is known to be a socket, SOCK002 says so.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));
}
