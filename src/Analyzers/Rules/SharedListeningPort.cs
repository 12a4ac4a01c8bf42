using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK007: a listening TCP socket that lets another process share its port.</summary>
internal static class SharedListeningPort
{
    public const string Id = "SOCK007";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "Listening TCP socket lets others share its port",
        "'{0}' lets a second server listen on the port of '{1}' without an error: on Unix it sets SO_REUSEPORT and connections are split between the two, on Windows the port can be taken over",
        RuleDescriptor.Security,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "ReuseAddress = true and ExclusiveAddressUse = false set SO_REUSEPORT beside SO_REUSEADDR on Unix: two servers of one user can listen on one port and share its connections silently. On Windows the port can be taken over. What the option is usually meant for, a restart over TIME_WAIT, Bind does by itself.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));
}
