using System;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK090, off until somebody asks: a member of which the flow rules say nothing, or no more, and why.</summary>
internal static class SilentBody
{
    public const string Id = "SOCK090";

    private const string GivenUp = "it is too large, or nested too deep, for the time and the stack that an analysis may take";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A member was not analysed to its end",
        "What SocketAnalyzers says of '{0}' is not all: {1}",
        RuleDescriptor.Configuration,
        DiagnosticSeverity.Hidden,
        isEnabledByDefault: false,
        description: "A member is too large, or nested too deep, and the analysis of it was given up: there may be mistakes in it that nobody reports.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    public static Diagnostic Of(ISymbol owner) => Create(owner, GivenUp);

    public static Diagnostic Of(ISymbol owner, Exception failure) => Create(owner, failure is InsufficientExecutionStackException
        ? GivenUp
        : "the analysis failed with " + failure.GetType().Name + "; please report it, with the code of the member");

    private static Diagnostic Create(ISymbol owner, string reason) =>
        Diagnostic.Create(Descriptor, owner.Locations.Length > 0 ? owner.Locations[0] : Location.None, owner.Name, reason);
}
