using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK032: the count of a receive is ignored, or the buffer is used as if all that was asked for had come.</summary>
internal static class PartialReceive
{
    public const string Id = "SOCK032";

    /// <summary>A property of the diagnostic: the method to call instead, where that is all there is to do.</summary>
    public const string ReplacementProperty = "Replacement";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A receive whose count is ignored",
        "'{0}' gives what has arrived, often less than what was sent or asked for, {1}",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "TCP carries a stream of bytes: one receive gives some of them, at least one, or 0 at the end. A header, a frame or a text that is taken from the buffer without a look at the count is made of old bytes or zeros where the rest has not come yet, and the rest is then taken for the next one. Use ReadExactly, or receive in a loop until all is there, and take only the bytes that the count tells.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    /// <param name="call">The receive.</param>
    /// <param name="use">What takes more than may have come.</param>
    /// <param name="replacement">ReadExactly or ReadExactlyAsync, or null.</param>
    public static Diagnostic BeyondCount(IInvocationOperation call, IOperation use, string? replacement)
    {
        var properties = replacement is null ? null : ImmutableDictionary<string, string?>.Empty.Add(ReplacementProperty, replacement);
        var text = "and '" + Shown(use) + "' is used without a look at the count: it may hold old bytes or zeros";
        return Diagnostic.Create(Descriptor, call.Syntax.GetLocation(), new[] { use.Syntax.GetLocation() }, properties, call.TargetMethod.Name, text);
    }

    /// <param name="call">The receive.</param>
    /// <param name="use">What takes the text up to the first zero.</param>
    public static Diagnostic CutAtZero(IInvocationOperation call, IOperation use) =>
        Create(call, use, "and '" + Shown(use) + "' is used without a look at the count: it may hold a part of the message, or nothing at the end of the stream");

    /// <param name="call">A receive of as many bytes as there are.</param>
    /// <param name="use">What takes them for a message.</param>
    public static Diagnostic OfNothing(IInvocationOperation call, IOperation use) =>
        Create(call, use, "and is asked here for what is there: that may be a part of the message, and is nothing where none has come yet, or the peer has closed its side");

    /// <param name="call">The receive.</param>
    /// <param name="use">What takes the bytes behind the loop.</param>
    public static Diagnostic AtOnePlace(IInvocationOperation call, IOperation use)
    {
        var text = "and each round of this loop writes to the same place: of the rounds before only what the last one did not reach is left in '" + Shown(use) + "'";
        return Create(call, use, text);
    }

    /// <param name="use">What takes more of the buffer of a <c>SocketAsyncEventArgs</c> than may have come.</param>
    public static Diagnostic OfEventArgs(IOperation use) =>
        Diagnostic.Create(Descriptor, use.Syntax.GetLocation(), "ReceiveAsync", "and '" + Shown(use) + "' is used without a look at BytesTransferred: it may hold old bytes or zeros");

    private static Diagnostic Create(IInvocationOperation call, IOperation use, string text) =>
        Diagnostic.Create(Descriptor, call.Syntax.GetLocation(), new[] { use.Syntax.GetLocation() }, call.TargetMethod.Name, text);

    private static string Shown(IOperation use) => use.Syntax.ToString();
}
