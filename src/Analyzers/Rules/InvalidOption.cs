using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK000: an option whose value is not allowed; its default is used.</summary>
internal static class InvalidOption
{
    public const string Id = "SOCK000";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "Invalid SocketAnalyzers option",
        "'{0} = {1}' is not valid: allowed is {2}; the default, {3}, is used",
        RuleDescriptor.Configuration,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An option of this package has a value that it does not understand. The default is used in its place.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id),
        customTags: WellKnownDiagnosticTags.CompilationEnd);
}
