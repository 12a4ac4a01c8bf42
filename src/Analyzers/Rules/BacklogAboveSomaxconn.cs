using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Configuration;

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

    /// <summary>Above the limit, and not the number that means "the maximum" (SocketOptionName.MaxConnections is the same).</summary>
    public static bool IsTooLarge(int backlog, SocketOptions options) => backlog > options.Somaxconn && backlog != int.MaxValue;

    public static Diagnostic Create(IArgumentOperation argument, string method, int backlog, SocketOptions options)
    {
        var limit = options.Somaxconn.ToString(CultureInfo.InvariantCulture);
        return Diagnostic.Create(
            Descriptor,
            argument.Syntax.GetLocation(),
            ImmutableDictionary<string, string?>.Empty.Add("Member", method).Add("Limit", limit),
            backlog.ToString(CultureInfo.InvariantCulture), method, limit);
    }
}
