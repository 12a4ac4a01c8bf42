using Microsoft.CodeAnalysis;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Whether somewhere beside this function the same two connections are passed on the other way round.</summary>
internal static class ReverseDirection
{
    public static bool Exists(RuleContext context, FlowEvent end, FlowEvent read, BodyAnalysis function, int a, int b) =>
        (CanBothHalfClose(context, function, a, b)
            && (IsInAnotherFunction(context, function, a, b) || IsInAnotherMethod(context, read, function, a, b)))
        || SwappedCalls.Exist(context, function, a, b);

    private static bool CanBothHalfClose(RuleContext context, BodyAnalysis function, int a, int b) =>
        RelayLegs.CanHalfClose(context, function, a) && RelayLegs.CanHalfClose(context, function, b);

    // Two lambdas, or a method and its lambda.
    private static bool IsInAnotherFunction(RuleContext context, BodyAnalysis function, int a, int b)
    {
        var identity = context.Flow.Relays.Identity;
        foreach (var other in context.Body.Events)
        {
            var body = other.Body ?? context.Body;
            if (body != function && RelayLegs.Connects(identity, other, body, (function, b), (function, a)))
                return true;
        }

        return false;
    }

    // A callback of a pair, or a loop: what runs once may be one half of a request and its answer.
    private static bool IsInAnotherMethod(RuleContext context, FlowEvent read, BodyAnalysis function, int a, int b)
    {
        if (context.Owner.ContainingType is not { } type || !(IsCallback(context.Owner) || CodeShape.IsInLoop(read.Operation.Syntax)))
            return false;
        var relays = context.Flow.Relays;
        foreach (var (method, from, to) in relays.Of(type, context.Cancellation))
        {
            if (!SymbolEqualityComparer.Default.Equals(method, context.Owner.OriginalDefinition)
                && relays.Identity.IsAt(function, b, from) && relays.Identity.IsAt(function, a, to))
                return true;
        }

        return false;
    }

    private static bool IsCallback(ISymbol owner) => owner.HasParameterOf("IAsyncResult") || owner.HasParameterOf("SocketAsyncEventArgs");
}
