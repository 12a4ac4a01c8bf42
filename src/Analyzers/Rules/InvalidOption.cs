using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK000: a line of configuration that does not do what it says; the default is used.</summary>
internal static class InvalidOption
{
    public const string Id = "SOCK000";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "Invalid SocketAnalyzers option",
        "'{0} = {1}'{2} is not valid: {3}",
        RuleDescriptor.Configuration,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An option of this package has a value that it does not understand, a key that it does not know, or a place where the compiler does not read it. The default is used in its place.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id),
        customTags: WellKnownDiagnosticTags.CompilationEnd);
}
