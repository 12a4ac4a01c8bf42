using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Rules;

/// <summary>SOCK041: an operation that is done at once starts the next one in its own stack.</summary>
internal static class NestedCompletions
{
    public const string Id = "SOCK041";

    public static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "Operations that complete at once nest until the stack overflows",
        "'{0}' {1}: while operations complete at once, the stack grows with each, and its overflow ends the process",
        RuleDescriptor.Reliability,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "In .NET a socket operation that can be done at once is done by the call that starts it: Begin... runs the callback before it returns, and ...Async(SocketAsyncEventArgs) gives false. A callback that starts the next operation in the same stack nests deeper with every one. A fast peer, or an accept that fails at once because descriptors have run out, makes the stack overflow. Loop while operations complete at once.",
        helpLinkUri: RuleDescriptor.HelpLinkFor(Id));

    public static Diagnostic Create(PostedOperation posted) =>
        Diagnostic.Create(
            Descriptor,
            posted.Call.Syntax.GetLocation(),
            posted.Call.TargetMethod.Name,
            posted.Callback is null ? "starts itself again where it gives false" : "is started again by its own callback, which runs before the call returns");
}
