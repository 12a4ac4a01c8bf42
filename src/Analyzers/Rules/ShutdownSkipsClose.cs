using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK025: a Shutdown that may throw stands before the Close, which is skipped then.</summary>
internal static class ShutdownSkipsClose
{
    public const string Id = "SOCK025";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A Shutdown that throws skips the Close, or hides another exception",
        "'{0}' throws where the socket is not connected, on Windows after a reset too: {1}",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Shutdown throws a SocketException where the socket was never connected, where a connect failed, and on Windows where the peer has reset the connection. What stands behind it is skipped then: the socket is not closed, and its handle stays open until the garbage collector finds it. In a catch or finally its exception takes the place of the one that led there. Close the socket in a finally, or give the Shutdown a try of its own.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    /// <summary>The property that tells a fix that a catch or finally is left.</summary>
    public const string ReplacesAnother = nameof(ReplacesAnother);

    private static readonly ImmutableDictionary<string, string?> s_replacesAnother = ImmutableDictionary<string, string?>.Empty.Add(ReplacesAnother, "true");

    public static Diagnostic Create(ShutdownFailure.Harm harm)
    {
        var effect = harm.SkippedClose is { } close
            ? "'" + NameOf(close) + "' is skipped then, and the socket stays open"
            : "in a catch or finally that exception takes the place of the first one";
        return Diagnostic.Create(Descriptor, harm.Call.Syntax.GetLocation(), WitnessesOf(harm), harm.ReplacesAnother ? s_replacesAnother : null, NameOf(harm.Call), effect);
    }

    private static List<Location> WitnessesOf(ShutdownFailure.Harm harm)
    {
        var witnesses = new List<Location>();
        if (harm.SkippedClose is { } close)
            witnesses.Add(close.Syntax.GetLocation());
        if (harm.InHelper is { } inHelper)
            witnesses.Add(inHelper.Syntax.GetLocation());
        return witnesses;
    }

    // What is too long to be read, or in more lines than one, by its method alone.
    private static string NameOf(IOperation call) =>
        call.Syntax is InvocationExpressionSyntax { Expression: var called } ? ObjectNames.TextOf(called) ?? BodyContext.MemberName(call) : call.Syntax.ToString();
}
